package plan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// namesOf lists what a plan would do or refuses.
func namesOf(p plan.Plan) []string {
	var all []string
	for _, c := range p.Changes {
		all = append(all, c.ID)
	}
	for _, r := range p.Refused {
		all = append(all, r.ID)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// A change that was refused is in the next plan, and in every one after it.
func TestWhatWasRefusedIsInTheNextPlan(t *testing.T) {
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 7))
		base, desired, live := random(r)
		apart(&base, &desired, &live)
		p := plan.Between(base, desired, live, plan.Options{At: at})
		granted := map[string][]string{}
		for _, c := range p.Changes {
			if r.IntN(2) == 0 {
				granted[c.ID] = []string{"1"}
			}
		}
		p = plan.Authorize(p, granted, 0)
		next := plan.Between(plan.WithoutRefused(desired, p.Refused), desired, enact(t, p, live), plan.Options{At: at})
		if diff := cmp.Diff(namesOf(plan.Plan{Refused: p.Refused}), namesOf(next)); diff != "" {
			t.Fatalf("seed %d: refused first, planned next (-first +next):\n%s", seed, diff)
		}
	}
}

// apart leaves out the domains below others: with a refused parent the server refuses what lies below it as well.
func apart(states ...*plan.State) {
	for _, s := range states {
		s.Items = slices.DeleteFunc(s.Items, func(i plan.Item) bool { return strings.Count(i.Target, ".") > 1 })
	}
}

func TestARefusedLiftingStaysPlanned(t *testing.T) {
	ranked := person("suspended")
	ranked.Refuse = map[skill.Name]string{skill.UnsuspendAccount: "its role ranks as high as the bot's"}
	base, desired := people(person("suspended")), people()
	for turn := range 3 {
		p := plan.Between(base, desired, people(ranked), plan.Options{At: at})
		if want := []string{fmt.Sprintf("refused unsuspend_account:%s: its role ranks as high as the bot's", troll)}; cmp.Diff(want, said(p)) != "" {
			t.Fatalf("plan %d: %q", turn+1, said(p))
		}
		base = plan.WithoutRefused(desired, p.Refused)
	}
	if p := plan.Between(base, desired, people(person("suspended")), plan.Options{At: at}); len(p.Changes) != 1 || p.Changes[0].Skill != skill.UnsuspendAccount {
		t.Errorf("once the server allows it: %q", said(p))
	}
}

func TestARefusedMeasureIsNotTakenForOneThatWasLifted(t *testing.T) {
	absent := plan.State{Managed: []string{skill.Accounts}}
	desired := people(person("suspended", "silenced"))
	first := plan.Between(people(), desired, absent, plan.Options{At: at})
	next := plan.Between(plan.WithoutRefused(desired, first.Refused), desired, absent, plan.Options{At: at})
	if diff := cmp.Diff(said(first), said(next)); diff != "" || len(first.Refused) != 2 {
		t.Errorf("(-first +next):\n%s", diff)
	}
	done := plan.Between(plan.WithoutRefused(desired, first.Refused), desired, people(person("suspended", "silenced")), plan.Options{At: at})
	if len(said(done)) != 0 {
		t.Errorf("once the server shows both: %q", said(done))
	}
}

func TestWhatCannotBeReadStaysDecided(t *testing.T) {
	base, desired := state(block("a.example", "silence"), block("gone.example", "noop")), state(block("a.example", "suspend"), block("new.example", "noop"))
	unread := plan.Options{At: at, Unread: map[string]string{blocks: "403"}}
	first := plan.Between(base, desired, plan.State{}, unread)
	want := []string{"unreadable block_domain:a.example: 403", "unreadable block_domain:new.example: 403", "unreadable unblock_domain:gone.example: 403"}
	if diff := cmp.Diff(want, said(first)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	next := plan.Between(plan.WithoutRefused(desired, first.Unreadable), desired, base, plan.Options{At: at})
	want = []string{"create block_domain:new.example decision", "remove unblock_domain:gone.example decision", "update block_domain:a.example decision"}
	if diff := cmp.Diff(want, said(next)); diff != "" {
		t.Errorf("once it can be read (-want +got):\n%s", diff)
	}
}
