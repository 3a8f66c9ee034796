package render_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/render"
)

const (
	beforeClose = "2026-11-22T10:00:00Z"
	afterClose  = "2026-11-25T10:00:00Z"
)

func TestDescriptionNeverShowsACloseAheadAsPast(t *testing.T) {
	const opened = "the vote opened on 2026-11-21 10:00 UTC"
	for _, c := range []struct {
		dir, now, want string
	}{
		{"passed", beforeClose, opened + " and would have closed on 2026-11-24 10:00 UTC"},
		{"failed", beforeClose, opened + " and would have closed on 2026-11-24 10:00 UTC"},
		{"vetoed", beforeClose, opened + " and would have closed on 2026-11-24 10:00 UTC"},
		{"passed", afterClose, opened + " and closed on 2026-11-24 10:00 UTC"},
		{"vetoed", afterClose, opened},
		{"passed", "", opened},
		{"open", beforeClose, opened + " and closes on 2026-11-24 10:00 UTC"},
	} {
		d := input[decision.Decision](t, "testdata/decision/"+c.dir+"/decision.json")
		text := render.DecisionText(d, render.Style{Now: c.now})
		if !strings.Contains(text, "\n"+c.want+"\n") {
			t.Errorf("%s at %q: want %q in\n%s", c.dir, c.now, c.want, text)
		}
	}
}

func TestAVetoIsNotDatedByTheClose(t *testing.T) {
	p := input[render.Page](t, "testdata/comment/vetoed/page.json")
	p.Facts.Now = "2027-01-01T00:00:00Z"
	if got := render.Description(p); !strings.HasPrefix(got, "vetoed: ") {
		t.Errorf("got %q", got)
	}
}

func TestCommentShowsAnUnknownBallotAfterTheClose(t *testing.T) {
	p := input[render.Page](t, "testdata/comment/open/page.json")
	p.Facts.Now = "2026-12-01T00:00:00Z"
	p.Decision.Ballots[0].Choice, p.Decision.Ballots[0].Counted = "unknown", true
	for i := range p.Decision.Rulings {
		r := &p.Decision.Rulings[i]
		r.Why, r.Needed = "quorum and threshold are reached", []string{"certainty about a ballot that was edited or dismissed"}
	}
	text := render.Comment(p)
	for want, told := range map[string]bool{
		"**Undecided since the close on 2026-11-11 15:00 UTC**: ": true, "still needs certainty about a ballot": true,
		"1 (unknown), the numbers show": true, "How to vote": false, "Open until": false, "Not voted yet": false,
	} {
		if strings.Contains(text, want) != told {
			t.Errorf("%q: want it told: %t, in\n%s", want, told, text)
		}
	}
	p.Decision.Rulings[0].Outcome, p.Decision.Rulings[0].Why = decision.Open, "the quorum is missed, and the vote runs on"
	if text := render.Comment(p); !strings.Contains(text, "**Open**: ") {
		t.Errorf("a vote that runs on is not told as open:\n%s", text)
	}
}

func TestWhatIsNeededIsOneSentence(t *testing.T) {
	p := input[render.Page](t, "testdata/comment/open/page.json")
	for i := range p.Decision.Rulings {
		p.Decision.Rulings[i].Needed = []string{"it needs 2 sponsors", "1 vote in favour"}
	}
	if got := render.Description(p); !strings.Contains(got, "still needs 2 sponsors and 1 vote in favour") {
		t.Errorf("got %q", got)
	}
}

func TestAVoteThatHasNotOpenedHasNoTally(t *testing.T) {
	d := input[decision.Decision](t, "testdata/decision/open/decision.json")
	d.OpenedAt, d.ClosesAt, d.Rulings[0].Why = moment.Time{}, moment.Time{}, `the time "opened" is not known`
	for _, got := range []string{render.DecisionText(d, render.Style{}), render.DecisionMarkdown(d, render.Style{})} {
		if strings.Count(got, "the vote has not opened yet") != 1 {
			t.Errorf("not said once:\n%s", got)
		}
		for _, bad := range []string{"not known", "entitled", "allots that", "rticle"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q in\n%s", bad, got)
			}
		}
	}
}
