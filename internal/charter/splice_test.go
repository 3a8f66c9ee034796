package charter_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// block makes an entry from pairs of parameter and text.
func block(target string, pairs ...string) plan.Item {
	item := plan.Item{Resource: "domain_blocks", Target: target, Params: map[string]any{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		item.Params[pairs[i]] = pairs[i+1]
	}
	return item
}

func TestBlocksAreAddedWithoutTouchingAnyOtherLine(t *testing.T) {
	added := "  - {domain: new.example, severity: suspend, public_comment: 'Spam: all of it'}"
	tests := map[string]struct{ before, after string }{
		"into no file": {"", "domain_blocks:\n" + added + "\n"},
		"after the last entry": {
			"domain_blocks:\n  - {domain: old.example, severity: noop} # why\n",
			"domain_blocks:\n  - {domain: old.example, severity: noop} # why\n" + added + "\n",
		},
		"before the next key and its comment": {
			"# top\ndomain_blocks:\n  - domain: old.example\n    severity: noop   \n\n# next\ndomain_allows: []\n",
			"# top\ndomain_blocks:\n  - domain: old.example\n    severity: noop   \n" + added + "\n\n# next\ndomain_allows: []\n",
		},
		"after a comment inside the last entry": {
			"domain_blocks:\n- domain: old.example\n  severity: noop\n  # still this entry\n",
			"domain_blocks:\n- domain: old.example\n  severity: noop\n  # still this entry\n" + added[2:] + "\n",
		},
		"after text of several lines": {
			"domain_blocks:\n  - domain: old.example\n    severity: noop\n    reason: |\n      one\n\n      # two\n",
			"domain_blocks:\n  - domain: old.example\n    severity: noop\n    reason: |\n      one\n\n      # two\n" + added + "\n",
		},
		"with the line endings of the file": {
			"domain_blocks:\r\n  - {domain: old.example, severity: noop}\r\n",
			"domain_blocks:\r\n  - {domain: old.example, severity: noop}\r\n" + added + "\r\n",
		},
		"where the last line has no end": {
			"domain_blocks:\n  - {domain: old.example, severity: noop}",
			"domain_blocks:\n  - {domain: old.example, severity: noop}\n" + added,
		},
		"into an empty list":            {"domain_blocks: []  # none yet\n", "domain_blocks:  # none yet\n" + added + "\n"},
		"under a key without a value":   {"domain_blocks:\n# end\n", "domain_blocks:\n" + added + "\n# end\n"},
		"into a file of comments":       {"# blocks\n", "# blocks\ndomain_blocks:\n" + added + "\n"},
		"under a key that stands alone": {"domain_blocks: null", "domain_blocks:\n" + added},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			items := []plan.Item{block("new.example", "severity", "suspend", "public_comment", "Spam: all of it")}
			after, s, err := charter.AddBlocks("f.yaml", []byte(test.before), items)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.after, string(after)); diff != "" {
				t.Errorf("file (-want +got):\n%s", diff)
			}
			if len(s.Added) != 1 {
				t.Errorf("added %d entries, want 1", len(s.Added))
			}
			again, s, err := charter.AddBlocks("f.yaml", after, items)
			if err != nil || string(again) != string(after) || len(s.Added) > 0 || s.Kept != 1 {
				t.Errorf("the second time: %+v, %v\n%s", s, err, again)
			}
		})
	}
}

func TestAnEntryThatDiffersIsLeftAlone(t *testing.T) {
	src := "domain_blocks:\n  - {domain: a.example, severity: noop, reject_media: false}\n  - {domain: b.example, severity: noop, reject_media: true}\n"
	after, s, err := charter.AddBlocks("f.yaml", []byte(src), []plan.Item{
		block("a.example", "severity", "noop"), block("b.example", "severity", "suspend"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := charter.Splice{Kept: 1, Differ: []charter.Differs{{
		Target: "b.example", Place: diag.Place{File: "f.yaml", Line: 3, Column: 5}, Fields: []string{"reject_media", "severity"},
	}}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("splice (-want +got):\n%s", diff)
	}
	if string(after) != src {
		t.Errorf("the file changed:\n%s", after)
	}
}

func TestTheSameListUnderAnotherNameIsNoDifference(t *testing.T) {
	src := "domain_blocks:\n  - {domain: a.example, severity: noop, private_comment: spam; from june.csv}\n  - {domain: b.example, severity: noop, private_comment: from june.csv}\n" +
		"  - {domain: c.example, severity: noop, private_comment: seen by ada; from june.csv}\n...\n"
	after, s, err := charter.AddBlocks("f.yaml", []byte(src), []plan.Item{
		block("a.example", "severity", "noop", "private_comment", "spam; from july.csv"),
		block("b.example", "severity", "noop", "private_comment", "from july.csv"),
		block("c.example", "severity", "noop", "private_comment", "spam; from july.csv"),
		block("d.example", "severity", "noop"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Kept != 2 || len(s.Differ) != 1 || s.Differ[0].Target != "c.example" || len(s.Added) != 1 {
		t.Errorf("got %+v", s)
	}
	if want := strings.Replace(src, "...\n", "  - {domain: d.example, severity: noop}\n...\n", 1); string(after) != want {
		t.Errorf("got\n%swant\n%s", after, want)
	}
}

func TestWhatAListCannotSayIsNoDifference(t *testing.T) {
	src := "domain_blocks:\n  - {domain: a.example, severity: noop, private_comment: seen by ada, reason: r, until: 2030-01-01}\n"
	_, s, err := charter.AddBlocks("f.yaml", []byte(src), []plan.Item{block("a.example", "severity", "noop")})
	if err != nil || s.Kept != 1 || len(s.Differ) != 0 {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestAFileThatCannotBeAddedToIsRefused(t *testing.T) {
	tests := map[string]string{
		"mistakes":       "domain_blocks:\n  - {domain: a.example, severity: nope}\n",
		"brackets":       "domain_blocks: [{domain: a.example, severity: noop}]\n",
		"braces":         "{domain_blocks: []}\n",
		"kept blank end": "domain_blocks:\n  - domain: a.example\n    severity: noop\n    reason: |+\n      kept\n\n\n",
		"not a list":     "domain_blocks: {}\n",
		"list elsewhere": "domain_blocks:\n\n  []\n",
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			after, _, err := charter.AddBlocks("f.yaml", []byte(src), []plan.Item{block("new.example", "severity", "noop")})
			if err == nil {
				t.Errorf("no error, and the file\n%s", after)
			}
		})
	}
}

// FuzzAddBlocks adds to whatever people may have written: either an error, or every old line is still there in its order
// and adding again changes nothing.
func FuzzAddBlocks(f *testing.F) {
	f.Add("", "spam")
	f.Add("domain_blocks:\n  - {domain: old.example, severity: noop}\n", "yes")
	f.Add("# a\ndomain_blocks:\n- domain: old.example\n  severity: noop\n\n# b\n", "it's \"quoted\": #1")
	f.Add("domain_blocks: []\r\n", "two\nlines")
	f.Add("domain_blocks:\n  - domain: a.example\n    severity: noop\n    reason: |\n      text\n", "")
	f.Fuzz(func(t *testing.T, src, comment string) {
		items := []plan.Item{block("new.example", "severity", "noop", "public_comment", comment)}
		after, s, err := charter.AddBlocks("f.yaml", []byte(src), items)
		if err != nil || len(s.Added) == 0 {
			return
		}
		rest := string(after)
		for _, line := range strings.SplitAfter(src, "\n") {
			line = strings.TrimRight(line, "\r\n")
			if strings.Contains(line, "domain_blocks") {
				continue
			}
			_, behind, found := strings.Cut(rest, line)
			if !found {
				t.Fatalf("line %q is gone from\n%s", line, after)
			}
			rest = behind
		}
		again, s, err := charter.AddBlocks("f.yaml", after, items)
		if err != nil || string(again) != string(after) || len(s.Added) > 0 {
			t.Fatalf("adding again: %+v, %v", s, err)
		}
	})
}
