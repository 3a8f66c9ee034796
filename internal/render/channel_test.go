package render_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestVotesOnMastodonAreShown(t *testing.T) {
	page := func(version int, opened string, channels ...string) render.Page {
		return render.Page{
			Facts:        facts.Facts{Version: version, Now: "2026-03-01T12:00:00Z", Proposal: facts.Proposal{Number: 7, State: "open"}},
			Constitution: constitution.Constitution{Provisions: []provision.Provision{{ID: "blocks", Citation: "1.1", Rule: provision.Rule{Channels: channels}}}},
			Decision: decision.Decision{
				Outcome: decision.Open, OpenedAt: moment.Parse(opened), ClosesAt: moment.Parse("2026-03-04T00:00:00Z"),
				Rulings: []decision.Ruling{{Provision: "blocks", Citation: "1.1", Outcome: decision.Open}},
				Ballots: []decision.Ballot{{Seat: "dana", Choice: "yes", Counted: true, Why: "counts", Channel: "mastodon"}},
			},
		}
	}
	const opened, how, begins = "2026-03-01T00:00:00Z", "Or answer the post about this proposal on Mastodon", "the vote begins with a post about it on Mastodon"
	for name, test := range map[string]struct {
		page render.Page
		with []string
		not  []string
	}{
		"with the channel":    {page(facts.WithBallots, opened), []string{how, "counts (on Mastodon)"}, []string{begins}},
		"before its post":     {page(facts.WithBallots, ""), []string{begins}, []string{how}},
		"reviews alone":       {page(facts.WithBallots, opened, "review"), nil, []string{how, begins}},
		"without the channel": {page(facts.Version, ""), []string{"the vote has not begun yet"}, []string{how, begins}},
	} {
		t.Run(name, func(t *testing.T) {
			text := render.Comment(test.page)
			for _, part := range test.with {
				if !strings.Contains(text, part) {
					t.Errorf("no %q in\n%s", part, text)
				}
			}
			for _, part := range test.not {
				if strings.Contains(text, part) {
					t.Errorf("%q in\n%s", part, text)
				}
			}
		})
	}
	if text := render.DecisionText(page(facts.WithBallots, opened).Decision, render.Style{}); !strings.Contains(text, "counts (on Mastodon)") {
		t.Errorf("the terminal does not name the channel:\n%s", text)
	}
}
