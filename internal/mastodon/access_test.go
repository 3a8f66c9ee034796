package mastodon_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const (
	allows = "/api/v1/admin/domain_allows"
	ips    = "/api/v1/admin/ip_blocks"
	mails  = "/api/v1/admin/email_domain_blocks"
)

func enter(name skill.Name, target string, params map[string]any) plan.Change {
	return plan.Change{Action: plan.Create, Skill: name, Target: target, Params: params}
}

func leave(name skill.Name, target string) plan.Change {
	return plan.Change{Action: plan.Remove, Skill: name, Target: target, Params: map[string]any{}}
}

// do executes a change in a new run of the program, which remembers no id.
func (w *world) do(t *testing.T, change plan.Change) {
	t.Helper()
	if err := w.reopen(t).Execute(t.Context(), change); err != nil {
		t.Fatalf("%s %s: %v", change.Skill, change.Target, err)
	}
}

// live gives the parameters of an entry as a new run reads them.
func (w *world) live(t *testing.T, resource, target string) (map[string]any, bool) {
	t.Helper()
	items, err := w.reopen(t).Read(t.Context(), resource, nil)
	if err != nil {
		t.Fatalf("read %s: %v", resource, err)
	}
	for _, item := range items {
		if item.Target == target {
			return item.Params, true
		}
	}
	return nil, false
}

func TestTrap6EntriesAreNamedAndTheirIDsLookedUp(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for _, c := range []struct {
		put, remove      skill.Name
		resource, target string
		params           map[string]any
	}{
		{skill.AllowDomain, skill.DisallowDomain, "domain_allows", "friend.example", map[string]any{}},
		{skill.BlockIP, skill.UnblockIP, "ip_blocks", "203.0.113.0/24", map[string]any{"severity": "sign_up_block"}},
		{skill.BlockEmailDomain, skill.UnblockEmailDomain, "email_domain_blocks", "mail.example", map[string]any{"allow_with_approval": true}},
	} {
		w.do(t, enter(c.put, c.target, c.params))
		w.do(t, enter(c.put, c.target, c.params))
		if _, ok := w.live(t, c.resource, c.target); !ok {
			t.Errorf("%s made nothing", c.put)
		}
		w.do(t, leave(c.remove, c.target))
		w.do(t, leave(c.remove, c.target))
		if got, ok := w.live(t, c.resource, c.target); ok {
			t.Errorf("%s left %v", c.remove, got)
		}
	}
}

func TestTrap7AnExistingBlockIsChangedAndNotCreatedAgain(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.do(t, block("a.example", "silence"))
	w.do(t, block("a.example", "suspend"))
	if got, _ := w.live(t, "domain_blocks", "a.example"); got["severity"] != "suspend" {
		t.Errorf("the block is %v", got)
	}
	// The parent's block comes back in the same field of the answer, and is not changed.
	err := w.reopen(t).Execute(t.Context(), block("x.a.example", "noop"))
	wantMessage(t, err, `the block of its parent "a.example"`)
	if got, _ := w.live(t, "domain_blocks", "a.example"); got["severity"] != "suspend" {
		t.Errorf("the parent's block became %v", got)
	}
}

func TestTrap8NoSeverityIsLeftToTheServer(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	for _, change := range []plan.Change{
		enter(skill.BlockDomain, "a.example", map[string]any{}), enter(skill.BlockIP, "203.0.113.0/24", map[string]any{}),
	} {
		err := w.instance.Execute(t.Context(), change)
		wantMessage(t, err, "has no severity")
	}
	if n := len(w.server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestTrap9NetworksAndEndsAreComparedAsTheServerStoresThem(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	network, err := skill.ParseNetwork("192.168.0.1/24")
	if err != nil {
		t.Fatal(err)
	}
	until := w.at.Add(36 * time.Hour).Format(time.RFC3339)
	change := enter(skill.BlockIP, network, map[string]any{"severity": "sign_up_block", plan.ExpiresAt: until})
	w.do(t, change)
	want := map[string]any{"severity": "sign_up_block", "comment": "", plan.ExpiresAt: until}
	if got, _ := w.live(t, "ip_blocks", "192.168.0.0/24"); !cmp.Equal(want, got) {
		t.Errorf("-want +got:\n%s", cmp.Diff(want, got))
	}
	change.Action, change.Params = plan.Update, map[string]any{"severity": "no_access", plan.ExpiresAt: ""}
	w.do(t, change)
	want = map[string]any{"severity": "no_access", "comment": "", plan.ExpiresAt: ""}
	if got, _ := w.live(t, "ip_blocks", network); !cmp.Equal(want, got) {
		t.Errorf("without an end (-want +got):\n%s", cmp.Diff(want, got))
	}
	change.Params = map[string]any{"severity": "no_access", plan.ExpiresAt: w.at.Format(time.RFC3339)}
	err = w.instance.Execute(t.Context(), change)
	wantMessage(t, err, "its time was over")
	if !errors.Is(err, plan.ErrChange) {
		t.Error("an end that has passed stops the whole run")
	}
}

// TestAnAnswerThatSaysSuccessAndSavesNothingIsNoticed: up to 4.6 an invalid PUT is answered with what was asked for.
func TestAnAnswerThatSaysSuccessAndSavesNothingIsNoticed(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.do(t, enter(skill.BlockIP, "203.0.113.0/24", map[string]any{"severity": "sign_up_block"}))
	for range 2 {
		w.server.Fail(sandbox.Fault{Method: http.MethodPut, Path: ips + "/*", Kind: sandbox.Vanish})
	}
	change := enter(skill.BlockIP, "203.0.113.0/24", map[string]any{"severity": "no_access"})
	change.Action = plan.Update
	err := w.reopen(t).Execute(t.Context(), change)
	wantMessage(t, err, `the server answers severity = "sign_up_block", asked was "no_access"`)
	w.do(t, change)
	if got, _ := w.live(t, "ip_blocks", "203.0.113.0/24"); got["severity"] != "no_access" {
		t.Errorf("the block is %v", got)
	}
}

func TestTrap10AMailDomainIsRemovedAndCreatedAgain(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	change := enter(skill.BlockEmailDomain, "mail.example", map[string]any{"allow_with_approval": false})
	w.do(t, change)
	change.Action, change.Params = plan.Update, map[string]any{"allow_with_approval": true}
	w.do(t, change)
	if got, _ := w.live(t, "email_domain_blocks", "mail.example"); got["allow_with_approval"] != true {
		t.Errorf("the block is %v", got)
	}
	w.server.ForgetRequests()
	w.do(t, change)
	if n := w.server.Count(http.MethodDelete, mails+"/*"); n != 0 {
		t.Errorf("a block that is as asked was removed %d times", n)
	}
}

func TestAMailDomainWhoseCreationFailsIsPutBack(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	change := enter(skill.BlockEmailDomain, "mail.example", map[string]any{"allow_with_approval": false})
	w.do(t, change)
	change.Action, change.Params = plan.Update, map[string]any{"allow_with_approval": true}
	w.server.Fail(sandbox.Fault{Method: http.MethodPost, Path: mails, Kind: sandbox.StatusBefore, Status: 422})
	err := w.reopen(t).Execute(t.Context(), change)
	wantMessage(t, err, `"mail.example" is again as it was`)
	if got, ok := w.live(t, "email_domain_blocks", "mail.example"); !ok || got["allow_with_approval"] != false {
		t.Errorf("the block is %v", got)
	}
	for range 2 {
		w.server.Fail(sandbox.Fault{Method: http.MethodPost, Path: mails, Kind: sandbox.StatusBefore, Status: 422})
	}
	err = w.reopen(t).Execute(t.Context(), change)
	wantMessage(t, err, "is removed and not created again, which the next apply does")
	// The next run finds nothing and creates it.
	change.Action = plan.Create
	w.do(t, change)
}

func TestTrap28ServersMayAnswerInAnyLanguage(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Edit(func(s *sandbox.State) {
		s.EmailDomains = append(s.EmailDomains, &sandbox.EmailDomainBlock{ID: s.NextID(w.at), Domain: "mail.example", CreatedAt: w.at})
	})
	// The text of the 422 says nothing to us: whether it is a duplicate shows the list.
	w.do(t, enter(skill.BlockEmailDomain, "mail.example", map[string]any{}))
	w.server.Fail(sandbox.Fault{Method: http.MethodPost, Path: allows, Kind: sandbox.StatusBefore, Status: 422, Body: `{"error":"Validierung fehlgeschlagen"}`})
	err := w.reopen(t).Execute(t.Context(), enter(skill.AllowDomain, "friend.example", map[string]any{}))
	wantMessage(t, err, "422")
	if !errors.Is(err, plan.ErrChange) {
		t.Error("a refused allow stops the whole run")
	}
}

func TestAnEntryThatIsGoneIsNoLongerChanged(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	change := enter(skill.BlockIP, "203.0.113.0/24", map[string]any{"severity": "no_access"})
	change.Action = plan.Update
	err := w.instance.Execute(t.Context(), change)
	wantMessage(t, err, "no longer on the server")
}

func TestRegistersThatCannotBeTrustedAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ resource, body, want string }{
		"an allow without a name": {"domain_allows", `[{"id":"1"}]`, "has no id or no domain"},
		"a network that is none":  {"ip_blocks", `[{"id":"1","ip":"here"}]`, "no IP address or network"},
		"a domain twice":          {"email_domain_blocks", `[{"id":"2","domain":"A.example"},{"id":"1","domain":"a.example"}]`, `"a.example" is listed twice`},
		"no JSON":                 {"email_domain_blocks", `<h1>`, "not the JSON that was asked for"},
	} {
		t.Run(name, func(t *testing.T) {
			_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(c.body)) })
			_, err := instance.Read(t.Context(), c.resource, nil)
			wantMessage(t, err, c.want)
		})
	}
}

// Mastodon takes a network as IPv4 and once more as mapped IPv6.
func TestANetworkThatIsThereTwiceIsOneEntry(t *testing.T) {
	_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"id":"2","ip":"::ffff:10.0.0.0/104","severity":"no_access"},{"id":"1","ip":"10.0.0.1/8","severity":"sign_up_block"}]`))
	})
	items, err := instance.Read(t.Context(), "ip_blocks", nil)
	if err != nil || len(items) != 1 || items[0].ID != "2" || items[0].Target != "10.0.0.0/8" {
		t.Errorf("read %v, %v", items, err)
	}
}

func TestALostAnswerIsLookedForInTheRegister(t *testing.T) {
	for _, kind := range []sandbox.Kind{sandbox.ResetBefore, sandbox.ResetAfter, sandbox.Truncated, sandbox.Broken} {
		w := newWorld(t, sandbox.Options{})
		w.server.Fail(sandbox.Fault{Method: http.MethodPost, Path: ips, Kind: kind})
		change := enter(skill.BlockIP, "203.0.113.0/24", map[string]any{"severity": "no_access"})
		w.do(t, change)
		w.server.Fail(sandbox.Fault{Method: http.MethodDelete, Path: ips + "/*", Kind: kind})
		w.do(t, leave(skill.UnblockIP, "203.0.113.0/24"))
		happened, known, err := w.reopen(t).Happened(t.Context(), change)
		if happened || !known || err != nil {
			t.Errorf("%s: happened %v, known %v, %v", kind, happened, known, err)
		}
	}
}

func TestReadingAnnouncementsGivesBackTheText(t *testing.T) {
	w := newWorld(t, sandbox.Options{Empty: true})
	text := "A & B meet <soon>.\nBring https://social.example/a?b=1&c=2\n\nThanks."
	ends := w.at.Add(time.Hour)
	w.server.Edit(func(s *sandbox.State) {
		s.Announcements = []*sandbox.Announcement{
			{ID: 1, Text: text, Published: true, EndsAt: ends}, {ID: 2, Text: "Draft."}, {ID: 3, Text: "Over.", Published: true, EndsAt: w.at.Add(-time.Hour)},
		}
		s.Rules = []*sandbox.Rule{{ID: 1, Text: " Be  kind. "}}
	})
	got, ok := w.live(t, "announcements", text)
	if !ok || got["ends_at"] != ends.Format(time.RFC3339) || got["starts_at"] != "" {
		t.Errorf("the announcement is %v", got)
	}
	items, err := w.instance.Read(t.Context(), "announcements", nil)
	if err != nil || len(items) != 1 {
		t.Errorf("%d announcements, %v", len(items), err)
	}
	if got, _ := w.live(t, "rules", "rules"); !cmp.Equal(got["rules"], []any{"Be kind."}) {
		t.Errorf("rules are %v", got)
	}
}

func TestTrap21TheProfileIsSentWholeAndComparedWithItsSource(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	before, _ := w.live(t, "profile", "profile")
	field := func(name, value string) map[string]any { return map[string]any{"name": name, "value": value} }
	change := plan.Change{Action: plan.Update, Skill: skill.UpdateProfile, Target: "profile", Params: map[string]any{
		"note": "A & B.\n\nhttps://social.example", "fields": []any{field("Source", "https://bylaw.example"), field("New", "value")},
	}}
	w.do(t, change)
	got, _ := w.live(t, "profile", "profile")
	want := map[string]any{"display_name": before["display_name"], "note": change.Params["note"], "fields": change.Params["fields"]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("profile (-want +got):\n%s", diff)
	}
	w.server.Edit(func(s *sandbox.State) {
		if f := s.Accounts[0].Fields; f[0].VerifiedAt.IsZero() || !f[1].VerifiedAt.IsZero() {
			t.Errorf("verified: %+v", f)
		}
	})
	change.Params = map[string]any{"fields": []any{}}
	w.do(t, change)
	if got, _ := w.live(t, "profile", "profile"); !cmp.Equal(got["fields"], []any{}) || got["note"] != want["note"] {
		t.Errorf("after clearing the fields: %v", got)
	}
	change.Params = map[string]any{"fields": []any{field("Long", strings.Repeat("x", 300))}}
	err := w.reopen(t).Execute(t.Context(), change)
	wantMessage(t, err, "the server answers fields")
}
