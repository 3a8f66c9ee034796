package opa

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

func TestReviewsBecomeBallots(t *testing.T) {
	blocks := suspending + "veto: {holders: all, stance: block, effect: suspend}\n"
	other := &facts.Dismissal{By: person("ben"), State: approved}
	tests := []struct {
		name, provision, want string
		change                func(*facts.Facts)
	}{
		{"approve is yes, request changes is no", suspending, "1:1:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "cas", objected, "")
		}},
		{"/block is a no where the provision has no blocks", suspending, "0:1:0:0", func(f *facts.Facts) { review(f, "ben", objected, "/block\nreason") }},
		{"/block is a block where they are known", blocks, "0:0:0:1", func(f *facts.Facts) { review(f, "ben", objected, "/block\r\nreason") }},
		{"a block is in the first line or nowhere", blocks, "0:1:0:0", func(f *facts.Facts) { review(f, "ben", objected, "no\n/block") }},
		{"an approval counts whatever its text begins with", suspending, "1:0:0:0", func(f *facts.Facts) { review(f, "ben", approved, "\n/x") }},
		{"/abstain abstains", suspending, "0:0:1:0", func(f *facts.Facts) { review(f, "ben", said, " /Abstain \nmore") }},
		{"other comments are no ballots", suspending, "0:0:0:0", func(f *facts.Facts) { review(f, "ben", said, "yes!") }},
		{"the last decisive review wins", suspending, "0:1:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "ben", objected, "")
			review(f, "ben", said, "well")
		}},
		{"unless the provision says the first", suspending + "ballots: {revote: first}\n", "1:0:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "ben", objected, "")
		}},
		{"/withdraw takes everything back", suspending, "0:0:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "ben", said, "/withdraw")
		}},
		{"and one may vote again", suspending, "0:1:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "ben", said, "/withdraw")
			review(f, "ben", objected, "")
		}},
		{"the proposer may say yes", suspending, "1:0:0:0", func(f *facts.Facts) { review(f, "ada", said, "/yes") }},
		{"the proposer may say no", suspending + "proposer_vote: implicit_yes\n", "0:1:0:0", func(f *facts.Facts) { review(f, "ada", said, "/no") }},
		{"no one else may", suspending, "0:0:0:0", func(f *facts.Facts) { review(f, "ben", said, "/yes") }},
		{"the proposal may count as the proposer's yes", suspending + "proposer_vote: implicit_yes\n", "1:0:0:0", func(*facts.Facts) {}},
		{"strangers do not count", suspending, "0:0:0:0", func(f *facts.Facts) { review(f, "zed", approved, "") }},
		{"a login is only a label", suspending, "0:0:0:0", func(f *facts.Facts) { review(f, "ben", approved, "").Author.ID = 555 }},
		{"the id 0 is no member's", suspending, "0:0:0:0", func(f *facts.Facts) {
			f.Roster[1].GitHub.ID = 0
			review(f, "ben", approved, "").Author.ID = 0
		}},
		{"a bot on the roster votes", suspending, "1:0:0:0", func(f *facts.Facts) { review(f, "ben", approved, "").Author.Type = "Bot" }},
		{"other content does not count", suspending, "0:0:0:0", func(f *facts.Facts) { review(f, "ben", approved, "").Digest = "d0" }},
		{"a late review does not count", suspending, "0:0:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "").SubmittedAt = moment.Parse(closed)
			f.Now = closed
		}},
		{"nor one from before the opening", suspending, "0:0:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "").SubmittedAt = moment.Parse("2026-11-19T23:59:59Z")
		}},
		{"a dismissal by another person does not count", suspending, "1:0:0:0", func(f *facts.Facts) {
			r := review(f, "cas", approved, "")
			r.State, r.Dismissed = "DISMISSED", other
		}},
		{"one by the author withdraws", suspending, "0:0:0:0", func(f *facts.Facts) {
			r := review(f, "ben", approved, "")
			r.State, r.Dismissed = "DISMISSED", other
		}},
		{"one by a push does not", suspending, "1:0:0:0", func(f *facts.Facts) {
			r := review(f, "ben", approved, "")
			r.State, r.Dismissed = "DISMISSED", &facts.Dismissal{By: person("ben"), State: approved, Commit: "abc"}
		}},
		{"the roster is that of the opening", suspending, "1:0:0:0", func(f *facts.Facts) {
			f.Roster[1].Since, f.Roster[2].Until, f.Roster[3].Until = "2026-11-20T00:00:01Z", "2026-11-20T00:00:00Z", "2026-11-20T00:00:01Z"
			review(f, "ben", approved, "")
			review(f, "cas", approved, "")
			review(f, "dee", approved, "")
		}},
		{"roles decide", strings.Replace(suspending, "member", "moderator", 1), "1:0:0:0", func(f *facts.Facts) {
			f.Roster[1].Roles = append(f.Roster[1].Roles, "moderator")
			review(f, "ben", approved, "")
			review(f, "cas", approved, "")
		}},
		{"a standing delegation is carried", suspending + "delegation: {allowed: proxy}\n", "2:0:0:0", func(f *facts.Facts) {
			f.Roster[1].Delegate = "cas"
			review(f, "cas", approved, "")
		}},
		{"and overridden by an own ballot", suspending + "delegation: {allowed: proxy}\n", "1:1:0:0", func(f *facts.Facts) {
			f.Roster[1].Delegate = "cas"
			review(f, "cas", approved, "")
			review(f, "ben", objected, "")
		}},
		{"weights are exact decimals", suspending + "weights: share\n", "1.5:0.05:0:0", func(f *facts.Facts) {
			f.Roster[1].Weight, f.Roster[2].Weight = "1.50", "0.05"
			review(f, "ben", approved, "")
			review(f, "cas", objected, "")
		}},
		{"what happened after a merge does not count", suspending, "1:0:0:0", func(f *facts.Facts) {
			review(f, "ben", approved, "")
			review(f, "cas", approved, "")
			f.Timing.MergedAt = moment.Parse("2026-11-20T01:30:00Z")
		}},
	}
	j := testJudge(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := proposal()
			tt.change(&f)
			got, d := tallied(t, j, tt.provision, f)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("tally (-want +got):\n%s%+v", diff, d.Ballots)
			}
		})
	}
}
