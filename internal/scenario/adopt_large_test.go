package scenario_test

import (
	"fmt"
	"testing"

	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// A server that took a large list has this many blocks.
func TestAdoptTenThousandBlocksThenThePlanIsEmpty(t *testing.T) {
	const n = 10_000
	s := newTestEnv(t)
	s.server.Edit(func(state *sandbox.State) {
		for i := range n {
			state.DomainBlocks = append(state.DomainBlocks, &sandbox.DomainBlock{
				ID: state.NextID(s.Now()), Domain: fmt.Sprintf("d%d.example", i), Severity: "suspend", CreatedAt: s.Now(),
			})
		}
	})
	files := map[string][]byte{}
	r := s.adoption(files)
	if got := r.Resources[0]; got.Name != "domain_blocks" || got.Added != n {
		t.Errorf("imported %+v", got)
	}
	wantNothingToDo(t, s.planOf(files), r.LeftOut)
}
