package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/moderation"
)

// Accounts writes a list of accounts for a terminal: a line for each, and below it what a moderator looks at.
func Accounts(list moderation.List[moderation.Account], s Style) string {
	var table columns
	for _, a := range list.Entries {
		table.add(s.paint(colourHeading, Outside(a.Handle)), standingOf(a), dayOf(a.CreatedAt), "id "+Outside(a.ID))
	}
	var out strings.Builder
	for n, line := range table.lines("") {
		a := list.Entries[n]
		out.WriteString(line + "\n")
		below(&out, "name: ", a.Name)
		below(&out, "wants to join: ", a.Application)
		below(&out, "invited by: id ", a.InvitedBy)
		below(&out, "e-mail: ", a.Email)
		below(&out, "IP: ", a.IP)
	}
	return out.String() + s.shown(len(list.Entries), "account", list.More)
}

// standingOf says in one cell what an account is: its measures, whether it waits, its role.
func standingOf(a moderation.Account) string {
	words := append([]string{}, a.State...)
	if a.Pending {
		words = append(words, "pending")
	}
	if a.Unconfirmed {
		words = append(words, "unconfirmed")
	}
	if a.Role != "" {
		words = append(words, "role "+Outside(a.Role))
	}
	if len(words) == 0 {
		return "active"
	}
	return strings.Join(words, ", ")
}

// Reports writes a list of reports for a terminal.
func Reports(list moderation.List[moderation.Report], s Style) string {
	var table columns
	for _, r := range list.Entries {
		table.add(s.paint(colourHeading, "report "+Outside(r.ID)), Outside(r.Category), Outside(r.Target), dayOf(r.CreatedAt), reportState(r))
	}
	var out strings.Builder
	for n, line := range table.lines("") {
		r := list.Entries[n]
		out.WriteString(line + "\n")
		below(&out, "", r.Comment)
		for _, rule := range r.Rules {
			below(&out, "breaks the rule: ", rule)
		}
		filed := "filed by " + r.By
		if r.Posts > 0 {
			filed += ", with " + Count(r.Posts, "post")
		}
		below(&out, "", filed)
	}
	return out.String() + s.shown(len(list.Entries), "report", list.More)
}

func reportState(r moderation.Report) string {
	switch {
	case r.Resolved && r.ResolvedBy != "":
		return "resolved by " + Outside(r.ResolvedBy)
	case r.Resolved:
		return "resolved"
	case r.AssignedTo != "":
		return "assigned to " + Outside(r.AssignedTo)
	}
	return "open"
}

// below writes a line of its own about an entry, unless there is nothing to say.
func below(out *strings.Builder, what, text string) {
	if text = Outside(text); text != "" {
		out.WriteString("    " + what + text + "\n")
	}
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return "no date"
	}
	return t.UTC().Format(time.DateOnly)
}

// shown is the last line of a list.
func (s Style) shown(n int, noun string, more bool) string {
	text := fmt.Sprintf("%s shown", Count(n, noun))
	if more {
		text += "; the server may have more: raise --limit or narrow the list"
	}
	return s.paint(colourAside, text) + "\n"
}
