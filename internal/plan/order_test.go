package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// ids gives the changes of a plan in order.
func ids(p plan.Plan) []string {
	var names []string
	for _, c := range p.Changes {
		names = append(names, c.ID)
	}
	return names
}

func TestOrder(t *testing.T) {
	flagged := block("sub.parent.example", "silence")
	flagged.Params["reject_media"] = true
	media := block("parent.example", "silence")
	media.Params["reject_media"] = true
	for name, test := range map[string]struct {
		base, desired, live plan.State
		want, refused       []string
	}{
		"longer domains first, then by name": {
			state(), state(block("b.example", "noop"), block("a.example", "noop"), block("c.b.example", "noop"), block("z.io", "noop")), state(),
			[]string{"block_domain:c.b.example", "block_domain:a.example", "block_domain:b.example", "block_domain:z.io"}, nil},
		"a carve-out before its parent": {
			state(), state(block("parent.example", "suspend"), block("sub.parent.example", "noop")), state(),
			[]string{"block_domain:sub.parent.example", "block_domain:parent.example"}, nil},
		"a parent that gives way before its child": {
			state(block("parent.example", "suspend")), state(block("parent.example", "noop"), block("sub.parent.example", "silence")),
			state(block("parent.example", "suspend")),
			[]string{"block_domain:parent.example", "block_domain:sub.parent.example"}, nil},
		"a parent that is lifted before its milder child": {
			state(block("parent.example", "suspend")), state(block("sub.parent.example", "noop")), state(block("parent.example", "suspend")),
			[]string{"unblock_domain:parent.example", "block_domain:sub.parent.example"}, nil},
		"a child that is no milder before its parent is lifted": {
			state(block("parent.example", "silence")), state(block("sub.parent.example", "suspend")), state(block("parent.example", "silence")),
			[]string{"block_domain:sub.parent.example", "unblock_domain:parent.example"}, nil},
		"a milder child below a stricter parent that stays is refused": {
			state(block("parent.example", "suspend")), state(block("parent.example", "suspend"), block("sub.parent.example", "silence")),
			state(block("parent.example", "suspend")),
			nil, []string{"block_domain:sub.parent.example"}},
		"a child that drops a reject flag is milder": {
			state(media), state(media, block("sub.parent.example", "silence")), state(media),
			nil, []string{"block_domain:sub.parent.example"}},
		"a child that keeps the flag is not": {
			state(media), state(media, flagged), state(media), []string{"block_domain:sub.parent.example"}, nil},
		"the nearest parent decides": {
			state(), state(block("a.b.parent.example", "noop")), state(block("parent.example", "suspend"), block("b.parent.example", "noop")),
			[]string{"block_domain:a.b.parent.example"}, nil},
		"when the nearest parent is lifted the next one decides": {
			state(block("b.parent.example", "noop")), state(block("a.b.parent.example", "noop")),
			state(block("parent.example", "suspend"), block("b.parent.example", "silence")),
			[]string{"unblock_domain:b.parent.example"}, []string{"block_domain:a.b.parent.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := plan.Between(test.base, test.desired, test.live, plan.Options{At: at})
			if diff := cmp.Diff(test.want, ids(got)); diff != "" {
				t.Errorf("order (-want +got):\n%s", diff)
			}
			var refused []string
			for _, r := range got.Refused {
				refused = append(refused, r.ID)
			}
			if diff := cmp.Diff(test.refused, refused); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
		})
	}
}
