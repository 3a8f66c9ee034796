package mastodon_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const action = "/api/v1/admin/accounts/*/action"

func measure(name skill.Name, target string) plan.Change {
	m, _ := skill.FindMeasure(name)
	return plan.Change{ID: plan.ID(name, target), Action: plan.Create, Skill: name, Target: target, Params: map[string]any{
		"state": []any{m.State}, "message": "Enough.",
	}}
}

func lift(name skill.Name, target string) plan.Change {
	return plan.Change{ID: plan.ID(name, target), Action: plan.Remove, Skill: name, Target: target, Params: map[string]any{}}
}

// people adds a remote account to an empty server, and a report against it.
func people(_ *testing.T, w *world) {
	w.server.Edit(func(s *sandbox.State) {
		a := &sandbox.Account{ID: s.NextID(w.at), Username: "troll", Domain: "bad.example", CreatedAt: w.at}
		s.Accounts = append(s.Accounts, a)
		s.Reports = append(s.Reports, &sandbox.Report{ID: s.NextID(w.at), Account: s.Accounts[1].ID, Target: a.ID, CreatedAt: w.at})
	})
}

// peopleIn writes down accounts under measures and what was done to them.
func peopleIn(s *sandbox.State) []string {
	var lines []string
	for _, a := range s.Accounts {
		if a.Suspended || a.Silenced || a.Sensitized || a.Disabled {
			lines = append(lines, fmt.Sprint(a.Username, a.Suspended, a.Silenced, a.Sensitized, a.Disabled))
		}
	}
	for _, strike := range s.Strikes {
		lines = append(lines, fmt.Sprint(strike.Action, strike.Text, strike.Mailed))
	}
	return lines
}

func strikes(w *world) (found []sandbox.Strike) {
	w.server.Edit(func(s *sandbox.State) {
		for _, strike := range s.Strikes {
			found = append(found, *strike)
		}
	})
	return found
}

func TestEveryMeasureComesAndGoes(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for _, m := range skill.Measures() {
		for _, step := range []struct {
			change plan.Change
			want   []any
		}{{measure(m.Put, "@grumbler"), []any{m.State}}, {measure(m.Put, "@grumbler"), []any{m.State}}, {lift(m.Lift, "@grumbler"), []any{}}, {lift(m.Lift, "@grumbler"), []any{}}} {
			must(t, w.reopen(t).Execute(t.Context(), step.change))
			items, err := w.instance.Read(t.Context(), skill.Accounts, []string{"@grumbler"})
			if err != nil || len(items) != 1 {
				t.Fatalf("%d items, %v", len(items), err)
			}
			if diff := cmp.Diff(step.want, items[0].Params["state"]); diff != "" {
				t.Errorf("%s (-want +got):\n%s", step.change.ID, diff)
			}
		}
	}
}

// Traps 1 and 2: the reason goes by the name of text, and whether a mail is sent is always said.
func TestTrap01And02TheWordsAndTheMailAreSaid(t *testing.T) {
	for name, c := range map[string]struct {
		target string
		notify any
		mailed bool
	}{
		"a mail":             {"@grumbler", true, true},
		"no mail":            {"@grumbler", false, false},
		"nothing said":       {"@grumbler", nil, false},
		"to another server ": {"@friend@friendly.example", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			body := map[string]any{}
			spy := tap(w.server.Transport(), func(request *http.Request, content []byte) {
				if strings.HasSuffix(request.URL.Path, "/action") {
					must(t, json.Unmarshal(content, &body))
				}
			})
			instance := mustOpen(t, mastodon.Options{
				URL: "https://social.example", Token: secret.New(sandbox.BotToken), Next: spy, Now: w.now, Sleep: w.sleep,
			})
			change := measure(skill.SilenceAccount, c.target)
			if c.notify != nil {
				change.Params["notify"] = c.notify
			}
			must(t, instance.Execute(t.Context(), change))
			want := map[string]any{"type": "silence", "text": "Enough.", "send_email_notification": c.mailed}
			if diff := cmp.Diff(want, body); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got := strikes(w); len(got) != 1 || got[0].Mailed != c.mailed || got[0].Text != "Enough." {
				t.Errorf("strikes %+v", got)
			}
		})
	}
}

// tap shows each request to a function before it goes on.
func tap(next http.RoundTripper, see func(*http.Request, []byte)) http.RoundTripper {
	return tapped(func(request *http.Request) (*http.Response, error) {
		var content []byte
		if request.GetBody != nil {
			body, err := request.GetBody()
			if err != nil {
				return nil, err
			}
			if content, err = io.ReadAll(body); err != nil {
				return nil, err
			}
		}
		see(request, content)
		return next.RoundTrip(request)
	})
}

type tapped func(*http.Request) (*http.Response, error)

func (f tapped) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

// Trap 3, attack 36: no second strike, mail, or reset of the clock, regardless of who did it first.
func TestTrap03AnAccountThatIsThereAlreadyIsLeftAlone(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	must(t, w.instance.Execute(t.Context(), measure(skill.SuspendAccount, "@grumbler")))
	since := w.at
	w.at = w.at.AddDate(0, 0, 10)
	must(t, w.reopen(t).Execute(t.Context(), measure(skill.SuspendAccount, "@grumbler")))
	w.server.Edit(func(s *sandbox.State) {
		for _, a := range s.Accounts {
			if a.Username == "grumbler" && !a.SuspendedAt.Equal(since) {
				t.Errorf("suspended at %s, want %s", a.SuspendedAt, since)
			}
		}
	})
	if n := w.server.Count("POST", action); n != 1 || len(strikes(w)) != 1 {
		t.Errorf("%d actions, %d strikes", n, len(strikes(w)))
	}
}

func TestAMeasureNamesTheReportThatItAnswers(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	var report int64
	w.server.Edit(func(s *sandbox.State) { report = s.Reports[1].ID })
	change := measure(skill.SilenceAccount, "@troll@bad.example")
	change.Params["report"] = "77"
	err := w.instance.Execute(t.Context(), change)
	wantMessage(t, err, `silence_account "@troll@bad.example": the server has no report "77"`)
	if !errors.Is(err, plan.ErrChange) {
		t.Error("one report stops the whole run")
	}
	change.Params["report"] = fmt.Sprint(report)
	must(t, w.instance.Execute(t.Context(), change))
	if got := strikes(w); len(got) != 1 || got[0].Report != report {
		t.Errorf("strikes %+v", got)
	}
}

// Traps 25 and 30: the state is read account by account, and what the server will refuse is known before anything is tried.
func TestTrap25And30ReadingShowsWhatTheServerWillRefuse(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Edit(func(s *sandbox.State) {
		for _, a := range s.Accounts {
			if a.Username == "anselm" {
				a.Role.ID = s.Accounts[0].Role.ID
			}
		}
	})
	targets := []string{"@anselm", "@asleep", "@bylaw", "@chidi", "@friend@friendly.example", "@nobody", "@olga", "@seller@spam-farm.example", "@shouter@bad.example", "@troll@bad.example"}
	items, err := w.instance.Read(t.Context(), skill.Accounts, targets)
	must(t, err)
	got := map[string][]any{}
	for _, item := range items {
		got[item.Target] = []any{item.Params["state"], item.Refuse[skill.SuspendAccount], item.Refuse[skill.UnsuspendAccount], item.Refuse[skill.DisableAccount], item.Also[skill.SuspendAccount]}
	}
	const local = "only accounts of this server can be disabled"
	none := []string(nil)
	want := map[string][]any{
		"@anselm":                   {[]any{}, "its role ranks as high as the bot's", "", "its role ranks as high as the bot's", none},
		"@asleep":                   {[]any{"disabled"}, "", "", "", none},
		"@bylaw":                    {[]any{}, "it is the bot's own account", "", "it is the bot's own account", none},
		"@chidi":                    {[]any{}, "", "", "", []string{"the account is staff (Moderator): the server allows it only if the bot's role ranks higher"}},
		"@friend@friendly.example":  {[]any{}, "", "", local, []string{"cuts the account's follows of people here for ever"}},
		"@nobody":                   {[]any{}, `the server has no account "@nobody"`, `the server has no account "@nobody"`, `the server has no account "@nobody"`, none},
		"@olga":                     {[]any{}, "its role ranks above the bot's", "", "its role ranks above the bot's", none},
		"@seller@spam-farm.example": {[]any{"suspended"}, "", `the block of "spam-farm.example" keeps the account so: lift that first`, local, []string{"cuts the account's follows of people here for ever"}},
		"@shouter@bad.example":      {[]any{"silenced"}, "", "", local, []string{"cuts the account's follows of people here for ever"}},
		"@troll@bad.example": {[]any{}, "", "", local, []string{
			"resolves 2 open reports against the account", "cuts the account's follows of people here for ever"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAForbiddenActionIsExplained(t *testing.T) {
	role := func(permissions uint64) func(*sandbox.State) {
		return func(s *sandbox.State) { s.Accounts[0].Role.Permissions = permissions }
	}
	for name, c := range map[string]struct {
		edit   func(*sandbox.State)
		change plan.Change
		fault  *sandbox.Fault
		want   string
		alone  bool // whether only this change is concerned
	}{
		"rank":   {nil, measure(skill.SilenceAccount, "@olga"), nil, `silence_account "@olga": the bot's role does not rank above the account's (Owner)`, true},
		"itself": {nil, measure(skill.SuspendAccount, "@bylaw"), nil, `suspend_account "@bylaw": it is the bot's own account`, true},
		"another server's": {nil, measure(skill.DisableAccount, "@friend@friendly.example"), nil,
			`disable_account "@friend@friendly.example": only accounts of this server can be disabled`, true},
		"suspended at home": {nil, lift(skill.UnsuspendAccount, "@gone@friendly.example"), nil,
			`unsuspend_account "@gone@friendly.example": the account's own server suspended it`, true},
		"open reports": {role(sandbox.ManageUsers), measure(skill.SilenceAccount, "@troll@bad.example"), nil,
			`it would resolve open reports, for which the bot's role does not have the permission manage_reports`, true},
		"scope": {func(s *sandbox.State) { s.Tokens[0].Scopes = []string{"read", "admin:read"} }, measure(skill.SilenceAccount, "@dana"), nil,
			"403 Forbidden", false},
		"in another language": {nil, measure(skill.SilenceAccount, "@chidi"),
			&sandbox.Fault{Method: "POST", Path: action, Kind: sandbox.StatusBefore, Status: 403, Body: `{"error":"Diese Aktion ist nicht erlaubt"}`},
			`silence_account "@chidi": the bot's role does not rank above the account's (Moderator)`, true},
		"by a firewall": {nil, measure(skill.SilenceAccount, "@dana"),
			&sandbox.Fault{Method: "POST", Path: action, Kind: sandbox.StatusBefore, Status: 403, Body: "Forbidden"}, `403 Forbidden: "Forbidden"`, false},
		"by a fault of the server": {nil, measure(skill.SilenceAccount, "@dana"),
			&sandbox.Fault{Method: "POST", Path: action, Kind: sandbox.StatusBefore, Status: 403, Body: `{"error":"?"}`},
			`the server forbids it, though role and account allow it`, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			if c.edit != nil {
				w.server.Edit(c.edit)
			}
			if c.fault != nil {
				w.server.Fail(*c.fault)
			}
			err := w.instance.Execute(t.Context(), c.change)
			wantMessage(t, err, c.want)
			if errors.Is(err, plan.ErrChange) != c.alone {
				t.Errorf("ErrChange is %v: %v", !c.alone, err)
			}
			if len(strikes(w)) != 0 {
				t.Error("a strike was left")
			}
		})
	}
}

func TestAnAccountThatVanishesConcernsOneChange(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, err := w.instance.Read(t.Context(), skill.Accounts, []string{"@dana"})
	must(t, err)
	w.server.Edit(func(s *sandbox.State) {
		s.Accounts = slices.DeleteFunc(s.Accounts, func(a *sandbox.Account) bool { return a.Username == "dana" })
	})
	err = w.instance.Execute(t.Context(), measure(skill.SilenceAccount, "@dana"))
	wantMessage(t, err, `the server has no account "@dana"`)
	if !errors.Is(err, plan.ErrChange) {
		t.Error("it stops the whole run")
	}
}

func TestASuccessThatChangesNothingIsNoSuccess(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for range 2 {
		w.server.Fail(sandbox.Fault{Method: "POST", Path: action, Kind: sandbox.StatusBefore, Status: 200, Body: "{}"})
	}
	err := w.instance.Execute(t.Context(), measure(skill.SilenceAccount, "@dana"))
	wantMessage(t, err, `"@dana": the server answers state = "as it was", asked was "silence_account"`)
}
