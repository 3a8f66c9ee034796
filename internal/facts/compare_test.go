package facts_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

const federation = "governance/instance/federation.yaml"

// tree gives a governed tree with some files replaced; a file that is replaced by "" is left out.
func tree(replaced map[string]string) facts.Tree {
	files := map[string]string{
		"governance/bylaw.yaml":      "version: 1\ncommunity: Example\ninstance: https://social.example\n",
		"governance/constitution.md": "# Law\n\n## 1 Members\n\nMembers decide.\n\n## 2 Bot\n\nThe bot obeys.\n",
		"governance/roster.yaml":     "seats:\n  - {seat: ada, github: {login: ada, id: 101}, roles: [member]}\n",
		federation:                   "domain_blocks:\n  - {domain: a.example, severity: noop, reason: r}\n  - {domain: b.example, severity: suspend, until: 2027-06-01}\n",
		"governance/policies/x.rego": "package bylaw.guard\n",
		"governance/cases/c.yaml":    "- id: a\n",
		".github/workflows/ci.yml":   "on: push\n",
	}
	maps.Copy(files, replaced)
	t := facts.Tree{}
	for name, text := range files {
		if text != "" {
			t[name] = blob(facts.Regular, text)
		}
	}
	return t
}

func blob(mode, text string) facts.Blob {
	sum := sha256.Sum256([]byte(text))
	return facts.Blob{Mode: mode, Hash: hex.EncodeToString(sum[:])[:8], Data: []byte(text)}
}

func compare(t *testing.T, before, after facts.Tree) []facts.Change {
	t.Helper()
	changes, err := facts.Compare(before, after)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func ids(changes []facts.Change) string {
	var all []string
	for _, c := range changes {
		all = append(all, c.Action+" "+c.ID)
	}
	return strings.Join(all, ", ")
}

func TestEntriesAreComparedByTheirValues(t *testing.T) {
	after := "domain_blocks:\n  - {domain: b.example, severity: silence, until: 2027-07-01, reason: milder}\n  - {domain: c.example, severity: noop, reject_media: true}\n"
	got := compare(t, tree(nil), tree(map[string]string{federation: after}))
	never, june := "", "2027-06-02T00:00:00Z"
	want := []facts.Change{
		{
			ID: "block_domain:b.example", Kind: facts.Entry, Action: "update", Skill: "block_domain", Target: "b.example",
			Before: map[string]any{"severity": "suspend"}, After: map[string]any{"severity": "silence"},
			Reason: "milder", Until: "2027-07-02T00:00:00Z", OldUntil: &june,
		},
		{
			ID: "block_domain:c.example", Kind: facts.Entry, Action: "create", Skill: "block_domain", Target: "c.example",
			After: map[string]any{"severity": "noop", "reject_media": true},
		},
		{
			ID: "unblock_domain:a.example", Kind: facts.Entry, Action: "remove", Skill: "unblock_domain", Target: "a.example",
			Before: map[string]any{"severity": "noop"}, Reason: "r", OldUntil: &never,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestEveryFileHasItsSubject(t *testing.T) {
	replaced := map[string]string{
		"governance/bylaw.yaml":      "version: 1\ncommunity: Other\ninstance: https://social.example\n",
		"governance/constitution.md": "# Law\n\n## 1 Members\n\nMembers decide all.\n\n## 3 New\n\nText.\n",
		"governance/roster.yaml":     "seats:\n  - {seat: ben, github: {login: ben, id: 102}, roles: [member]}\n",
		"governance/policies/x.rego": "package bylaw.guard # x\n",
		"governance/cases/c.yaml":    "- id: b\n",
		".github/workflows/ci.yml":   "",
		".github/CODEOWNERS":         "* @ada\n",
		"governance/notes.txt":       "x\n",
	}
	after := tree(replaced)
	after[federation] = blob(facts.Executable, string(tree(nil)[federation].Data))
	changes := compare(t, tree(nil), after)
	want := strings.Join([]string{
		"update article:1", "remove article:2", "create article:3",
		"create path:.github/CODEOWNERS", "remove path:.github/workflows/ci.yml", "update path:governance/bylaw.yaml",
		"update path:governance/cases/c.yaml", "update path:" + federation, "create path:governance/notes.txt",
		"update path:governance/policies/x.rego", "update path:governance/roster.yaml",
	}, ", ")
	if got := ids(changes); got != want {
		t.Errorf("changes\n got %s\nwant %s", got, want)
	}
	subjects := []string{"cases", "constitution", "other", "policies", "roster", "settings", "workflows"}
	if diff := cmp.Diff(subjects, facts.SubjectsOf(changes)); diff != "" {
		t.Errorf("subjects (-want +got):\n%s", diff)
	}
}

func TestEditorialChangesAreNone(t *testing.T) {
	tests := map[string]map[string]string{
		"nothing":             nil,
		"how long lists were": {federation: string(tree(nil)[federation].Data) + "last_read: [{list: a, entries: 3}]\n"},
		"order of entries":    {federation: "# sorted\ndomain_blocks:\n- until: '2027-06-01'\n  severity: suspend\n  domain: B.example\n- {domain: a.example, severity: noop, reason: \"r\"}\n"},
		"a comment":           {"governance/bylaw.yaml": "# ours\nversion: 1\ninstance: https://social.example\ncommunity: \"Example\"\n"},
		"layout of the seats": {"governance/roster.yaml": "seats:\n  - seat: ada\n    roles:\n      - member\n    github:\n      login: ada\n      id: 101\n"},
		"wrapped text":        {"governance/constitution.md": "# Law\n\n## 1 Members\n\nMembers\ndecide.\n\n\n## 2 Bot\n\nThe  bot obeys.\n"},
		"layout of a case":    {"governance/cases/c.yaml": "- {id: a}\n"},
	}
	for name, replaced := range tests {
		t.Run(name, func(t *testing.T) {
			if changes := compare(t, tree(nil), tree(replaced)); len(changes) > 0 {
				t.Errorf("changes: %s", ids(changes))
			}
		})
	}
}

func TestWhatLooksEditorialAndIsNot(t *testing.T) {
	tests := map[string]struct {
		before, after map[string]string
		want          string
	}{
		"order of articles": {
			nil, map[string]string{"governance/constitution.md": "# Law\n\n## 2 Bot\n\nThe bot obeys.\n\n## 1 Members\n\nMembers decide.\n"},
			"update path:governance/constitution.md",
		},
		"a reason": {
			nil, map[string]string{federation: strings.Replace(string(tree(nil)[federation].Data), "reason: r", "reason: s", 1)},
			"update block_domain:a.example",
		},
		"an until that is taken away": {
			nil, map[string]string{federation: strings.Replace(string(tree(nil)[federation].Data), ", until: 2027-06-01", "", 1)},
			"update block_domain:b.example",
		},
		"an empty list that is given up": {
			map[string]string{federation: "domain_blocks: []\n"}, map[string]string{federation: ""}, "remove path:" + federation,
		},
		"an empty list that begins": {
			map[string]string{federation: ""}, map[string]string{federation: "domain_blocks: []\n"}, "create path:" + federation,
		},
		"a comment in code": {
			nil, map[string]string{"governance/policies/x.rego": "package bylaw.guard\n# x\n"}, "update path:governance/policies/x.rego",
		},
		"which lists are read": {
			nil, map[string]string{federation: string(tree(nil)[federation].Data) + "sources:\n  lists: [{name: a, file: a.csv}]\n"},
			"create path:" + federation + "#sources",
		},
		"the threshold of the lists": {
			map[string]string{federation: "domain_blocks: []\nsources: {lists: [{name: a, file: a.csv}]}\n"},
			map[string]string{federation: "domain_blocks: []\nsources: {threshold: 1, lists: [{name: a, file: a.csv}]}\n"},
			"update path:" + federation + "#sources",
		},
		"where an entry comes from": {
			nil, map[string]string{federation: strings.Replace(string(tree(nil)[federation].Data), "reason: r", "reason: r, sources: {a: 2026-12-01}", 1)},
			"update block_domain:a.example",
		},
		"text and number": {
			map[string]string{"governance/cases/c.yaml": "- id: 1\n"}, map[string]string{"governance/cases/c.yaml": "- id: '1'\n"}, "update path:governance/cases/c.yaml",
		},
		"an article that nobody can see": {
			nil, map[string]string{"governance/constitution.md": "# Law\n\n## 1 Members\n\nMembers decide.\n\n## 2 Bot\n\nThe bot obeys.\n\n[x]: https://a.example\n"},
			"update article:2",
		},
		"a preamble": {
			nil, map[string]string{"governance/constitution.md": "We begin.\n\n" + string(tree(nil)["governance/constitution.md"].Data)}, "create article:preamble",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := ids(compare(t, tree(test.before), tree(test.after))); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAMistakeInWhatComesIsAnError(t *testing.T) {
	_, err := facts.Compare(tree(nil), tree(map[string]string{federation: "domain_blocks: x\n"}))
	if _, ok := errors.AsType[*diag.Mistakes](err); !ok {
		t.Errorf("got %v, want the mistakes", err)
	}
}

func TestABrokenStateCanBeMended(t *testing.T) {
	broken := tree(map[string]string{federation: "domain_blocks:\n  - {domain: a.example, severity: nope}\n", "governance/roster.yaml": ""})
	want := "update block_domain:a.example, create block_domain:b.example, update path:" + federation + ", create path:governance/roster.yaml"
	if got := ids(compare(t, broken, tree(nil))); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheFirstTreeIsAllNew(t *testing.T) {
	for _, c := range compare(t, facts.Tree{}, tree(nil)) {
		if c.Action != "create" {
			t.Errorf("%s %s", c.Action, c.ID)
		}
	}
}

func TestTheDigestDependsOnTheContentAlone(t *testing.T) {
	one := compare(t, tree(nil), tree(map[string]string{federation: "domain_blocks:\n  - {domain: c.example, severity: noop}\n"}))
	digest := func(changes []facts.Change) string {
		d, err := facts.Digest(changes)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	shuffled := slices.Clone(one)
	slices.Reverse(shuffled)
	if digest(shuffled) != digest(one) {
		t.Error("the order of the changes changes the digest")
	}
	other := slices.Clone(one)
	other[0].Reason = "another"
	if digest(other) == digest(one) {
		t.Error("another reason has the same digest")
	}
	if digest(nil) != digest([]facts.Change{}) {
		t.Error("no change has two digests")
	}
	// SHA-256 of "[]", the RFC 8785 form of an empty list.
	if want := "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"; digest(nil) != want {
		t.Errorf("the digest of nothing is %s", digest(nil))
	}
}

// A proposal keeps its digest when the branch that it is compared with moves on elsewhere, as after a rebase.
func TestARebaseKeepsTheDigest(t *testing.T) {
	entry := "  - {domain: c.example, severity: noop}\n"
	before, after := tree(nil), tree(map[string]string{federation: string(tree(nil)[federation].Data) + entry})
	moved := map[string]string{federation: string(tree(nil)[federation].Data) + "  - {domain: z.example, severity: suspend}\n"}
	movedAfter := map[string]string{federation: moved[federation] + entry}
	first, err := facts.Digest(compare(t, before, after))
	if err != nil {
		t.Fatal(err)
	}
	second, err := facts.Digest(compare(t, tree(moved), tree(movedAfter)))
	if err != nil || first != second {
		t.Errorf("%s became %s, %v", first, second, err)
	}
}

func TestPathsNameEveryFileThatDiffers(t *testing.T) {
	got := facts.PathsOf(tree(nil), tree(map[string]string{federation: "domain_blocks: [] # x\n", "governance/x": "x", "governance/bylaw.yaml": ""}))
	want := []facts.Path{{Path: "governance/bylaw.yaml", Subject: "settings"}, {Path: federation}, {Path: "governance/x", Subject: "other"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}
