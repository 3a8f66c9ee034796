package lint_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/lint"
)

func TestUnseenLooksIntoEveryGovernedFile(t *testing.T) {
	const hides = `: the git attribute "%" can hide changes from reviewers`
	for name, test := range map[string]struct {
		file, text string
		want       []string
	}{
		"an entry behind a comment": {"governance/instance/federation.yaml", "domain_blocks: []\n# ok\u2028- {domain: a.example, severity: suspend}\n",
			[]string{"governance/instance/federation.yaml:2:5: a line end that editors do not show: U+2028"}},
		"a next line in a roster":     {"governance/roster.yaml", "seats: [] # a\u0085seats: []\n", []string{"governance/roster.yaml:1:14: a line end that editors do not show: U+0085"}},
		"a bare carriage return":      {"governance/bylaw.yaml", "version: 1 # a\rpaused: true\n", []string{"governance/bylaw.yaml:1:15: a line end that editors do not show: U+000D"}},
		"Windows line ends":           {"governance/bylaw.yaml", "\ufeffversion: 1\r\ncommunity: Test\r\n", nil},
		"behind a byte order mark":    {"governance/bylaw.yaml", "\ufeffversion: 1 # a\u2028\n", []string{"governance/bylaw.yaml:1:15: a line end that editors do not show: U+2028"}},
		"an override in a comment":    {"governance/policies/p.rego", "package bylaw.guard # \u202e\n", []string{"governance/policies/p.rego:1:23: a character that turns text around: U+202E"}},
		"a workflow":                  {".github/workflows/x.yml", "on: push # \u2066\n", []string{".github/workflows/x.yml:1:12: a character that turns text around: U+2066"}},
		"Hebrew with a mark":          {"governance/constitution.md", "## 3 חוק 3\u200f.\n", nil},
		"in a heading":                {"governance/constitution.md", "### Head\u200bing\n", []string{"governance/constitution.md:1:9: an invisible character: U+200B"}},
		"in quoted code":              {"governance/constitution.md", "It was `\u202e`.\n\n```\n\u202e\n```\n\n    \u202e\n", nil},
		"in a policy that bylaw runs": {"governance/constitution.md", "```rego\n# \u202e\n```\n", []string{"governance/constitution.md:2:3: a character that turns text around: U+202E"}},
		"a provision that is folded away": {"governance/constitution.md", "<details>\n<summary>More</summary>\n\n```provision\n```\n\n</details>\n",
			[]string{"governance/constitution.md:4:1: the provision block stands inside HTML, where readers may not see it"}},
		"a policy in a hidden block": {"governance/constitution.md", "Text <span hidden>\n\n```rego\n```\n",
			[]string{"governance/constitution.md:3:1: the rego block stands inside HTML, where readers may not see it"}},
		"a provision after HTML":    {"governance/constitution.md", "<!-- <div> -->\n<p align=center><br><img src=\"a>b\">\n\n<div>\n\na\n\n</div>\n\n```provision\n```\n", nil},
		"a provision in upper case": {"governance/constitution.md", "```Provision\n```\n", []string{`governance/constitution.md:1:1: the block "Provision" is not in force`}},
		"a provision with an s":     {"governance/constitution.md", "~~~ provisions\n~~~\n", []string{`governance/constitution.md:1:1: the block "provisions" is not in force`}},
		"other code":                {"governance/constitution.md", "```go\n```\n\n```\n```\n\n```yaml\n```\n", nil},
		"not text":                  {"governance/logo.png", "\xff\u2028", nil},
		"attributes of line ends":   {"governance/.gitattributes", "# line ends\n*.md text eol=lf\n* text=auto\n", nil},
		"attributes that hide": {"governance/.gitattributes", "*.yaml -diff\n\nroster.yaml binary linguist-generated=true\n", []string{
			"governance/.gitattributes:1:1" + strings.Replace(hides, "%", "-diff", 1), "governance/.gitattributes:3:1" + strings.Replace(hides, "%", "binary", 1),
			"governance/.gitattributes:3:1" + strings.Replace(hides, "%", "linguist-generated=true", 1),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range lint.Unseen(fstest.MapFS{test.file: {Data: []byte(test.text)}}, []string{test.file}) {
				got = append(got, d.Place.String()+": "+d.Message)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
