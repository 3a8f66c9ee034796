package gitea_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// What was pushed while the proposal was closed is in no time line: the server proves no time for it, also after reopening.
func TestAHeadThatCameWhileClosedHasNoProvenArrival(t *testing.T) {
	w := newWorld(t)
	w.call("ada", "PATCH", pulls, map[string]string{"state": "closed"})
	w.push("ada", w.write("third"))
	w.call("ada", "PATCH", pulls, map[string]string{"state": "open"})
	if pushes, err := w.pushes(); !errors.Is(err, facts.ErrNotFound) {
		t.Errorf("%+v, %v", pushes, err)
	}
	last := w.write("fourth")
	w.push("ada", last)
	pushes, err := w.pushes()
	if err != nil || len(pushes) != 2 || pushes[0].After != last || pushes[0].Before != "" || !pushes[0].At.Equal(w.now) {
		t.Errorf("%+v, %v", pushes, err)
	}
}

// An old head that another person brings back is theirs, and there since then.
func TestAnOldHeadThatIsBroughtBackIsNew(t *testing.T) {
	w := newWorld(t)
	w.push("ada", w.write("third"))
	w.push("bruno", w.head)
	pushes, err := w.pushes()
	if err != nil || pushes[0].Actor.Login != "bruno" || !pushes[0].At.Equal(w.now) {
		t.Fatalf("%+v, %v", pushes, err)
	}
	if tenure := facts.TenureOf(w.head, pushes, map[string]string{w.head: "X"}, w.now); !tenure.Since.Equal(w.now) {
		t.Errorf("there since %v", tenure.Since)
	}
}

// A retarget takes the arrivals away; what it leaves says no earlier time than its own, and it opens the vote again.
func TestARetargetHidesNoArrival(t *testing.T) {
	w := newWorld(t)
	w.must(w.server.Push("ada", w.work.Root(), "other", w.head, true))
	w.must(w.server.Push("ada", w.work.Root(), "base", mainOf(w), true))
	w.call("ada", "PATCH", pulls, map[string]string{"base": "base"})
	pushes, err := w.pushes()
	if err != nil || len(pushes) != 1 || !pushes[0].At.Equal(w.now) {
		t.Errorf("%+v, %v", pushes, err)
	}
	events, err := w.client.Events(w.Context(), 1)
	if err != nil || len(events) != 1 || events[0].Kind != "base_ref_changed" || !events[0].At.Equal(w.now) {
		t.Errorf("%+v, %v", events, err)
	}
}

func mainOf(w *world) string {
	w.Helper()
	pull, err := w.client.Pull(w.Context(), 1)
	w.must(err)
	return pull.Base
}

func TestATitleThatLosesItsBeginningMayMakeADraftReady(t *testing.T) {
	w := newWorld(t)
	for _, title := range []string{"WIP: Roster", "Roster", "Roster, again"} {
		w.call("ada", "PATCH", pulls, map[string]string{"title": title})
	}
	events, err := w.client.Events(w.Context(), 1)
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	if got := fmt.Sprint(kinds); err != nil || got != "[convert_to_draft ready_for_review renamed]" {
		t.Errorf("%s, %v", got, err)
	}
}

// The feed of the branch is followed as long as it has no gap; a row that its person hides is one.
func TestAFeedThatIsHiddenProvesNothing(t *testing.T) {
	w := newWorld(t)
	old := mainOf(w)
	pushMain := func(login, commit string) {
		w.now = w.now.Add(time.Minute)
		w.must(w.server.Push(login, w.work.Root(), "main", commit, true))
	}
	second, third := w.write("a"), w.write("b")
	pushMain("ada", second)
	pushMain("bruno", third)
	log, err := w.client.Activity(w.Context(), "refs/heads/main", time.Time{})
	if err != nil || len(log) != 2 || log[0].After != third || log[1].After != second || log[1].Before != old {
		t.Errorf("%+v, %v", log, err)
	}
	w.server.HideActivity("ada")
	if log, err = w.client.Activity(w.Context(), "refs/heads/main", time.Time{}); err != nil || len(log) != 1 || log[0].After != third {
		t.Errorf("with a row hidden: %+v, %v", log, err)
	}
	w.server.HideActivity("bruno")
	if log, err = w.client.Activity(w.Context(), "refs/heads/main", time.Time{}); !errors.Is(err, facts.ErrNotFound) {
		t.Errorf("with the last row hidden: %+v, %v", log, err)
	}
}

func TestVotesAreDatedByWhatTheServerProves(t *testing.T) {
	for name, test := range map[string]struct {
		act   func(*world) (id int, at time.Time)
		state string
	}{
		"a draft that is submitted later": {func(w *world) (int, time.Time) {
			id := w.review("bruno", "", "thoughts")
			w.call("bruno", "POST", pulls+"/reviews/"+strconv.Itoa(id), map[string]string{"event": "APPROVED", "body": "yes"})
			return id, w.now
		}, "APPROVED"},
		"a draft that is submitted and replaced": {func(w *world) (int, time.Time) {
			id := w.review("bruno", "", "thoughts")
			w.call("bruno", "POST", pulls+"/reviews/"+strconv.Itoa(id), map[string]string{"event": "APPROVED", "body": "yes"})
			at := w.now
			w.review("bruno", "REQUEST_CHANGES", "no")
			return id, at
		}, "APPROVED"},
		"a vote that a later one replaced": {func(w *world) (int, time.Time) {
			id := w.review("bruno", "APPROVED", "yes")
			at := w.now
			w.review("bruno", "REQUEST_CHANGES", "no")
			return id, at
		}, "APPROVED"},
		"a replaced vote that the time line shows no more": {func(w *world) (int, time.Time) {
			id := w.review("bruno", "APPROVED", "yes")
			at := w.now
			w.review("bruno", "REQUEST_CHANGES", "no")
			w.call("ada", "DELETE", "/repos/coop/governance/issues/comments/2", nil)
			return id, at
		}, "DISMISSED"},
		"a vote whose replacement was deleted": {func(w *world) (int, time.Time) {
			id := w.review("bruno", "APPROVED", "yes")
			later := w.review("bruno", "REQUEST_CHANGES", "no")
			at := w.now
			w.call("bruno", "DELETE", pulls+"/reviews/"+strconv.Itoa(later), nil)
			return id, at
		}, "DISMISSED"},
		"a vote that an administrator dismissed": {func(w *world) (int, time.Time) {
			id := w.review("bruno", "APPROVED", "yes")
			at := w.now
			w.call("root", "POST", pulls+"/reviews/"+strconv.Itoa(id)+"/dismissals", map[string]string{"message": "out of order"})
			return id, at
		}, "DISMISSED"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id, at := test.act(w)
			reviews, err := w.client.Reviews(t.Context(), 1)
			w.must(err)
			for _, r := range reviews {
				if int(r.ID) == id && (r.State != test.state || !r.SubmittedAt.Time.Equal(at)) {
					t.Errorf("%+v, want %s at %v", r, test.state, at)
				}
			}
		})
	}
}

// GitHub's word for an approval begins a draft, which no one counts; a deleted vote is gone; an edit by another changes no vote.
func TestWhatIsNoVoteIsNotCounted(t *testing.T) {
	w := newWorld(t)
	w.review("bruno", "APPROVE", "yes")
	if reviews, err := w.client.Reviews(t.Context(), 1); err != nil || len(reviews) != 0 {
		t.Errorf("%+v, %v", reviews, err)
	}
	id := w.review("bruno", "COMMENT", "/abstain")
	w.call("ada", "PATCH", "/repos/coop/governance/issues/comments/3", map[string]string{"body": "/yes"})
	reviews, err := w.client.Reviews(t.Context(), 1)
	if err != nil || len(reviews) != 1 || reviews[0].Body != "/abstain" {
		t.Errorf("%+v, %v", reviews, err)
	}
	w.call("bruno", "DELETE", pulls+"/reviews/"+strconv.Itoa(id), nil)
	if reviews, err = w.client.Reviews(t.Context(), 1); err != nil || len(reviews) != 0 {
		t.Errorf("after the deletion: %+v, %v", reviews, err)
	}
}

func TestADismissalSaysWhoseItIs(t *testing.T) {
	w := newWorld(t)
	id := w.review("bruno", "APPROVED", "yes")
	w.call("root", "POST", pulls+"/reviews/"+strconv.Itoa(id)+"/dismissals", map[string]string{"message": "out of order"})
	events, err := w.client.Events(t.Context(), 1)
	if err != nil || len(events) != 1 || events[0].Kind != "review_dismissed" || events[0].Actor.Login != "root" ||
		events[0].Review != int64(id) || events[0].State != "APPROVED" || events[0].DismissalCommit != "" {
		t.Errorf("%+v, %v", events, err)
	}
}

// Any writer can set a status of the same context, and a job one without a creator: only the creator says whose it is.
func TestStatusesAreToldApartByTheirCreator(t *testing.T) {
	w := newWorld(t)
	for _, login := range []string{"bylaw-bot", "bruno"} {
		w.call(login, "POST", "/repos/coop/governance/statuses/"+w.head, map[string]string{"state": "success", "context": "bylaw"})
	}
	w.server.JobStatus(w.head, "bylaw", "success")
	statuses, err := w.client.Statuses(t.Context(), w.head)
	if err != nil || len(statuses) != 3 || statuses[0].Creator.ID != 103 || statuses[1].Creator.ID != 102 || statuses[2].Creator.ID != 0 {
		t.Errorf("%+v, %v", statuses, err)
	}
}

// The authors of what deleted accounts wrote all look alike: none of them matches a seat.
func TestADeletedAccountHoldsNoSeat(t *testing.T) {
	w := newWorld(t)
	w.review("bruno", "APPROVED", "yes")
	w.server.Leave("bruno")
	reviews, err := w.client.Reviews(t.Context(), 1)
	if err != nil || len(reviews) != 1 || reviews[0].Author.ID != 0 {
		t.Errorf("%+v, %v", reviews, err)
	}
	if _, err := w.client.User(t.Context(), 102); !errors.Is(err, facts.ErrNotFound) {
		t.Errorf("the account: %v", err)
	}
}
