package render

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// UnauthorizedCommit is a commit of the protected branch that no decision carries. At is RFC 3339 in UTC, and like By "" where the
// server does not say.
type UnauthorizedCommit struct {
	Commit   string
	Proposal int // that brought it, 0 where none did
	By       string
	At       string
	Why      string
}

// Incident is what members must know while their protected branch holds what was not decided.
type Incident struct {
	Branch     string
	Authorized string               // the last authorized commit
	Commits    []UnauthorizedCommit // oldest first, one at least
}

// shownCommits is how many commits an incident shows, so that a thousand pushed commits make no longer text.
const shownCommits = 20

// Title is the title of the incident's issue. It stays the same whatever else happens on top.
func (i Incident) Title() string {
	return facts.Title.Fit("Incident: the branch " + Outside(i.Branch) + " holds what was not decided")
}

// Text is the text of the incident's issue. It notifies no one, and the same incident gives the same bytes.
func (i Incident) Text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "The branch %s holds what was not decided:\n\n", code(i.Branch))
	for n, c := range i.Commits {
		if n == shownCommits {
			fmt.Fprintf(&text, "- and %d more\n", len(i.Commits)-n)
			break
		}
		text.WriteString(c.line())
	}
	fmt.Fprintf(&text, "\n**Nothing of it was applied, and nothing is lost.** The server stays as it was decided last, and votes are evaluated under the constitution of "+
		"%s. Proposals that pass in the meantime wait too, and are applied once this is resolved.\n\n", code(short(i.Authorized)))
	text.WriteString("## The way out\n\nMembers resolve it by a proposal, in one of two ways. Begin with `git fetch origin`.\n\n")
	text.WriteString("**Revert it.** A proposal that restores the governed files to what was decided last:\n\n" + i.commands("restore", "origin/"+i.Branch, i.Authorized))
	text.WriteString("**Decide on it.** A proposal that puts the same changes to the vote, from the commit before them. If it passes and is merged, " +
		"they are authorized:\n\n" + i.commands("decide", i.Authorized, "origin/"+i.Branch))
	text.WriteString("Then push the branch, open the proposal, vote, and merge it when it has passed. Where files of `.github` were changed as well, add " +
		"`.github` at the end of the second line.\n\nbylaw keeps this text up to date, and closes the issue when the branch is authorized again.\n\n")
	text.WriteString(i.Marker() + "\n")
	return facts.Body.Fit(text.String())
}

func (c UnauthorizedCommit) line() string {
	said := "- " + code(short(c.Commit))
	switch {
	case c.Proposal > 0:
		said += fmt.Sprintf(", by which proposal #%d was merged", c.Proposal)
	default:
		said += ", which no proposal brought"
	}
	if c.At != "" {
		said += ", on " + markdown(moment(c.At))
	}
	if c.By != "" {
		said += ", by " + code(shortened(c.By, 64))
	}
	return said + ": " + markdown(shortened(c.Why, 300)) + "\n"
}

// commands makes a branch with the governed files of another commit. A branch whose name needs quotes is left to people.
func (i Incident) commands(name, at, files string) string {
	if !plainRef.MatchString(i.Branch) {
		return fmt.Sprintf("Start at %s, and take the folder `governance` from %s.\n\n", code(at), code(files))
	}
	return fmt.Sprintf("```\ngit switch --create %s-%s %s\ngit restore --source %s --staged --worktree -- governance\ngit commit --message \"%s\"\n```\n\n",
		name, short(i.Commits[0].Commit), at, files, map[string]string{
			"restore": "Restore what was decided", "decide": "Decide on what was pushed",
		}[name])
}

var plainRef = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)

func short(commit string) string { return commit[:min(len(commit), 12)] }

// Marker is the line by which the issue of this incident is found again.
func (i Incident) Marker() string { return Once(IncidentKind, i.Commits[0].Commit) }

// IncidentKind is the kind of the marker of an incident's issue; the key is the first commit that is not authorized.
const IncidentKind = "incident"

var incidentMarker = regexp.MustCompile(`<!-- bylaw incident v1 ([0-9a-f]+) -->\s*$`)

// FindIncident reads the marker of an issue's text: the commit that the incident began with. Anybody can paste one: look
// at the author first.
func FindIncident(body string) (commit string, ok bool) {
	found := incidentMarker.FindStringSubmatch(body)
	if found == nil {
		return "", false
	}
	return found[1], true
}

// Resolved is the last comment of an incident's issue. Lawful is the commit that put the branch right.
func Resolved(lawful string, proposal int) string {
	by := ""
	if proposal > 0 {
		by = fmt.Sprintf(", by which proposal #%d was merged,", proposal)
	}
	return fmt.Sprintf("The branch is authorized again: %s%s is what was decided. The next apply enacts it.\n", code(short(lawful)), by)
}
