package git_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

func TestACommitIsDraftedUponAnotherAndOffered(t *testing.T) {
	o := newOrigin(t)
	c := o.clone(t, o.url)
	base, err := c.Tip(t.Context(), "main")
	must(t, err)
	before, err := c.Governed(t.Context(), base)
	must(t, err)
	gone := before.Paths()[0]
	offer := facts.Offer{
		Base: base, Name: "ada", Email: "ada@social.example", At: time.Unix(0, 0), Message: "Propose",
		Files: map[string][]byte{"governance/instance/new.yaml": []byte("a: 1\n"), gone: nil},
	}
	commit, err := c.Draft(offer)
	must(t, err)
	after, err := c.Governed(t.Context(), commit)
	must(t, err)
	if diff := cmp.Diff([]string{"governance/instance/new.yaml", gone}, after.Differing(before)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, still := after[gone]; still {
		t.Errorf("%s is still there", gone)
	}
	must(t, c.Offer(t.Context(), "propose/a", commit))
	if tip, err := c.Tip(t.Context(), "propose/a"); err != nil || tip != commit {
		t.Errorf("the branch is at %s: %v", tip, err)
	}
	must(t, c.Offer(t.Context(), "propose/a", commit))
	offer.Message = "Propose something else"
	other, err := c.Draft(offer)
	must(t, err)
	if err := c.Offer(t.Context(), "propose/a", other); err == nil || !strings.Contains(err.Error(), `push branch "propose/a"`) {
		t.Errorf("a branch was forced: %v", err)
	}
	if tip, err := c.Tip(t.Context(), "main"); err != nil || tip != base {
		t.Errorf("main moved to %s: %v", tip, err)
	}
}

func TestADraftNeedsItsBase(t *testing.T) {
	o := newOrigin(t)
	if _, err := o.clone(t, o.url).Draft(facts.Offer{Base: strings.Repeat("7", 40)}); err == nil {
		t.Error("a draft has no parent")
	}
}
