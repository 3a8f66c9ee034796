package render_test

import (
	"fmt"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// BenchmarkPlan writes a plan of n changes as text and as Markdown.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			var p plan.Plan
			for i := range n {
				p.Changes = append(p.Changes, plan.Change{
					ID: fmt.Sprintf("block_domain:d%d.example", i), Action: plan.Create, Skill: "block_domain", Target: fmt.Sprintf("d%d.example", i),
					Params: map[string]any{"severity": "suspend", "private_comment": fmt.Sprintf("list %d", i)}, Provisions: []string{"4.2"},
				})
			}
			p.Summary = plan.Summarise(p.Changes)
			b.ReportAllocs()
			for b.Loop() {
				if len(render.PlanText(p, render.Style{})) == 0 || len(render.PlanMarkdown(p)) == 0 {
					b.Fatal("nothing was written")
				}
			}
		})
	}
}
