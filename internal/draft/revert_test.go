package draft_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

func TestRevertRestoresEachEntry(t *testing.T) {
	before := sample(t, nil)
	d, err := use(t, before, "block_domain", "domain=new.example", "severity=suspend", "reason=r")
	if err != nil {
		t.Fatal(err)
	}
	middle := before.Tree
	for _, step := range [][]string{{"block_domain", "domain=pile-on.example", "severity=silence"}, {"unblock_domain", "domain=sponsored-sea.example"}} {
		middle = d.Over(middle)
		if d, err = use(t, base(t, middle), step...); err != nil {
			t.Fatal(err)
		}
	}
	after := rehashed(d.Over(middle))
	// Meanwhile others have decided something else.
	other, err := use(t, base(t, after), "block_domain", "domain=later.example", "severity=suspend")
	if err != nil {
		t.Fatal(err)
	}
	now := base(t, rehashed(other.Over(after)))
	undo, err := draft.Revert(now, draft.Enacted{Proposal: 7, Before: before.Tree, After: after}, "2026-11-21", "it was wrong")
	if err != nil {
		t.Fatal(err)
	}
	got := base(t, undo.Over(now.Tree))
	want := before.Charter.Instance.Items
	var left []string
	for _, item := range got.Charter.Instance.Items {
		if item.Target == "later.example" {
			continue
		}
		left = append(left, item.Target)
	}
	for i, item := range want {
		if i >= len(left) || left[i] != item.Target {
			t.Fatalf("left %q", left)
		}
	}
	if undo.Title != "Undo proposal 7" || len(undo.Undone) != 0 || len(left) != len(want) {
		t.Errorf("%q %q %q", undo.Title, undo.Undone, left)
	}
}

// rehashed gives files hashes again, which a draft leaves out.
func rehashed(tree facts.Tree) facts.Tree {
	for path, blob := range tree {
		blob.Hash = string(blob.Data)
		tree[path] = blob
	}
	return tree
}

func TestRevertRefusesFilesThatWereChangedAgain(t *testing.T) {
	before := sample(t, nil)
	amended := func(b draft.Base, old, replacement string) facts.Tree {
		d, err := draft.Amend(b, []byte(strings.Replace(string(b.Tree[charter.ConstitutionFile].Data), old, replacement, 1)))
		if err != nil {
			t.Fatal(err)
		}
		return rehashed(d.Over(b.Tree))
	}
	after := amended(before, "gives them a week", "gives them ten days")
	e := draft.Enacted{Proposal: 7, Before: before.Tree, After: after}
	undo, err := draft.Revert(base(t, after), e, "2026-11-21", "")
	if err != nil || !strings.Contains(string(undo.Files[charter.ConstitutionFile]), "gives them a week") {
		t.Errorf("%v", err)
	}
	now := base(t, amended(base(t, after), "gives them ten days", "gives them twenty days"))
	if _, err := draft.Revert(now, e, "2026-11-21", ""); err == nil || !strings.Contains(err.Error(), "was changed again after proposal 7") {
		t.Errorf("%v", err)
	}
	if _, err := draft.Revert(before, e, "2026-11-21", ""); err == nil || !strings.Contains(err.Error(), "nothing of proposal 7 is left to undo") {
		t.Errorf("%v", err)
	}
}
