package facts_test

import (
	"reflect"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// More trees than are kept, each twice in a row and all of them twice; what a caller adds to the mistakes is its own.
func TestChartersAreReadAsTheirTreesAre(t *testing.T) {
	var charters facts.Charters
	trees := []facts.Tree{
		blocked("a.example=noop"), blocked("a.example=silence"), tree(map[string]string{federation: "domain_blocks: x\n"}), blocked(),
		blocked("b.example=noop"), tree(nil), {},
	}
	for i := range 4 * len(trees) {
		each := trees[i/2%len(trees)]
		want, found := charter.Load(each)
		got, again := charters.Load(each)
		if !reflect.DeepEqual(want, got) || !reflect.DeepEqual(found, again) {
			t.Errorf("tree %d: read %+v and %v, kept %+v and %v", i/2, want, found, got, again)
		}
		again.Errorf(diag.Place{}, "", "a mistake of the caller's own")
		if len(again) > 1 {
			again[0] = diag.Diagnostic{}
		}
	}
}
