package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// tallies draws the votes. Articles with the same votes share a drawing.
func (p Page) tallies() string {
	if len(p.Decision.Rulings) == 0 || p.unopened() {
		return ""
	}
	var drawn []string
	unknown := doubtful(p.Decision.Ballots)
	under := map[string][]string{}
	for _, r := range p.Decision.Rulings {
		bars := strings.Join(tally(r.Tally, unknown), "\n")
		if len(under[bars]) == 0 {
			drawn = append(drawn, bars)
		}
		under[bars] = append(under[bars], shortened(r.Citation, longItem)+" ("+string(r.Outcome)+")")
	}
	var lines []string
	for _, bars := range drawn[:min(len(drawn), fewItems)] {
		lines = append(lines, article(under[bars][:min(len(under[bars]), fewItems)])+"\n"+bars+"\n")
	}
	return "### The votes\n\n" + fenced(strings.Join(lines, "\n"))
}

// fenced makes plain text a block of code that nothing inside it can end. Its lines are safe to print already.
func fenced(text string) string {
	fence := "```"
	for _, run := range ticks.FindAllString(text, -1) {
		if len(run) >= len(fence) {
			fence = run + "`"
		}
	}
	return fence + "text\n" + strings.TrimRight(text, "\n") + "\n" + fence + "\n"
}

// voters names who has not voted, and whose vote was for other content.
func (p Page) voters() string {
	switch {
	case p.unopened() || p.Facts.Proposal.State == "closed":
		return ""
	case p.Decision.Outcome != decision.Open, p.undecided():
		return named("Did not vote", p.Silent)
	}
	return joined([]string{named("Not voted yet", p.Silent), named("Voted on an earlier revision, please vote again", p.Voided)})
}

func named(what string, seats []string) string {
	if len(seats) == 0 {
		return ""
	}
	return fmt.Sprintf("%s (%d): %s\n", what, len(seats), strings.Join(seatNames(seats), ", "))
}

// seatNames writes seats as code, which mentions no one, and how many are left out.
func seatNames(seats []string) []string {
	names := make([]string, 0, fewVoters+1)
	for _, seat := range seats[:min(len(seats), fewVoters)] {
		names = append(names, code(shortened(seat, 64)))
	}
	if left := len(seats) - fewVoters; left > 0 {
		names = append(names, fmt.Sprintf("and %d more", left))
	}
	return names
}

// howToVote is three lines, as long as voting makes sense.
func (p Page) howToVote() string {
	if p.Decision.Outcome != decision.Open || p.unopened() || p.undecided() && doubtful(p.Decision.Ballots) > 0 {
		return ""
	}
	words := []string{"`/abstain` to abstain", "`/withdraw` to withdraw your vote"}
	words = append(words, p.otherWords()...)
	posts := ""
	if p.takesPosts() {
		posts = "4. Or answer the post about this proposal on Mastodon, from the account that the roster names, with a mention of the bot: `yes`, `no`, `abstain`, `block` or `withdraw` " +
			"alone in the first line. If you review as well, the review counts.\n"
	}
	return "### How to vote\n\n" +
		"1. Review this pull request: **Approve** is yes, **Request changes** is no.\n" +
		"2. Or choose **Comment** and make the first line " + sentence(words, "or") + ". Who proposes votes with `/yes` or `/no`.\n" +
		"3. Seats of the roster count, and your last vote before the close. If the content changes, vote again.\n" + posts
}

// otherWords are those that only some provisions listen to.
func (p Page) otherWords() []string {
	var words []string
	for _, other := range []struct {
		word  string
		hears func(provision.Rule) bool
	}{
		{"`/block` (with **Request changes**) to block", func(r provision.Rule) bool { return r.Veto != nil && r.Veto.Stance == "block" }},
		{"`/second` to support the motion", func(r provision.Rule) bool { return r.Sponsor != nil }},
		{"`/casting yes` or `/casting no` to break a tie", func(r provision.Rule) bool { return r.Tie == "casting_vote" }},
		{"`/judge pass` or `/judge fail` to rule", func(r provision.Rule) bool { return r.Judge != nil }},
	} {
		if slices.ContainsFunc(p.Decision.Rulings, func(r decision.Ruling) bool {
			rule, known := p.Constitution.Rule(r.Provision)
			return known && other.hears(rule)
		}) {
			words = append(words, other.word)
		}
	}
	return words
}
