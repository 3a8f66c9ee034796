package mastodon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Trap 4: the API deletes the bot's own posts alone, and answers 404 for others.
func TestAPostOfAnotherIsReportedOnceAndItsAuthorIsNotNamed(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	target := w.postOf(t, "bruno")
	deletion := actOn(skill.DeleteStatus, target)
	if diff := cmp.Diff(map[string]any{"ours": false, "filed_report": ""}, w.readOne(t, plan.PostResource, target)); diff != "" {
		t.Error(diff)
	}
	must(t, w.instance.Execute(t.Context(), deletion))
	must(t, w.reopen(t).Execute(t.Context(), deletion))
	if n := w.server.Count("POST", "/api/v1/reports"); n != 1 || w.server.Count("DELETE", "") != 0 {
		t.Errorf("%d reports", n)
	}
	if got := w.readOne(t, plan.PostResource, target)["filed_report"]; got == "" {
		t.Error("the report is not found again")
	}
	if got := w.report(4); fmt.Sprint(got.Statuses) != "["+target+"]" || !strings.Contains(got.Comment, "decided") {
		t.Errorf("report %+v", got)
	}
}

func TestAnOwnPostIsDeletedAndTheConstitutionIsKnown(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	posted, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "The text.", "Article 1."))
	must(t, err)
	if got := w.readOne(t, plan.PostResource, posted.RootID); got["constitution"] != true || got["ours"] != true {
		t.Errorf("the constitution is %v", got)
	}
	second := posted.IDs[1]
	deletion := deletionOfOurs(second)
	if happened, known, err := w.instance.Happened(t.Context(), deletion); happened || !known || err != nil {
		t.Errorf("before: %t, %t, %v", happened, known, err)
	}
	must(t, w.instance.Execute(t.Context(), deletion))
	if got := w.readOne(t, plan.PostResource, second); got["unseen"] != true || got["public"] != false || got["filed_report"] != "" {
		t.Errorf("left: %v", got)
	}
	must(t, w.reopen(t).Execute(t.Context(), deletion))
	if n := w.server.Count("DELETE", "/api/v1/statuses/*"); n != 1 {
		t.Errorf("%d deletions", n)
	}
}

// deletionOfOurs is the action about a post of the bot's own, as the plan makes it.
func deletionOfOurs(target string) plan.Change {
	change := actOn(skill.DeleteStatus, target)
	change.After = map[string]any{plan.Ours: true}
	return change
}

// An accused author can hide a post from the bot, and a suspension hides it from all: both are answered with 404.
func TestAPostThatIsNotShownIsNotGone(t *testing.T) {
	blocked := func(w *world) {
		author, bot := w.person(t, "bruno").ID, w.person(t, "bylaw").ID
		w.server.Edit(func(s *sandbox.State) {
			s.Blocks = append(s.Blocks, &sandbox.UserBlock{ID: 1, By: author, Target: bot, At: w.at})
		})
	}
	suspended := func(w *world) {
		author := w.person(t, "bruno")
		w.server.Edit(func(*sandbox.State) { author.Suspended, author.SuspendedAt = true, w.at })
	}
	suspendedByUs := func(w *world) {
		must(t, w.instance.Execute(t.Context(), plan.Change{Action: plan.Create, Skill: skill.SuspendAccount, Target: "@bruno", Params: map[string]any{}}))
	}
	removed := func(w *world) {
		author, moderator := w.person(t, "bruno").ID, w.person(t, "ada").ID
		w.server.Edit(func(s *sandbox.State) {
			s.Statuses = slices.DeleteFunc(s.Statuses, func(p *sandbox.Status) bool { return p.Account == author })
			r := s.Reports[len(s.Reports)-1]
			r.ActionTakenAt, r.ActionTakenBy = w.at, moderator
		})
	}
	for name, c := range map[string]struct {
		edit          func(*world)
		filed, public bool
		resolved      bool
	}{
		"by an author who blocks the bot":          {edit: blocked, public: true},
		"who does so after the report":             {edit: blocked, public: true, filed: true},
		"by a suspended author":                    {edit: suspended},
		"suspended after the report":               {edit: suspended, filed: true},
		"suspended by the bot, which closes it":    {edit: suspendedByUs, filed: true},
		"because a moderator deleted it":           {edit: removed, filed: true, resolved: true},
		"and about which the bot reported nothing": {edit: func(w *world) { removed(w) }},
		"although the server needs a sign-in":      {edit: func(w *world) { blocked(w); w.server.Edit(func(s *sandbox.State) { s.Limited = true }) }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, sandbox.Options{})
			target := w.postOf(t, "bruno")
			deletion := actOn(skill.DeleteStatus, target)
			if c.filed {
				must(t, w.instance.Execute(t.Context(), deletion))
			}
			c.edit(w)
			got := w.reopen(t)
			item := w.readOne(t, plan.PostResource, target)
			if item[plan.Unseen] != true || item[plan.Public] != c.public || item[plan.Resolved] != c.resolved || (item[plan.FiledReport] != "") != c.filed {
				t.Errorf("read %v", item)
			}
			happened, known, err := got.Happened(t.Context(), deletion)
			if happened != c.filed || !known || err != nil {
				t.Errorf("happened %t, %t, %v", happened, known, err)
			}
			if err := got.Execute(t.Context(), deletion); !c.filed {
				wantMessage(t, err, "the server does not show it to the bot")
			} else {
				must(t, err)
			}
		})
	}
}

// A moderator's deletion detaches a post of another server at once, and any after a month.
func TestTheReportAboutAPostIsFoundByItsWords(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	target := w.postOf(t, "bruno")
	must(t, w.instance.Execute(t.Context(), actOn(skill.DeleteStatus, target)))
	w.server.Edit(func(s *sandbox.State) { s.Reports[len(s.Reports)-1].Statuses = nil })
	if got := w.readOne(t, plan.PostResource, target); got[plan.FiledReport] == "" {
		t.Errorf("read %v", got)
	}
}

// One target that the token may not read keeps no other from being read.
func TestWhatTheRoleMayNotReadIsNamedAndTheRestIsRead(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	posted, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "The text."))
	must(t, err)
	w.server.Edit(func(s *sandbox.State) { s.Accounts[0].Role.Permissions = sandbox.ManageUsers })
	items, err := w.reopen(t).Read(t.Context(), plan.PostResource, []string{posted.RootID, w.postOf(t, "bruno")})
	must(t, err)
	if items[0].Params[plan.Ours] != true || items[0].Params[plan.Unread] != nil {
		t.Errorf("the bot's own post: %v", items[0].Params)
	}
	if why, _ := items[1].Params[plan.Unread].(string); !strings.Contains(why, "GET /api/v1/admin/reports: 403") {
		t.Errorf("a member's post: %v", items[1].Params)
	}
	people, err := w.instance.Read(t.Context(), plan.PersonResource, []string{"@bruno", "@seller@spam-farm.example"})
	must(t, err)
	if why, _ := people[1].Params[plan.Unread].(string); people[0].Params[plan.Local] != true || !strings.Contains(why, "domain_blocks: 403") {
		t.Errorf("people: %v", people)
	}
}
