package render

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// longBanner is the most that the first line of a comment says, in characters; the folded parts hold all of it.
const longBanner = 600

// banner is the sentence that everybody reads: the outcome with its date, and what is missing.
type banner struct {
	mark    string
	outcome string // with its date
	rest    string // "" where the outcome says it all
}

// Description is the outcome and what is missing as the description of a commit status.
func Description(p Page) string {
	h := bannerOf(p)
	return facts.StatusDescription.Fit(h.outcome + colon(h.rest))
}

// markdown writes the banner as one paragraph, the outcome in bold.
func (h banner) markdown() string {
	outcome := strings.ToUpper(h.outcome[:1]) + h.outcome[1:]
	return h.mark + " **" + markdown(outcome) + "**" + markdown(shortened(colon(h.rest), longBanner)) + ".\n"
}

func colon(rest string) string {
	if rest == "" {
		return ""
	}
	return ": " + rest
}

func bannerOf(p Page) banner {
	d := p.Decision
	switch {
	case p.Problem != "":
		return banner{"⚠️", "not decided", "an error is in the way, and an error is never a yes: " + Outside(p.Problem)}
	case p.Withdrawn:
		return banner{"⚪", "withdrawn by its proposer", ""}
	case p.Facts.Proposal.State == "closed":
		return banner{"⚪", "closed without being merged", ""}
	case d.Outcome == decision.Passed:
		return banner{"✅", "passed" + since(p), had(d) + mergeable(p)}
	case d.Outcome == decision.Vetoed:
		return banner{"❌", "vetoed", vetoes(rulingsWith(d.Rulings, decision.Vetoed))}
	case d.Outcome == decision.Failed && d.Final:
		return banner{"❌", string(d.Outcome) + since(p), Reason(d)}
	case d.Outcome == decision.Failed:
		return banner{"❌", "refused", refusals(d.Denials)}
	case d.Outcome == decision.Open && p.Facts.Proposal.Draft:
		return banner{"📝", "draft", "the vote opens when the proposal is marked as ready for review"}
	case d.Outcome == decision.Open && d.OpenedAt.IsZero():
		return banner{"⏳", "open", p.notBegun()}
	case p.undecided():
		return banner{"⏳", "undecided since the close on " + moment(d.ClosesAt.String()), missing(rulingsWith(d.Rulings, decision.Open))}
	case d.Outcome == decision.Open:
		return banner{"⏳", "open" + until(p), missing(rulingsWith(d.Rulings, decision.Open))}
	}
	return banner{"❔", "not decided", "the outcome " + quoted(string(d.Outcome)) + " is not known"}
}

// unopened says that there is no vote to show: a draft, or one that is not open yet.
func (p Page) unopened() bool {
	return p.Decision.OpenedAt.IsZero() || p.Facts.Proposal.Draft && p.Decision.Outcome == decision.Open
}

// notBegun says why there is no vote yet.
func (p Page) notBegun() string {
	if p.takesPosts() {
		return "the vote begins with a post about it on Mastodon, which the inbox writes"
	}
	return "the vote has not begun yet"
}

// takesPosts says whether votes on Mastodon count under any ruling.
func (p Page) takesPosts() bool {
	return p.Facts.Version >= facts.WithBallots && slices.ContainsFunc(p.Decision.Rulings, func(r decision.Ruling) bool {
		rule, known := p.Constitution.Rule(r.Provision)
		return known && rule.Takes(provision.Mastodon)
	})
}

// undecided says that the vote is over, and that its outcome is not known.
func (p Page) undecided() bool {
	d := p.Decision
	return d.Outcome == decision.Open && !p.unopened() && d.ClosesAt.Past(p.Facts.Now) && !running(d)
}

func until(p Page) string {
	if at := p.Decision.ClosesAt; !at.IsZero() && !at.Past(p.Facts.Now) {
		return " until " + moment(at.String())
	}
	return ""
}

// since dates an outcome by the close of the vote, unless it came before the close.
func since(p Page) string {
	if at := p.Decision.ClosesAt; at.Past(p.Facts.Now) {
		return " on " + moment(at.String())
	}
	return ""
}

func had(d decision.Decision) string {
	switch {
	case d.Editorial:
		return "it changes nothing in meaning (editorial)"
	case len(d.Rulings) == 0:
		return "it changes nothing that is governed"
	}
	return "it has what " + needs(cited(d.Rulings))
}

func mergeable(p Page) string {
	switch d := p.Decision; {
	case p.Facts.Proposal.State == "merged":
		return ", and is merged"
	case !d.Enactable && !d.EnactableAt.IsZero():
		return ", and may be merged from " + moment(d.EnactableAt.String())
	case !d.Enactable:
		return ", but may not be merged yet"
	}
	return ", and may be merged"
}

// vetoes says under which articles, and by whom where the ruling says so.
func vetoes(all []decision.Ruling) string {
	said := make([]string, len(all))
	for i, r := range all {
		said[i] = article([]string{r.Citation}) + " gives that power"
		if why := dated(r.Why); why != "" {
			said[i] = article([]string{r.Citation}) + ", " + why
		}
	}
	return strings.Join(said, "; ")
}

func refusals(denials []decision.Notice) string {
	if len(denials) == 0 {
		return "no reason is known"
	}
	return Outside(denials[0].Text) + more(len(denials)-1)
}

// shortened cuts text to so many characters, with an ellipsis where something is missing.
func shortened(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return strings.TrimRight(string([]rune(text)[:limit-1]), " ") + "…"
}
