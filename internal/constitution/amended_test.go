package constitution_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/constitution"
)

func TestAmendedNamesTheArticlesThatDiffer(t *testing.T) {
	const before = "# Charter\n\n## 1 One\n\nBe kind.\n\n## 2 Two\n\n### 2.1 More\n\nText.\n\n## 3 Three\n\nEnd.\n"
	for name, test := range map[string]struct {
		after string
		want  constitution.Amendment
	}{
		"nothing": {before, constitution.Amendment{}},
		"whitespace and order are no amendment": {
			"# Charter\n\n## 3 Three\n\nEnd.\n\n## 1   One\n\nBe\nkind.\n\n## 2 Two\n\n### 2.1 More\n\nText.\n", constitution.Amendment{}},
		"an article inside another": {
			"# Charter\n\n## 1 One\n\nBe kind.\n\n## 2 Two\n\n### 2.1 More\n\nOther text.\n\n## 3 Three\n\nEnd.\n", constitution.Amendment{Changed: []string{"2.1"}}},
		"a new heading": {
			"# Charter\n\n## 1 Uno\n\nBe kind.\n\n## 2 Two\n\n### 2.1 More\n\nText.\n\n## 3 Three\n\nEnd.\n", constitution.Amendment{Changed: []string{"1"}}},
		"new ones in the order of the text, then those that are gone": {
			"# Charter\n\n## 9 Nine\n\nNew.\n\n## 3 Three\n\nOpen end.\n", constitution.Amendment{Added: []string{"9"}, Changed: []string{"3"}, Removed: []string{"1", "2", "2.1"}}},
		"what stands before the first article": {
			"# Charter\n\nWe agree.\n\n## 1 One\n\nBe kind.\n\n## 2 Two\n\n### 2.1 More\n\nText.\n\n## 3 Three\n\nEnd.\n",
			constitution.Amendment{Changed: []string{"Charter"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := constitution.Amended(parse(t, before), parse(t, test.after))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("amended (-want +got):\n%s", diff)
			}
		})
	}
}
