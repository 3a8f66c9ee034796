package plan_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// rounds is how many random cases a property is tried on.
const rounds = 300

// random makes three states of few domains, some below others, so that they overlap in every way.
func random(r *rand.Rand) (base, desired, live plan.State) {
	states := []plan.State{state(), state(), state()}
	for _, parent := range []string{"example", "0.example", "1.0.example"} {
		for i := range 4 {
			for s := range states {
				if r.IntN(2) == 0 {
					continue
				}
				item := block(fmt.Sprintf("%d.%s", i, parent), []string{"noop", "silence", "suspend"}[r.IntN(3)])
				if r.IntN(2) == 0 {
					item.Params["public_comment"] = []string{"", "Spam", "Abuse"}[r.IntN(3)]
				}
				if r.IntN(3) == 0 {
					item.Params["reject_media"] = r.IntN(2) == 0
				}
				states[s].Items = append(states[s].Items, item)
			}
		}
	}
	return states[0], states[1], states[2]
}

// enact makes the changes of a plan on a live state, as a server would.
func enact(t *testing.T, p plan.Plan, live plan.State) plan.State {
	t.Helper()
	items := map[string]map[string]any{}
	for _, item := range live.Items {
		items[item.Target] = maps.Clone(item.Params)
	}
	for _, c := range p.Changes {
		switch _, is := items[c.Target]; {
		case c.Action == plan.Remove && is:
			delete(items, c.Target)
		case c.Action == plan.Create && !is:
			milderThanParent(t, c, items)
			items[c.Target] = maps.Clone(c.Params)
		case c.Action == plan.Update && is:
			maps.Copy(items[c.Target], c.Params)
		default:
			t.Fatalf("%s %s, which is live: %t", c.Action, c.ID, is)
		}
		if c.After != nil && cmp.Diff(c.After, items[c.Target]) != "" {
			t.Fatalf("%s promised %v and made %v", c.ID, c.After, items[c.Target])
		}
	}
	after := state()
	for target, params := range items {
		after.Items = append(after.Items, plan.Item{Resource: blocks, Target: target, Params: params})
	}
	return after
}

// milderThanParent is why a server refuses a new block: its nearest parent is stricter.
func milderThanParent(t *testing.T, c plan.Change, items map[string]map[string]any) {
	t.Helper()
	order := map[any]int{"noop": 1, "silence": 2, "suspend": 3}
	for _, parent, more := strings.Cut(c.Target, "."); more; _, parent, more = strings.Cut(parent, ".") {
		above, is := items[parent]
		if !is {
			continue
		}
		own, theirs := order[c.Params["severity"]], order[above["severity"]]
		dropped := above["reject_media"] == true && c.Params["reject_media"] != true
		if own < 3 && (own < theirs || dropped) {
			t.Fatalf("%s %v below %s %v: the server would refuse it", c.ID, c.Params, parent, above)
		}
		return
	}
}

func TestEqualStatesNeedNoPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		same, _, _ := random(r)
		if p := plan.Between(same, same, same, plan.Options{At: at}); len(said(p)) != 0 {
			t.Fatalf("%v for %v", said(p), same)
		}
	}
}

func TestAfterApplyNothingIsLeft(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range rounds {
		base, desired, live := random(r)
		options := plan.Options{At: at, AdoptOurs: true, Repair: [][]string{nil, {blocks}}[r.IntN(2)]}
		if r.IntN(4) == 0 {
			base = plan.State{} // nothing was enacted before
		}
		p := plan.Between(base, desired, live, options)
		after := enact(t, p, live)
		for _, from := range []plan.State{base, desired} {
			if again := plan.Between(from, desired, after, options); len(again.Changes) != 0 {
				t.Fatalf("left to do: %v\nafter: %v", said(again), said(p))
			}
		}
	}
}

func TestTheOrderOfInputChangesNoByte(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range rounds {
		base, desired, live := random(r)
		want := encoded(t, granted(plan.Between(base, desired, live, plan.Options{At: at}), 0))
		for _, s := range []plan.State{base, desired, live} {
			r.Shuffle(len(s.Items), func(i, j int) { s.Items[i], s.Items[j] = s.Items[j], s.Items[i] })
		}
		if diff := cmp.Diff(want, encoded(t, granted(plan.Between(base, desired, live, plan.Options{At: at}), 0))); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestAPlanIsReadBackAsItWas(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range rounds {
		base, desired, live := random(r)
		p := granted(plan.Between(base, desired, live, plan.Options{At: at, Basis: plan.Basis{Commit: "c"}, Notes: []string{"a note"}}), 0)
		again, err := plan.Decode([]byte(encoded(t, p)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, again); diff != "" || !plan.Equal(p, again) {
			t.Fatalf("read back (-was +is):\n%s", diff)
		}
	}
}

func encoded(t *testing.T, p plan.Plan) string {
	t.Helper()
	data, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
