package mastodon_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func warning(target, report string) plan.Change {
	params := map[string]any{"message": "Please read article 3.1."}
	if report != "" {
		params["report"] = report
	}
	return plan.Change{ID: "warn_account:a-word", Action: plan.Do, Skill: skill.WarnAccount, Target: target, Params: params}
}

// reportOn gives the open report against an account of the seed.
func reportOn(w *world, username string) (id string) {
	w.server.Edit(func(s *sandbox.State) {
		for _, r := range s.Reports {
			for _, a := range s.Accounts {
				if a.ID == r.Target && a.Username == username && r.ActionTakenAt.IsZero() {
					id = fmt.Sprint(r.ID)
				}
			}
		}
	})
	return id
}

func TestAWarningIsSentOnceAndLeavesNoState(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	must(t, w.instance.Execute(t.Context(), warning("@grumbler@social.example", reportOn(w, "grumbler"))))
	got := strikes(w)
	if len(got) != 1 || got[0].Action != "none" || !got[0].Mailed || got[0].Text != "Please read article 3.1." || reportOn(w, "grumbler") != "" {
		t.Errorf("strikes %+v", got)
	}
	quiet := warning("@dana", "")
	quiet.Params["notify"] = false
	must(t, w.instance.Execute(t.Context(), quiet))
	if got := strikes(w); len(got) != 2 || got[1].Mailed {
		t.Errorf("a warning with notify: false notified the person: %+v", got)
	}
	err := w.instance.Execute(t.Context(), warning("@troll@bad.example", ""))
	wantMessage(t, err, `warn_account "@troll@bad.example": a warning reaches only accounts of this server`)
	err = w.instance.Execute(t.Context(), warning("@dana", "77"))
	wantMessage(t, err, `the server has no report "77"`)
	if !errors.Is(err, plan.ErrChange) {
		t.Error("it stops the whole run")
	}
}

// Attack 36: a warning whose answer is lost is not repeated; the report that it answers shows whether it was sent.
func TestALostWarningIsNeverRepeated(t *testing.T) {
	for name, c := range map[string]struct {
		kind            sandbox.Kind
		report          bool
		want            string // "" is success
		happened, known bool
		strikes         int
	}{
		"done, and the report shows it":     {sandbox.ResetAfter, true, "", true, true, 1},
		"not done, and the report shows it": {sandbox.ResetBefore, true, "it was not done", false, true, 0},
		"done, and nothing shows it":        {sandbox.ResetAfter, false, "whether it was done is not known", false, false, 1},
		"not done, and nothing shows it":    {sandbox.ResetBefore, false, "whether it was done is not known", false, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			report := ""
			if c.report {
				report = reportOn(w, "grumbler")
			}
			w.server.Fail(sandbox.Fault{Method: "POST", Path: action, Kind: c.kind})
			err := w.instance.Execute(t.Context(), warning("@grumbler", report))
			if c.want != "" {
				wantMessage(t, err, c.want)
			} else if err != nil {
				t.Error(err)
			}
			if errors.Is(err, plan.ErrChange) {
				t.Error("the run goes on, though it is not known what was done")
			}
			happened, known, err := w.reopen(t).Happened(t.Context(), warning("@grumbler", report))
			if happened != c.happened || known != c.known || err != nil {
				t.Errorf("happened %v, known %v, %v", happened, known, err)
			}
			if n := w.server.Count("POST", action); n != 1 || len(strikes(w)) != c.strikes {
				t.Errorf("%d calls, %d strikes", n, len(strikes(w)))
			}
		})
	}
}

// The server closes whichever report an action names.
func TestAReportAboutAnotherAccountIsNotAnswered(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	report := reportOn(w, "grumbler")
	silence := plan.Change{ID: "silence_account:@dana", Action: plan.Create, Skill: skill.SilenceAccount, Target: "@dana", Params: map[string]any{"report": report}}
	for _, change := range []plan.Change{warning("@dana", report), silence} {
		err := w.instance.Execute(t.Context(), change)
		wantMessage(t, err, "report "+report+" is about another account")
		if !errors.Is(err, plan.ErrChange) {
			t.Errorf("%s stops the whole run", change.Skill)
		}
	}
	if reportOn(w, "grumbler") != report || len(strikes(w)) != 0 {
		t.Error("something was done")
	}
}
