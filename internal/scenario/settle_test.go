package scenario_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/notify"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func auto(f *check.Finding) { f.Charter.Settings.MergeAuto, f.Charter.Settings.CloseAuto = true, true }

const mergeRoute = "PUT /repos/{owner}/{repo}/pulls/{number}/merge"

func TestWhatHasPassedIsMergedAtTheHeadThatWasDecidedOn(t *testing.T) {
	w := newTestProposal(t)
	settled, err := check.Settle(t.Context(), w.bot, w.finding(w.number, auto, passed))
	w.must(err)
	pull, err := w.bot.Pull(t.Context(), w.number)
	w.must(err)
	if pull.Merged.IsZero() || settled.Merged != pull.Merge || settled.Closed || settled.Note != "" {
		t.Errorf("got %+v, %+v", settled, pull)
	}
	runs := w.server.Runs()
	last := runs[len(runs)-1]
	if last.Action != check.ApplyEvent || !strings.Contains(string(last.Payload), pull.Merge) {
		t.Errorf("apply is not woken: %+v", last)
	}
}

func TestWhatIsNotSettled(t *testing.T) {
	tests := map[string][]func(*check.Finding){
		"open":                   {auto},
		"passed, by hand":        {passed},
		"lost, by hand":          {lost},
		"passed, not enactable":  {auto, passed, func(f *check.Finding) { f.Decision.Enactable = false }},
		"refused":                {auto, refused},
		"an error":               {auto, passed, func(f *check.Finding) { f.Problem = errors.New("502") }},
		"a lost one in error":    {auto, lost, func(f *check.Finding) { f.Problem = errors.New("502") }},
		"a draft":                {auto, passed, func(f *check.Finding) { f.Pull.Draft = true }},
		"closed already":         {auto, passed, func(f *check.Finding) { f.Pull.Open = false }},
		"final, but not decided": {auto, func(f *check.Finding) { f.Decision.Final = true }},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			w := newTestProposal(t)
			f := w.finding(w.number, change...)
			before := w.writes()
			settled, err := check.Settle(t.Context(), w.bot, f)
			if err != nil || settled != (check.Settled{}) || w.writes() != before {
				t.Errorf("got %+v, %v and %d writes", settled, err, w.writes()-before)
			}
		})
	}
}

func TestALostVoteIsClosed(t *testing.T) {
	w := newTestProposal(t)
	settled, err := check.Settle(t.Context(), w.bot, w.finding(w.number, auto, lost))
	if pull, readErr := w.bot.Pull(t.Context(), w.number); err != nil || readErr != nil || !settled.Closed || pull.Open {
		t.Errorf("got %+v, %v, %v", settled, err, readErr)
	}
}

func TestWhyAMergeIsLeft(t *testing.T) {
	tests := map[string]struct {
		happens func(*testProposal)
		change  func(*check.Finding)
		note    string
		merges  int
	}{
		"workflow files": {
			func(*testProposal) {}, func(f *check.Finding) {
				f.Facts.Paths = []facts.Path{{Path: ".github/workflows/check.yml", Subject: facts.AboutWorkflows}}
			},
			"workflow files", 0,
		},
		"no vote": {func(*testProposal) {}, func(f *check.Finding) { f.Decision.Editorial, f.Decision.Rulings = true, nil }, "a person looks at it", 0},
		"workflow files that facts missed": {
			func(w *testProposal) {
				w.must(w.work.Switch("proposal"))
				hash, err := w.work.Write(fstest.MapFS{".github/workflows/check.yml": {Data: []byte("on: push\n")}}, git.Signature{Name: "Ada", Time: w.now}, "Wake up")
				w.must(err)
				w.must(w.server.Push("ada", w.work.Root(), "proposal", hash, true))
			}, nil, "a person has to", 1,
		},
		"the base moved": {
			func(w *testProposal) {
				w.server.Script(hub.Fault{Route: mergeRoute, Status: 405, Body: `{"message":"Base branch was modified. Review and try the merge again."}`})
			}, nil, "looks again", 1,
		},
		"the head moved": {nil, func(f *check.Finding) { f.Pull.Head = strings.Repeat("0", 40) }, "looks again", 1},
		"a rule of the branch": {
			func(w *testProposal) { w.server.Configure(hub.Settings{RequiredContexts: []string{"other"}}) }, nil, "a person has to", 1,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newTestProposal(t)
			if test.happens != nil {
				test.happens(w)
			}
			f := w.finding(w.number, auto, passed)
			if test.change != nil {
				test.change(&f)
			}
			settled, err := check.Settle(t.Context(), w.bot, f)
			if err != nil || settled.Merged != "" || !strings.Contains(settled.Note, test.note) {
				t.Errorf("got %+v, %v", settled, err)
			}
			if n := w.server.Requests()[mergeRoute]; n != test.merges {
				t.Errorf("%d tries to merge", n)
			}
		})
	}
}

func TestAMergeThatTriggersNothingIsAnErrorThatSaysSo(t *testing.T) {
	w := newTestProposal(t)
	w.server.Script(hub.Fault{Route: "POST /repos/{owner}/{repo}/dispatches", Status: 500, Body: `{"message":"oops"}`})
	settled, err := check.Settle(t.Context(), w.bot, w.finding(w.number, auto, passed))
	if err == nil || settled.Merged == "" || !strings.Contains(err.Error(), "is merged, but apply was not triggered") {
		t.Errorf("got %+v, %v", settled, err)
	}
}

func TestABreakdownIsAnError(t *testing.T) {
	for _, each := range []func(*check.Finding){passed, lost} {
		w := newTestProposal(t)
		f := w.finding(w.number, auto, each)
		w.server.Script(hub.Fault{Status: 502, Body: `{"message":"bad gateway"}`})
		if _, err := check.Settle(t.Context(), w.bot, f); err == nil {
			t.Error("a breakdown went unnoticed")
		}
	}
}

func TestADryRunPrintsAndWritesNothing(t *testing.T) {
	w := newTestProposal(t)
	w.notify(w.finding(w.number))
	var out strings.Builder
	dry := notify.DryRun{Commenter: w.bot, Out: &out}
	teller := w.teller()
	teller.Comments, teller.Statuses = dry, dry
	before := w.writes()
	hostile := func(f *check.Finding) { f.Notes = []string{"a\n::error::b ##[group]\x1b[31m"} }
	for _, f := range []check.Finding{w.finding(w.number, passed, auto, hostile), w.finding(w.number, lost, auto)} {
		_, err := teller.Notify(t.Context(), []check.Finding{f})
		w.must(err)
		_, err = check.Settle(t.Context(), dry, f)
		w.must(err)
	}
	if n := w.writes() - before; n != 0 {
		t.Errorf("%d writes", n)
	}
	for _, want := range []string{
		"would replace comment ", "  | ✅ **Passed**", "would set status bylaw of commit ", " to success:\n  | passed: it has what",
		"would merge proposal #1 at ", " by merge\n", "would trigger the workflows that listen for bylaw-apply\n", "would close proposal #1\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	for _, bad := range []string{"\n::", "##[", "\x1b"} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("%q got through", bad)
		}
	}
}
