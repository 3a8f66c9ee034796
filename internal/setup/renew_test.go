package setup_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/setup"
	"github.com/bylaw-dev/bylaw/internal/template"
)

const (
	applyFile = ".github/workflows/bylaw-apply.yml"
	driftFile = ".github/workflows/bylaw-drift.yml"
	checkFile = ".github/workflows/bylaw-check.yml"
)

func replaced(t *testing.T, tree facts.Tree, path string, pairs ...string) {
	t.Helper()
	text := string(tree[path].Data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%s has no %q", path, pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	tree[path] = facts.Blob{Mode: facts.Regular, Data: []byte(text)}
}

func renewed(t *testing.T, tree facts.Tree, commit string) facts.Tree {
	t.Helper()
	changed, err := setup.Renew(tree, "trunk", "lamp/governance", template.Pin{Repository: template.Action, Commit: commit, Version: "v2.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func TestRenewChangesTheCommitOfTheActionEverywhere(t *testing.T) {
	tree := files(t, answers("council", 3))
	tree[".github/workflows/nightly.yaml"] = facts.Blob{Data: []byte("jobs:\n  x:\n    steps:\n      - uses: bylaw-dev/bylaw@" + strings.Repeat("ab", 20) + "  # v1.2.0\n      - uses: other/bylaw@" + strings.Repeat("ab", 20) + "\n")}
	old, commit := strings.Repeat("ab", 20), strings.Repeat("cd", 20)
	changed := renewed(t, tree, commit)
	want := []string{applyFile, checkFile, driftFile, ".github/workflows/bylaw-propose.yml", ".github/workflows/nightly.yaml"}
	if diff := cmp.Diff(want, changed.Paths()); diff != "" {
		t.Error(diff)
	}
	for path, blob := range changed {
		before := strings.NewReplacer(commit+" # v2.0.0", old+" # v1.2.0").Replace(string(blob.Data))
		if after := strings.ReplaceAll(string(tree[path].Data), "  # v1.2.0", " # v1.2.0"); before != after {
			t.Errorf("%s changed otherwise:\n%s", path, cmp.Diff(after, before))
		}
	}
	if same := renewed(t, tree, ""); len(same) != 0 {
		t.Errorf("without a commit %v changed", same.Paths())
	}
}

func TestRenewKeepsWhatTheCommunityChose(t *testing.T) {
	tree := files(t, answers("council", 3))
	delete(tree, ".github/workflows/bylaw-propose.yml")
	for _, path := range []string{applyFile, checkFile} {
		replaced(t, tree, path, "bylaw-dev/bylaw@", "lamp/bylaw@", "runs-on: ubuntu-24.04", "runs-on: [self-hosted, lamp]")
	}
	replaced(t, tree, applyFile, "environment: mastodon", "environment: lamp",
		"      # BYLAW_SECRET_MAIL:", "      BYLAW_SECRET_MAIL:", "MASTODON_URL: ${{ vars.MASTODON_URL }}", "MASTODON_URL: https://lamp.example")
	replaced(t, tree, checkFile, `* * * *"`, `*/3 * * *"`, "# A scheduled run first asks GitHub", "# An older version said")
	changed := renewed(t, tree, strings.Repeat("cd", 20))
	if diff := cmp.Diff([]string{applyFile, checkFile, driftFile}, changed.Paths()); diff != "" {
		t.Fatal(diff)
	}
	for path, wants := range map[string][]string{
		applyFile: {
			"uses: lamp/bylaw@" + strings.Repeat("cd", 20) + " # v2.0.0\n", "runs-on: [self-hosted, lamp]\n", "environment: lamp\n", "      MASTODON_URL: https://lamp.example\n",
			"      # BYLAW_SECRET_MAIL: ${{ secrets.BYLAW_SECRET_MAIL }}\n", "\n      BYLAW_SECRET_MAIL: ${{ secrets.BYLAW_SECRET_MAIL }}\n    steps:\n", "branches: [trunk]\n",
		},
		checkFile: {`*/3 * * *"`, "# A scheduled run first asks GitHub"},
	} {
		for _, want := range wants {
			if !strings.Contains(string(changed[path].Data), want) {
				t.Errorf("%s has no %q:\n%s", path, want, changed[path].Data)
			}
		}
	}
	if again := renewed(t, merge(tree, changed), strings.Repeat("cd", 20)); len(again) != 0 {
		t.Errorf("a second time %v changed", again.Paths())
	}
}

func merge(tree, changed facts.Tree) facts.Tree {
	for path, blob := range changed {
		tree[path] = blob
	}
	return tree
}

func TestRenewFillsInBlanks(t *testing.T) {
	a := answers("council", 3)
	a.Action.Commit = ""
	tree := files(t, a)
	if same := renewed(t, tree, ""); len(same) != 0 {
		t.Errorf("without a commit %v changed", same.Paths())
	}
	for path, blob := range merge(tree, renewed(t, tree, strings.Repeat("cd", 20))) {
		if found := template.Blanks(blob.Data); len(found) > 0 {
			t.Errorf("%s: %v", path, found)
		}
	}
}

func TestRenewFormsKeepsWhatTheCommunityChanged(t *testing.T) {
	const folder = ".github/ISSUE_TEMPLATE/"
	tree := files(t, answers("council", 3))
	replaced(t, tree, folder+"lift.yml", "name: ", "name: Our ")
	delete(tree, folder+"amend.yml")
	tree[folder+"question.yml"] = facts.Blob{Data: []byte("name: Ask\n")}
	changed, edited, err := setup.RenewForms(tree)
	if err != nil || len(changed) > 0 || cmp.Diff([]string{folder + "lift.yml"}, edited) != "" {
		t.Errorf("changed %v, edited %v, %v", changed.Paths(), edited, err)
	}
}
