package scenario_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/render"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestASecondRunWritesNothing(t *testing.T) {
	w := newTestProposal(t)
	shown, writes := w.notify(w.finding(w.number))
	if writes != 2 || shown[0].State != "pending" {
		t.Errorf("%d writes, state %s; want a comment and a status", writes, shown[0].State)
	}
	status := w.shows(w.number)
	if status.TargetURL != shown[0].Comment.URL || status.Description != "open until 2026-11-08 12:00 UTC: article 10 still needs 2 more votes in favour" {
		t.Errorf("the status is %+v", status)
	}
	for range 3 {
		w.now = w.now.Add(time.Hour)
		if _, writes := w.notify(w.finding(w.number)); writes != 0 {
			t.Errorf("%d writes by a later run", writes)
		}
	}
}

func TestTheLivingCommentIsReplacedAndNeverAppendedTo(t *testing.T) {
	w := newTestProposal(t)
	w.notify(w.finding(w.number))
	if _, writes := w.notify(w.finding(w.number, passed)); writes != 2 {
		t.Errorf("%d writes, want the comment and the status", writes)
	}
	all := w.comments(w.number)
	if len(all) != 1 || !strings.HasPrefix(all[0].Body, "✅ **Passed**") || strings.Contains(all[0].Body, "Open until") {
		t.Errorf("got %+v", all)
	}
	if got := w.shows(w.number); got.State != "success" {
		t.Errorf("the status is %+v", got)
	}
}

func TestACommentDeletedByHandIsWrittenAgain(t *testing.T) {
	w := newTestProposal(t)
	shown, _ := w.notify(w.finding(w.number))
	w.server.Uncomment(shown[0].Comment.ID)
	if _, writes := w.notify(w.finding(w.number)); writes != 2 {
		t.Errorf("%d writes, want a comment and the status that links to it", writes)
	}
	if all := w.comments(w.number); len(all) != 1 || all[0].URL != w.shows(w.number).TargetURL {
		t.Errorf("got %+v", all)
	}
}

func TestAPastedMarkerIsNotOurs(t *testing.T) {
	w := newTestProposal(t)
	pasted, err := w.as("stranger").PostComment(t.Context(), w.number, render.Comment(render.Page{Marker: render.Marker{State: strings.Repeat("a", 64)}}))
	w.must(err)
	_, err = w.as("ada").PostStatus(t.Context(), w.finding(w.number).Pull.Head, facts.CommitStatus{
		Context: "ByLaw", State: "success", Description: "passed", TargetURL: pasted.URL,
	})
	w.must(err)
	w.notify(w.finding(w.number))
	all := w.comments(w.number)
	if len(all) != 2 || all[0].Body != pasted.Body || all[1].Author.ID != hub.ActionsBot {
		t.Errorf("got %+v", all)
	}
	if got := w.shows(w.number); got.State != "pending" || got.TargetURL != all[1].URL {
		t.Errorf("the status of another account is shown: %+v", got)
	}
}

func TestWhatTheStatusSays(t *testing.T) {
	tests := map[string]struct {
		change func(*check.Finding)
		state  string
		text   string
	}{
		"open":         {func(*check.Finding) {}, "pending", "open until 2026-11-08 12:00 UTC"},
		"passed":       {passed, "success", "passed: it has what article 10 needs, and may be merged"},
		"waiting":      {func(f *check.Finding) { passed(f); f.Decision.Enactable = false }, "pending", "passed: it has what article 10 needs, but may not be merged yet"},
		"lost":         {lost, "failure", "failed: "},
		"vetoed":       {func(f *check.Finding) { lost(f); f.Decision.Outcome = decision.Vetoed }, "failure", "vetoed"},
		"refused":      {refused, "failure", "refused: no provision grants this power"},
		"error":        {func(f *check.Finding) { passed(f); f.Problem = errors.New("502 Bad Gateway") }, "error", "not decided: an error"},
		"unknown":      {func(f *check.Finding) { f.Decision.Outcome = "approved" }, "error", "not decided: the outcome approved is not known"},
		"draft":        {func(f *check.Finding) { f.Pull.Draft, f.Facts.Proposal.Draft = true, true }, "pending", "draft: "},
		"passed draft": {func(f *check.Finding) { passed(f); f.Pull.Draft = true }, "pending", "passed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newTestProposal(t)
			w.notify(w.finding(w.number, test.change))
			if got := w.shows(w.number); got.State != test.state || !strings.HasPrefix(got.Description, test.text) {
				t.Errorf("got %s %q, want %s %q", got.State, got.Description, test.state, test.text)
			}
		})
	}
}

func TestWithdrawnIsNeverSuccess(t *testing.T) {
	for login, text := range map[string]string{"ada": "withdrawn by its proposer", "bruno": "closed without being merged"} {
		w := newTestProposal(t)
		w.must(w.server.Close(login, w.number, true))
		w.notify(w.finding(w.number, passed))
		if got := w.shows(w.number); got.State != "failure" || got.Description != text {
			t.Errorf("closed by %s: %+v", login, got)
		}
	}
}

func TestTwoProposalsWithOneHeadShowTheWorse(t *testing.T) {
	w := newTestProposal(t)
	w.must(w.server.Push("ada", w.work.Root(), "twin", w.finding(w.number).Pull.Head, true))
	twin := w.propose("twin", "main")
	_, writes := w.notify(w.finding(w.number, passed), w.finding(twin, refused))
	if got := w.shows(w.number); got.State != "failure" || writes != 3 || got.TargetURL != w.comments(twin)[0].URL {
		t.Errorf("%d writes, status %+v", writes, got)
	}
	if text := w.comments(w.number)[0].Body; !strings.Contains(text, "proposal 2 has the same head commit") {
		t.Errorf("the comment does not say so:\n%s", text)
	}
	if _, writes := w.notify(w.finding(w.number, passed), w.finding(twin, refused)); writes != 0 {
		t.Errorf("%d writes by a second run", writes)
	}
	w.must(w.server.Close("ada", twin, true))
	w.notify(w.finding(w.number, passed), w.finding(twin, refused))
	if got := w.shows(w.number); got.State != "success" {
		t.Errorf("a closed proposal speaks for an open one: %+v", got)
	}
}

func TestAFullHeadIsSaidOnceAndLeftAlone(t *testing.T) {
	w := newTestProposal(t)
	head := w.finding(w.number).Pull.Head
	for range 1000 {
		_, err := w.as("ada").PostStatus(t.Context(), head, facts.CommitStatus{Context: "BYLAW", State: "success", Description: "forged"})
		w.must(err)
	}
	shown, writes := w.notify(w.finding(w.number))
	if writes != 1 || len(shown[0].Incidents) != 1 || !strings.Contains(w.comments(w.number)[0].Body, "push a new commit") {
		t.Errorf("%d writes, %q", writes, shown[0].Incidents)
	}
	if _, writes := w.notify(w.finding(w.number)); writes != 0 {
		t.Errorf("%d writes by a second run", writes)
	}
}

func TestWhatACommunitySaysFitsTheStatus(t *testing.T) {
	for name, said := range map[string]string{"an emoji": "no blocks on a 🎉 day", "letters beyond U+FFFF": strings.Repeat("𝔘", 200), "lines": "one\ntwo\x00"} {
		w := newTestProposal(t)
		says := func(f *check.Finding) {
			f.Decision.Outcome, f.Decision.Denials = decision.Failed, []decision.Notice{{Code: "custom", Text: said}}
		}
		shown, _ := w.notify(w.finding(w.number, says))
		if got := w.shows(w.number); len(shown[0].Incidents) > 0 || got.State != "failure" || !strings.HasPrefix(got.Description, "refused") {
			t.Errorf("%s: %+v, %q", name, got, shown[0].Incidents)
		}
		if _, writes := w.notify(w.finding(w.number, says)); writes != 0 {
			t.Errorf("%s: %d writes by a second run", name, writes)
		}
	}
}

func TestARefusedStatusIsAnIncident(t *testing.T) {
	w := newTestProposal(t)
	w.server.Script(hub.Fault{Route: "POST /repos/{owner}/{repo}/statuses/{sha}", Status: 422, Body: `{"message":"Validation Failed"}`})
	shown, _ := w.notify(w.finding(w.number))
	if len(shown[0].Incidents) != 1 || !strings.Contains(shown[0].Incidents[0], "Validation Failed") {
		t.Errorf("got %q", shown[0].Incidents)
	}
}

func TestALockedProposalStillGetsItsStatus(t *testing.T) {
	w := newTestProposal(t)
	w.server.Script(hub.Fault{Route: "POST /repos/{owner}/{repo}/issues/{number}/comments", Status: 403, Body: `{"message":"locked"}`})
	_, err := w.teller().Notify(t.Context(), []check.Finding{w.finding(w.number)})
	if !errors.Is(err, forge.ErrForbidden) {
		t.Errorf("got %v", err)
	}
	if got := w.shows(w.number); got.State != "pending" || !strings.HasSuffix(got.TargetURL, "/pull/1") {
		t.Errorf("got %+v", got)
	}
}

func TestVoidedVotesAreAskedForAgainOnce(t *testing.T) {
	w := newTestProposal(t)
	_, err := w.server.Review("bruno", w.number, hub.Ballot{Event: "APPROVE"})
	w.must(err)
	_, err = w.server.Review("stranger", w.number, hub.Ballot{Event: "APPROVE"})
	w.must(err)
	w.push("proposal", "three\n")
	for range 2 {
		w.notify(w.finding(w.number))
	}
	all := w.comments(w.number)
	if len(all) != 2 || !strings.Contains(all[0].Body, "do not count: `bruno`.") || !strings.Contains(all[1].Body, "please vote again (1): `bruno`") {
		t.Errorf("got %+v", all)
	}
	if _, writes := w.notify(w.finding(w.number, func(f *check.Finding) { f.Decision.OpenedAt = moment.Parse("2027-01-01T00:00:00Z") })); writes != 2 {
		t.Errorf("%d writes after another opening, want a request and the living comment", writes)
	}
}

func TestTheReminderComesOnceAndMentionsWhoHasNotVoted(t *testing.T) {
	w := newTestProposal(t)
	w.server.Rename("bruno", "bruno-new")
	w.server.Join(hub.Account{ID: 777, Login: "bruno"})
	w.server.Leave("chen")
	w.notify(w.finding(w.number))
	w.now = time.Date(2026, 11, 7, 11, 59, 59, 0, time.UTC)
	if _, writes := w.notify(w.finding(w.number)); writes > 1 {
		t.Errorf("%d writes before it is time", writes)
	}
	voted := func(f *check.Finding) {
		f.Decision.Ballots = []decision.Ballot{{Seat: "ada", Choice: "yes", Counted: true}}
	}
	w.now = w.now.Add(time.Second)
	w.notify(w.finding(w.number, voted))
	all := w.comments(w.number)
	if len(all) != 2 || !strings.HasPrefix(all[1].Body, "@bruno-new and `chen`: this vote closes 2026-11-08 12:00 UTC") {
		t.Fatalf("got %+v", all)
	}
	w.now = w.now.Add(time.Hour)
	if _, writes := w.notify(w.finding(w.number, voted)); writes != 0 {
		t.Errorf("%d writes after the reminder", writes)
	}
	w.now = w.now.Add(48 * time.Hour)
	w.notify(w.finding(w.number, lost))
	if all := w.comments(w.number); len(all) != 2 || !strings.HasPrefix(all[0].Body, "❌") {
		t.Errorf("got %+v", all)
	}
}

func TestNoOtherAccountCanMarkAReminderAsSent(t *testing.T) {
	w := newTestProposal(t)
	_, err := w.as("stranger").PostComment(t.Context(), w.number, render.Once(render.RemindKind, "2026-11-01T12:00:00Z"))
	w.must(err)
	w.now = time.Date(2026, 11, 7, 12, 0, 0, 0, time.UTC)
	w.notify(w.finding(w.number))
	if all := w.comments(w.number); len(all) != 3 || !strings.HasPrefix(all[1].Body, "@ada, @bruno and @chen: ") {
		t.Errorf("got %+v", all)
	}
}

func TestACopyOfOurStatusIsNotOurs(t *testing.T) {
	w := newTestProposal(t)
	w.notify(w.finding(w.number))
	same := w.shows(w.number)
	_, err := w.as("ada").PostStatus(t.Context(), w.finding(w.number).Pull.Head, same)
	w.must(err)
	if _, writes := w.notify(w.finding(w.number)); writes != 1 || w.shows(w.number).Creator.ID != hub.ActionsBot {
		t.Errorf("%d writes, the status is by %+v", writes, w.shows(w.number).Creator)
	}
}

func TestNoMemberIsRemindedInTheFirstHalfOfAVote(t *testing.T) {
	w := newTestProposal(t)
	short := func(f *check.Finding) { f.Decision.ClosesAt = moment.Parse("2026-11-02T12:00:00Z") }
	w.notify(w.finding(w.number, short))
	never := func(f *check.Finding) { short(f); f.Charter.Settings.Remind = 0 }
	w.now = w.now.Add(13 * time.Hour)
	w.notify(w.finding(w.number, never))
	if all := w.comments(w.number); len(all) != 1 {
		t.Fatalf("got %+v", all)
	}
	w.notify(w.finding(w.number, short))
	if all := w.comments(w.number); len(all) != 2 {
		t.Errorf("got %+v", all)
	}
}
