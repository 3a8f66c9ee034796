package scenario_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/port"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// same asks whether a proposal is unchanged since it was reported, as a run over all proposals does.
func (w *testProposal) same() map[int]bool {
	w.Helper()
	pulls, err := w.bot.OpenPulls(w.Context(), "main")
	w.must(err)
	before := w.server.Requests()
	same, err := w.teller().Unchanged(w.Context(), pulls)
	w.must(err)
	asked := 0
	for route, count := range w.server.Requests() {
		asked += count - before[route]
	}
	if asked != len(pulls) {
		w.Errorf("%d requests for %d proposals", asked, len(pulls))
	}
	return same
}

func TestAProposalIsUnchangedUntilSomethingHappens(t *testing.T) {
	review := func(event string) func(*testProposal) {
		return func(w *testProposal) {
			_, err := w.server.Review("bruno", w.number, hub.Ballot{Event: event, Body: "text"})
			w.must(err)
		}
	}
	tests := map[string]struct {
		happens func(*testProposal)
		want    bool
	}{
		"nothing":          {func(*testProposal) {}, true},
		"an hour":          {func(w *testProposal) { w.now = w.now.Add(time.Hour) }, true},
		"six hours":        {func(w *testProposal) { w.now = w.now.Add(6 * time.Hour) }, false},
		"a vote":           {review("APPROVE"), false},
		"a review comment": {review("COMMENT"), false},
		"a push":           {func(w *testProposal) { w.push("proposal", "three\n") }, false},
		"a draft":          {func(w *testProposal) { w.must(w.server.Ready("ada", w.number, false)) }, false},
		"a comment": {func(w *testProposal) {
			w.now = w.now.Add(time.Minute)
			_, err := w.as("stranger").PostComment(w.Context(), w.number, "hi")
			w.must(err)
		}, false},
		"a deleted comment": {func(w *testProposal) { w.server.Uncomment(w.comments(w.number)[0].ID) }, false},
		"a pasted comment": {func(w *testProposal) {
			old := w.comments(w.number)[0]
			w.server.Uncomment(old.ID)
			_, err := w.as("stranger").PostComment(w.Context(), w.number, old.Body)
			w.must(err)
		}, false},
		"an earlier opening": {func(w *testProposal) { w.now = w.now.Add(-time.Hour) }, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newTestProposal(t)
			w.notify(w.finding(w.number))
			test.happens(w)
			if got := w.same()[w.number]; got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestADismissedReviewIsAChange(t *testing.T) {
	w := newTestProposal(t)
	id, err := w.server.Review("bruno", w.number, hub.Ballot{Event: "APPROVE"})
	w.must(err)
	w.notify(w.finding(w.number))
	if !w.same()[w.number] {
		t.Fatal("changed already")
	}
	w.must(w.server.Dismiss("chen", w.number, id, "no", false))
	if w.same()[w.number] {
		t.Error("a dismissal was overlooked")
	}
}

func TestTimeAloneChangesAProposal(t *testing.T) {
	for name, at := range map[string]string{"the reminder": "2026-11-01T16:30:00Z", "the close": "2026-11-01T17:00:00Z"} {
		w := newTestProposal(t)
		soon := func(f *check.Finding) {
			f.Decision.ClosesAt, f.Charter.Settings.Remind = moment.Parse("2026-11-01T17:00:00Z"), 30*time.Minute
			f.Decision.Rulings[0].ClosesAt = moment.Time{}
			if name == "the close" {
				f.Charter.Settings.Remind = 0
			}
		}
		w.notify(w.finding(w.number, soon))
		due, err := time.Parse(time.RFC3339, at)
		w.must(err)
		w.now = due.Add(-time.Second)
		early := w.same()[w.number]
		w.now = due
		if late := w.same()[w.number]; !early || late {
			t.Errorf("%s: unchanged %t before it and %t at it", name, early, late)
		}
	}
}

func TestAnErrorIsLookedAtAgain(t *testing.T) {
	w := newTestProposal(t)
	w.notify(w.finding(w.number, func(f *check.Finding) { f.Problem = errors.New("502") }))
	if w.same()[w.number] {
		t.Error("an error counts as a check")
	}
}

// deafTo is a forge that does not answer about some proposals.
type deafTo struct {
	port.Timeline
	numbers map[int]bool
	end     func()
}

func (d deafTo) Talk(ctx context.Context, number int) ([]facts.Review, []facts.Comment, error) {
	if d.numbers[number] {
		d.end()
		return nil, nil, errors.New("502")
	}
	return d.Timeline.Talk(ctx, number)
}

func TestAProposalThatCannotBeAskedAboutIsLookedAt(t *testing.T) {
	w := newTestProposal(t)
	w.notify(w.finding(w.number))
	pulls, err := w.bot.OpenPulls(t.Context(), "main")
	w.must(err)
	other := pulls[0]
	other.Number, other.Head = 99, "another"
	pulls = append(pulls, other)
	teller := w.teller()
	teller.Timeline = deafTo{w.bot, map[int]bool{99: true}, func() {}}
	same, err := teller.Unchanged(t.Context(), pulls)
	if err != nil || same[99] || !same[w.number] {
		t.Errorf("unchanged %v, %v", same, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	teller.Timeline = deafTo{w.bot, map[int]bool{99: true}, stop}
	if _, err := teller.Unchanged(ctx, pulls); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

func TestWhatIsOwedIsLookedAtAgain(t *testing.T) {
	workflows := func(f *check.Finding) {
		f.Facts.Paths = []facts.Path{{Path: ".github/workflows/check.yml", Subject: facts.AboutWorkflows}}
	}
	for name, test := range map[string]struct {
		change []func(*check.Finding)
		want   bool
	}{
		"a merge":             {[]func(*check.Finding){auto, passed}, false},
		"a close":             {[]func(*check.Finding){auto, lost}, false},
		"a merge by a person": {[]func(*check.Finding){passed}, true},
		"workflow files":      {[]func(*check.Finding){auto, passed, workflows}, true},
		"an open vote":        {[]func(*check.Finding){auto}, true},
	} {
		w := newTestProposal(t)
		for range 2 { // the second run writes nothing, and is no check either
			if _, wrote := w.notify(w.finding(w.number, test.change...)); w.same()[w.number] != test.want {
				t.Errorf("%s: unchanged %t after %d writes", name, !test.want, wrote)
			}
		}
	}
}

func TestProposalsWithOneHeadAreLookedAtTogether(t *testing.T) {
	w := newTestProposal(t)
	w.must(w.server.Push("ada", w.work.Root(), "twin", w.finding(w.number).Pull.Head, true))
	twin := w.propose("twin", "main")
	w.notify(w.finding(w.number), w.finding(twin))
	if same := w.same(); !same[w.number] || !same[twin] {
		t.Fatalf("changed already: %v", same)
	}
	_, err := w.server.Review("bruno", twin, hub.Ballot{Event: "APPROVE"})
	w.must(err)
	if same := w.same(); same[w.number] || same[twin] {
		t.Errorf("got %v", same)
	}
}
