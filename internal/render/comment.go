package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Page is everything that the living comment of a proposal is made from.
type Page struct {
	Facts        facts.Facts
	Decision     decision.Decision
	Constitution constitution.Constitution // the one that decides
	Plan         plan.Plan                 // its Version is 0 where it is not known
	Posts        []string                  // the posts of the constitution's thread that would be new
	Mistakes     diag.List                 // in the proposal's files
	Silent       []string                  // seats that may vote and have not
	Voided       []string                  // seats whose votes were for other content
	Notes        []string                  // sentences without a full stop
	Withdrawn    bool                      // closed by its own proposer
	AutoMerge    bool                      // bylaw merges what has passed
	Problem      string                    // why nothing could be decided, "" where it could
	Marker       Marker
}

// How much of each list is in the open part of a comment; the folded parts hold the rest.
const (
	fewItems  = 12
	longItem  = 200 // characters, before escaping
	fewVoters = 40
)

// Comment writes the living comment: the outcome first, then what would change, the tally, how to vote, and folded below
// that why. It fits the bound of the server, and notifies no one.
func Comment(p Page) string {
	parts := []string{bannerOf(p).markdown(), next(p), p.refusals(), p.mistakes(), p.notes()}
	if p.Problem == "" {
		parts = append(parts, p.changes(), p.tallies(), p.voters(), p.howToVote())
	}
	open := joined(parts)
	tail := "\n" + p.footer() + p.Marker.String() + "\n"
	room := facts.Body.Most() - utf8.RuneCountInString(open) - utf8.RuneCountInString(tail) - len("\n\n")
	var folds []fold
	if p.Problem == "" {
		folds = []fold{p.rulings(), p.uncounted(), p.moreMistakes(), p.plan(), p.posts()}
	}
	return facts.Body.Fit(joined([]string{open, folded(folds, room)}) + tail)
}

// joined puts an empty line between parts that are not empty.
func joined(parts []string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n")
}

// next says who does what now.
func next(p Page) string {
	d, state := p.Decision, p.Facts.Proposal.State
	switch {
	case p.Problem != "":
		return "The next run looks again.\n"
	case state == "closed":
		return "Reopening it opens a new vote.\n"
	case state == "merged":
		return ""
	case d.Outcome == decision.Passed && d.Enactable && touches(p, facts.AboutWorkflows):
		return "It touches workflow files, and a workflow's token may not merge those: a person or an App has to.\n"
	case d.Outcome == decision.Passed && d.Enactable && p.AutoMerge && len(d.Rulings) > 0:
		return "bylaw merges it.\n"
	case d.Outcome == decision.Passed && d.Enactable:
		return "Anyone with permission to merge may merge it now.\n"
	case d.Outcome == decision.Passed:
		return "A merge before that is not authorized, and nothing of it is enacted.\n"
	case d.Outcome != decision.Open && d.Final:
		return "The vote is over. To ask again, open a new proposal.\n"
	case d.Outcome == decision.Failed:
		return "A push can fix this. Other content opens a new vote.\n"
	}
	return ""
}

func touches(p Page, subject string) bool {
	for _, path := range p.Facts.Paths {
		if path.Subject == subject {
			return true
		}
	}
	return false
}

// refusals lists every denial, with what to do about it.
func (p Page) refusals() string {
	if p.Problem != "" || p.Facts.Proposal.State == "closed" {
		return ""
	}
	var lines []string
	for _, n := range p.Decision.Denials {
		// Mistakes stand under a heading of their own, with their hints.
		if n.Code != "mistake" || len(p.Mistakes) == 0 {
			lines = append(lines, "- "+item(n.Text+at(n))+mend(n.Code)+"\n")
		}
	}
	return listed("### Why it is refused\n\n", lines)
}

// mend says what a push could do about a denial.
func mend(code string) string {
	switch code {
	case "ungoverned":
		return ". Leave the change out, or first amend the constitution so that it grants this power."
	case "empty":
		return ". Change something below `governance/` or `.github/`, or close the proposal."
	case "guard":
		return ". The community's own policies say so."
	}
	return ""
}

// mistakes lists what is wrong in the proposal's files, each at its place.
func (p Page) mistakes() string {
	var lines []string
	for _, d := range p.Mistakes.Sorted() {
		line := "- " + severity(d) + item(d.Message)
		if d.Place.File != "" {
			line += " at " + code(shortened(Outside(d.Place.String()), longItem))
		}
		if d.Hint != "" {
			line += " (" + item(d.Hint) + ")"
		}
		lines = append(lines, line+"\n")
	}
	return listed("### Mistakes in the files\n\n", lines)
}

func (p Page) notes() string {
	var lines []string
	for _, note := range p.Notes {
		lines = append(lines, "> "+item(note)+".\n")
	}
	for _, n := range p.Decision.Warnings {
		lines = append(lines, "> "+item(n.Text+at(n))+".\n")
	}
	return listed("> **Note**\n", lines)
}

// listed writes the first lines of a list under its head, and how many are left out; nothing where there is none.
func listed(head string, lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	out := head + strings.Join(lines[:min(len(lines), fewItems)], "")
	if left := len(lines) - fewItems; left > 0 {
		out += fmt.Sprintf("\nand %d more\n", left)
	}
	return out
}

// item is text from outside as one entry of a list.
func item(text string) string { return markdown(shortened(Outside(text), longItem)) }

// footer names what a vote is for, so that two people can say whether they speak of the same.
func (p Page) footer() string {
	d := p.Decision
	if p.Problem != "" || d.Digest == "" {
		return ""
	}
	return "<sub>Votes are for content " + code(digest(d.Digest)) + ", under the constitution of commit " + code(digest(d.Base)) + ".</sub>\n"
}
