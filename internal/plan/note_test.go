package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestANoteNamesTheFirstOfMany(t *testing.T) {
	var items []plan.Item
	for n := range 9 {
		items = append(items, block(fmt.Sprintf("s%d.example", n), "suspend"))
	}
	p := plan.Between(state(items...), state(), state(items...), plan.Options{At: at})
	if want := "s0.example, s1.example, s2.example, s3.example, s4.example and 4 more brings"; len(p.Notes) != 1 || !strings.Contains(p.Notes[0], want) {
		t.Errorf("notes: %q", p.Notes)
	}
}
