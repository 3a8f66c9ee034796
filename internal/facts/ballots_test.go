package facts_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

func at(h float64) moment.Time { return moment.Of(hour(h)) }

// ballot is review 1 by bruno at ten o'clock.
func ballot(change ...func(*facts.Review)) facts.Review {
	r := facts.Review{ID: 1, Author: facts.Person{Login: "bruno", ID: 102}, State: "APPROVED", SubmittedAt: at(10), Commit: "c", Digest: "D"}
	for _, each := range change {
		each(&r)
	}
	return r
}

func TestBallotsUseEventsEditsAndTheLedger(t *testing.T) {
	dismissed := func(r *facts.Review) { r.State = "DISMISSED" }
	by := func(who facts.Person, state, commit string) func(*facts.Review) {
		return func(r *facts.Review) {
			r.State, r.Dismissed = "DISMISSED", &facts.Dismissal{By: who, State: state, Commit: commit, At: at(11)}
		}
	}
	untold := func(who facts.Person, state string) func(*facts.Review) {
		return func(r *facts.Review) { r.State, r.Dismissed = "DISMISSED", &facts.Dismissal{By: who, State: state} }
	}
	edited := func(r *facts.Review) { r.Edited = true }
	body := func(text string) func(*facts.Review) { return func(r *facts.Review) { r.Body = text } }
	gone := func(r *facts.Review) { r.Author = facts.Person{} }
	lost := func(r *facts.Review) { r.Digest = "" }
	remark := func(r *facts.Review) { r.State, r.Body = "COMMENTED", "hm" }
	event := func(h float64, state, commit string) []facts.Event {
		return []facts.Event{
			{Kind: "closed", At: hour(h)},
			{Kind: "review_dismissed", Review: 2, State: "APPROVED", At: hour(h)},
			{Kind: "review_dismissed", Review: 1, Actor: facts.Person{Login: "chen", ID: 103}, State: state, DismissalCommit: commit, At: hour(h)},
		}
	}
	chen, somebody := facts.Person{Login: "chen", ID: 103}, facts.Person{Login: "somebody"}
	list := func(r ...facts.Review) []facts.Review { return r }
	edits := func(h float64) map[int64]time.Time { return map[int64]time.Time{1: hour(h)} }
	words := func(read, edited float64, text string) map[int64]facts.Words {
		w := facts.Words{
			Text: facts.Redacted(facts.Facts{Reviews: []facts.Review{{Body: text}}}).Reviews[0].Body, State: "APPROVED", ReadAt: hour(read),
			Salt: "salt", SHA256: facts.Fingerprint("salt", text),
		}
		if edited > 0 {
			w.EditedAt = hour(edited)
		}
		return map[int64]facts.Words{1: w}
	}
	between := func(read, edited float64) func(*facts.Review) {
		return func(r *facts.Review) { r.ReadAt, r.EditedAt = at(read), at(edited) }
	}
	cases := map[string]struct {
		in   facts.Record
		want []facts.Review
	}{
		"nothing happened":            {facts.Record{Reviews: list(ballot())}, list(ballot())},
		"dismissed by another":        {facts.Record{Reviews: list(ballot(dismissed)), Events: event(11, "APPROVED", "")}, list(ballot(by(chen, "APPROVED", "")))},
		"dismissed by a push":         {facts.Record{Reviews: list(ballot(dismissed)), Events: event(11, "APPROVED", "cc")}, list(ballot(by(chen, "APPROVED", "cc")))},
		"dismissed without an event":  {facts.Record{Reviews: list(ballot(dismissed))}, list(ballot(dismissed))},
		"an event without the state":  {facts.Record{Reviews: list(ballot(dismissed)), Events: event(11, "", "")}, list(ballot(by(chen, "", "")))},
		"dismissed without, but kept": {facts.Record{Reviews: list(ballot(dismissed)), Kept: list(ballot())}, list(ballot(untold(somebody, "APPROVED")))},
		"dismissed, then merged":      {facts.Record{Reviews: list(ballot(dismissed)), Events: event(11, "APPROVED", ""), Merged: hour(12)}, list(ballot(by(chen, "APPROVED", "")))},
		"merged, then dismissed":      {facts.Record{Reviews: list(ballot(dismissed)), Events: event(13, "APPROVED", ""), Merged: hour(12)}, list(ballot())},
		"merged, dismissed without, but kept": {
			facts.Record{Reviews: list(ballot(dismissed)), Kept: list(ballot()), Merged: hour(12)}, list(ballot()),
		},
		"submitted after the merge": {facts.Record{Reviews: list(ballot()), Merged: hour(9)}, nil},
		"edited":                    {facts.Record{Reviews: list(ballot()), Edits: edits(11)}, list(ballot(edited))},
		"never edited since":        {facts.Record{Reviews: list(ballot()), Edits: edits(10)}, list(ballot())},
		"edited after the merge":    {facts.Record{Reviews: list(ballot(body("x"))), Edits: edits(13), Merged: hour(12)}, list(ballot(body("x"), edited))},
		"edited after the merge, but kept": {
			facts.Record{Reviews: list(ballot(body("x"))), Edits: edits(13), Merged: hour(12), Kept: list(ballot(body("/abstain")))},
			list(ballot(body("/abstain"))),
		},
		"edited before the merge, though kept": {
			facts.Record{Reviews: list(ballot(body("x"))), Edits: edits(11), Merged: hour(12), Kept: list(ballot(body("/abstain")))},
			list(ballot(body("x"), edited)),
		},
		"edited, but read before": {
			facts.Record{Reviews: list(ballot(body("x"))), Edits: edits(12), Words: words(11, 0, "/abstain")},
			list(ballot(body("/abstain"), edited, between(11, 12))),
		},
		"edited twice, and seen in between": {
			facts.Record{Reviews: list(ballot(body("x"))), Edits: edits(14), Words: words(11, 12, "/abstain")},
			list(ballot(body("/abstain"), edited, between(11, 12))),
		},
		"edited before it was read": {
			facts.Record{Reviews: list(ballot(body("x"))), Edits: edits(11), Words: words(12, 0, "/abstain")}, list(ballot(body("x"), edited)),
		},
		"another text than was read": {
			facts.Record{Reviews: list(ballot(body("x"))), Words: words(11, 0, "/abstain")}, list(ballot(body("/abstain"), edited, between(11, 11))),
		},
		"the text that was read": {
			facts.Record{Reviews: list(ballot(body("/abstain\nI know them"))), Words: words(11, 0, "/abstain\nI know them")},
			list(ballot(body("/abstain\nI know them"))),
		},
		"dismissed without, but read": {
			facts.Record{Reviews: list(ballot(dismissed)), Words: words(11, 0, "")}, list(ballot(untold(somebody, "APPROVED"))),
		},
		"edited in the second of the merge, but kept": {
			facts.Record{Reviews: list(ballot(body("x"))), Edits: edits(12), Merged: hour(12), Kept: list(ballot(body("/abstain")))},
			list(ballot(body("/abstain"))),
		},
		"account deleted":           {facts.Record{Reviews: list(ballot(gone))}, list(ballot(gone))},
		"account deleted, but kept": {facts.Record{Reviews: list(ballot(gone)), Kept: list(ballot())}, list(ballot())},
		"on a commit that is gone": {
			facts.Record{Reviews: list(ballot(lost)), Digest: "D", Opened: hour(9)}, list(ballot(dismissed)),
		},
		"on a commit that is gone, before the vote": {
			facts.Record{Reviews: list(ballot(lost)), Digest: "D", Opened: hour(11)}, list(ballot(lost)),
		},
		"on a commit that is gone, but kept": {
			facts.Record{Reviews: list(ballot(lost)), Kept: list(ballot()), Digest: "E", Opened: hour(9)}, list(ballot()),
		},
		"a remark on a commit that is gone": {
			facts.Record{Reviews: list(ballot(lost, remark)), Digest: "D", Opened: hour(9)}, list(ballot(lost, remark)),
		},
		"gone from the list":                 {facts.Record{Kept: list(ballot())}, list(ballot(dismissed))},
		"gone from the list after the merge": {facts.Record{Kept: list(ballot()), Merged: hour(12)}, list(ballot())},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.in.Ballots()); diff != "" {
				t.Errorf("ballots (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheLedgerReadsWordsOnceAndTheirFirstEdit(t *testing.T) {
	about := func(r facts.Review) bool { return r.ID != 9 }
	read := map[int64]facts.Words{2: {ReadAt: hour(11)}, 3: {ReadAt: hour(11)}, 4: {ReadAt: hour(11), EditedAt: hour(12)}}
	var reviews []facts.Review
	for _, id := range []int64{1, 2, 3, 4, 5, 9} {
		reviews = append(reviews, ballot(func(r *facts.Review) { r.ID = id }))
	}
	record := facts.Record{Reviews: reviews, Words: read, Edits: map[int64]time.Time{3: hour(12), 4: hour(13), 5: hour(12)}}
	got := map[int64]moment.Time{}
	for _, r := range record.Unread(about) {
		got[r.ID] = r.EditedAt
	}
	if diff := cmp.Diff(map[int64]moment.Time{1: {}, 3: at(12)}, got); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}
}

func TestBallotsComeInTheOrderInWhichTheyWereCast(t *testing.T) {
	early, late := ballot(), ballot(func(r *facts.Review) { r.ID, r.SubmittedAt = 9, at(9) })
	got := facts.Record{Reviews: []facts.Review{early}, Kept: []facts.Review{early, late}}.Ballots()
	if len(got) != 2 || got[0].ID != 9 || got[1].ID != 1 {
		t.Errorf("ballots %+v", got)
	}
}

func TestOnlyWordsNeedTheirHistory(t *testing.T) {
	for want, reviews := range map[bool][]facts.Review{
		true:  {{State: "COMMENTED", Body: "x"}, {State: "CHANGES_REQUESTED"}, {State: "DISMISSED", Body: "x"}},
		false: {{State: "APPROVED", Body: "/abstain"}, {State: "COMMENTED"}, {State: "DISMISSED"}},
	} {
		for _, r := range reviews {
			if got := facts.RestsOnWords(r); got != want {
				t.Errorf("%+v: %t", r, got)
			}
		}
	}
}

func TestAVoteIsRecognisedInAComment(t *testing.T) {
	for text, want := range map[string]string{
		"/no": "/no", " /YES please": "/yes", "> /abstain\nhm": "/abstain", "/withdraw.": "/withdraw", "no": "", "a /no": "", "/nobody": "", "/second": "", "": "",
	} {
		if got, ok := facts.VoteWord(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", text, got, ok)
		}
	}
}

func TestOnlyWordsThatAVoteKnowsAreKept(t *testing.T) {
	for body, want := range map[string]string{
		"":                             "",
		" \n":                          "",
		"/abstain":                     "/abstain",
		"  /ABSTAIN \nI know them":     "/abstain\n…",
		"/casting   Yes":               "/casting yes",
		"/judge pass\n \n":             "/judge pass",
		"/me hates bob":                "…",
		"/abstain because I know them": "…",
		"fine\n/block":                 "…",
	} {
		f := facts.Facts{Reviews: []facts.Review{{ID: 1, Body: body}}}
		if got := facts.Redacted(f).Reviews[0].Body; got != want {
			t.Errorf("%q becomes %q, want %q", body, got, want)
		}
		if f.Reviews[0].Body != body {
			t.Errorf("the facts themselves were changed: %q", f.Reviews[0].Body)
		}
	}
}
