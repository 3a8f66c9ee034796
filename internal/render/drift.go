package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// titleOf names a state as plans do.
func titleOf(state plan.EntryState) string {
	switch state {
	case plan.EntryDrifted:
		return "changed outside the process"
	case plan.EntryRefused:
		return refusedTitle
	case plan.EntryUnsupported:
		return unsupportedTitle
	case plan.EntryUnreadable:
		return unreadableTitle
	case plan.EntryAccepted:
		return acceptedTitle
	case plan.EntryUnmanaged:
		return "unmanaged (on the server, not in the repository; left unchanged)"
	case plan.EntryPending:
	}
	return "pending, and made by the next apply"
}

// driftHeadline says in one sentence what a comparison came to.
func driftHeadline(r plan.Report) string {
	if len(r.Entries) == r.Counts[plan.EntryUnmanaged] {
		return "No changes. The server matches the repository."
	}
	found := nonZero(
		fmt.Sprintf("%d changed outside the process", r.Counts[plan.EntryDrifted]),
		fmt.Sprintf("%d refused", r.Counts[plan.EntryRefused]),
		fmt.Sprintf("%d not supported by this server", r.Counts[plan.EntryUnsupported]),
		fmt.Sprintf("%d pending", r.Counts[plan.EntryPending]),
		fmt.Sprintf("%d cannot be checked", r.Counts[plan.EntryUnreadable]),
		fmt.Sprintf("%d kept by choice", r.Counts[plan.EntryAccepted]),
	)
	if r.Counts[plan.EntryDrifted] == 0 {
		return "No drift: " + sentence(found, "and")
	}
	return "drift: " + sentence(found, "and")
}

// basis says what the server was compared with, and where it says itself who changed what.
func basis(r plan.Report) string {
	if r.Enacted == nil {
		return "nothing was applied yet, so nothing can have drifted"
	}
	where := fmt.Sprintf("ledger entry %d", r.Enacted.Seq)
	if r.Enacted.Commit != "" { // outside git there is none
		where += ", commit " + digest(r.Enacted.Commit)
	}
	said := fmt.Sprintf("last applied %s (%s)", moment(r.Enacted.Time), where)
	if r.Counts[plan.EntryDrifted] > 0 {
		said += "; the API of the server does not say who changed it, its log does: " + Outside(r.Log)
	}
	return said
}

// in gives the entries of one state.
func in(r plan.Report, state plan.EntryState) []plan.Standing {
	var found []plan.Standing
	for _, s := range r.Entries {
		if s.State == state {
			found = append(found, s)
		}
	}
	return found
}

// DriftText writes a report for a terminal, one section for each state.
func DriftText(r plan.Report, s Style) string {
	sections := [][]string{{s.paint(colourHeading, driftHeadline(r)), basis(r)}}
	for _, state := range plan.ReportOrder() {
		if all := in(r, state); len(all) > 0 {
			sections = append(sections, standings(all, s))
		}
	}
	sections = append(sections, notes(r.Notes))
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

// standings writes the entries of one state, and what a person can do about them.
func standings(all []plan.Standing, s Style) []string {
	if all[0].State == plan.EntryUnmanaged {
		return append(unmanaged(asDifferences(all)), "  next: "+all[0].Next)
	}
	var table columns
	known := vocabulary{}
	for _, e := range all {
		table.add(s.paint(markOf(e.State))+" "+Outside(nameOf(e)), noun(e.Resource), strings.Join(known.stands(e), "; "))
	}
	lines := append([]string{titleOf(all[0].State) + ":"}, table.lines("  ")...)
	for _, next := range nexts(all) {
		lines = append(lines, "  next: "+Outside(next))
	}
	return lines
}

// nexts gives what a person can do about entries, each step once.
func nexts(all []plan.Standing) []string {
	var steps []string
	for _, e := range all {
		if !slices.Contains(steps, e.Next) {
			steps = append(steps, e.Next)
		}
	}
	return steps
}

func markOf(state plan.EntryState) (colour, mark string) {
	switch state {
	case plan.EntryRefused, plan.EntryUnsupported, plan.EntryUnreadable:
		return colourBad, "x"
	case plan.EntryPending:
		return colourCaution, "~"
	case plan.EntryDrifted, plan.EntryAccepted, plan.EntryUnmanaged:
	}
	return colourCaution, "!"
}

// nameOf names an entry by its target, or else by its change or its resource.
func nameOf(e plan.Standing) string {
	switch {
	case e.State == plan.EntryRefused || e.State == plan.EntryUnsupported || e.State == plan.EntryUnreadable:
		if e.ID != "" {
			return e.ID
		}
		return e.Resource
	case e.Resource == plan.ConstitutionResource:
		return "constitution"
	}
	return e.Target
}

// stands says how an entry differs, under which article that is decided, and since when it is on the server.
func (v vocabulary) stands(e plan.Standing) []string {
	var said []string
	switch e.State {
	case plan.EntryRefused, plan.EntryUnsupported, plan.EntryUnreadable:
		said = []string{Outside(e.Why)}
	case plan.EntryPending:
		said = v.awaits(e)
	case plan.EntryDrifted, plan.EntryAccepted, plan.EntryUnmanaged:
		said = v.differs(asDifferences([]plan.Standing{e})[0])
	}
	if e.State == plan.EntryDrifted && e.ID != "" {
		said = append(said, "put back by the next apply")
	}
	if len(e.Provisions) > 0 {
		said = append(said, article(e.Provisions))
	}
	if e.Since != "" {
		said = append(said, "on the server since "+moment(e.Since))
	}
	return said
}

// awaits says what the next apply makes of an entry.
func (v vocabulary) awaits(e plan.Standing) []string {
	known := v.of(e.Resource)
	switch {
	case e.Desired == nil:
		return append([]string{"to remove"}, known.said(e.Live)...)
	case e.Live == nil:
		return append([]string{"to create"}, known.said(e.Desired)...)
	case e.ID == "": // a conflict on first run
		return append([]string{Outside(e.Why)}, known.apart(e.Desired, e.Live)...)
	}
	return append([]string{"to update"}, known.moved(e.Live, e.Desired)...)
}

func asDifferences(all []plan.Standing) []plan.Difference {
	found := make([]plan.Difference, len(all))
	for i, e := range all {
		found[i] = plan.Difference{Resource: e.Resource, Target: e.Target, Desired: e.Desired, Live: e.Live, Why: e.Why, Until: e.Until}
	}
	return found
}

// DriftMarkdown writes a report for a comment, which anyone may read: what only moderators see on the server is left out, and so are
// the names of what is not in the repository.
func DriftMarkdown(r plan.Report) string {
	doc := document{room: longest - reserved}
	doc.add("### " + upper(markdown(driftHeadline(r))) + "\n\n" + upper(markdown(basis(r))) + ".\n")
	for _, state := range plan.ReportOrder() {
		all := in(r, state)
		switch {
		case len(all) == 0:
		case state == plan.EntryUnmanaged:
			doc.add(upper(markdown(titleOf(state)+": "+counted(all))) + "\n")
		default:
			known := vocabulary{}
			doc.table(upper(titleOf(state)), []string{"Entry", "Kind", "Difference"}, rowsOf(all, func(e plan.Standing) []string {
				e = public(e)
				return []string{code(nameOf(e)), markdown(noun(e.Resource)), markdown(strings.Join(known.stands(e), "; "))}
			}))
			doc.add("What to do: " + markdown(strings.Join(nexts(all), "; ")) + ".\n")
		}
	}
	for _, note := range r.Notes {
		doc.add("> " + markdown(note) + "\n")
	}
	return doc.out.String()
}

// counted says how many entries there are of each resource.
func counted(all []plan.Standing) string {
	counts := map[string]int{}
	for _, e := range all {
		counts[e.Resource]++
	}
	var said []string
	for _, r := range skill.Resources() {
		if n := counts[r.Name]; n > 0 {
			said = append(said, Count(n, r.Noun))
		}
	}
	return sentence(said, "and")
}

// public leaves out what only moderators see on the server.
func public(e plan.Standing) plan.Standing {
	e.Live = skill.WithoutPrivate(e.Resource, e.Live, "(shown to moderators only)")
	return e
}
