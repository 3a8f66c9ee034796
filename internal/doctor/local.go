package doctor

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

func localChecks() []Check {
	return []Check{
		{inspect.OfLocal, "clock", "how far this machine's clock is from those of the servers", "Synchronize the clock of this machine.", Facts.clock},
		{inspect.OfLocal, "git", "whether the protected branch is checked out without changes", "`git switch` and `git status`.", Facts.git},
		{inspect.OfLocal, "charter", "whether lint finds mistakes in the files on disk", "`bylaw lint` shows them with their places.", Facts.charter},
		{inspect.OfLocal, "variables", "whether the variables of the environment are ones that bylaw knows, and well formed", "Correct the name or the value. The names are in docs/guides/doctor.md.", Facts.variables},
	}
}

// The differences of clocks that are a warning and a mistake: votes end by the servers' clocks, and tokens and limits by both.
const (
	unusual = time.Minute
	apart   = 5 * time.Minute
)

func (f Facts) clock() verdict {
	var worst time.Duration
	dated := false
	for _, e := range []inspect.Exchange{f.Server.Exchange, f.Forge.Exchange} {
		if e.Dated && (!dated || e.Ahead.Abs() > worst.Abs()) {
			dated, worst = true, e.Ahead
		}
	}
	way := "behind"
	if worst < 0 {
		way = "ahead of"
	}
	switch {
	case !dated:
		return unchecked("", "no server was asked for the time")
	case worst.Abs() >= apart:
		return wrong("synchronize it: timedatectl set-ntp true", "this machine's clock is %s %s the servers'", worst.Abs(), way)
	case worst.Abs() >= unusual:
		return warn("synchronize it: timedatectl set-ntp true", "this machine's clock is %s %s the servers'", worst.Abs(), way)
	}
	return ok("within a minute of the servers'")
}

func (f Facts) git() verdict {
	if v, not := unseen(f.Local.Git, "this folder is no git repository"); not {
		return v
	}
	c := f.Local.Git.Value
	switch {
	case len(c.Dirty) > 0:
		return warn("commit them on a branch and propose it, or \"git restore\" them", "changed and not committed: %s. plan and lint read the files as they are", some(c.Dirty))
	case c.Branch == "":
		return warn("git switch "+f.Forge.Settings.Branch, "no branch is checked out")
	case f.Forge.Settings.Branch != "" && c.Branch != f.Forge.Settings.Branch:
		return warn("git switch "+f.Forge.Settings.Branch, "the branch %s is checked out, not %s", c.Branch, f.Forge.Settings.Branch)
	}
	return ok("%s is checked out, without changes", c.Branch)
}

func (f Facts) charter() verdict {
	if v, not := unseen(f.Local.Lint, ""); not {
		return v
	}
	switch l := f.Local.Lint.Value; {
	case l.Errors > 0:
		return wrong("bylaw lint", "%s, %s. The first: %s", count(l.Errors, "error"), count(l.Warnings, "warning"), l.First)
	case l.Warnings > 0:
		return warn("bylaw lint", "%s. The first: %s", count(l.Warnings, "warning"), l.First)
	}
	return ok("no mistakes")
}

// secretPrefix begins the names of secrets that actions of the governance repository name.
const secretPrefix = "BYLAW_SECRET_"

// known says of each variable of bylaw which form it has, nil for any.
func known() map[string]func(string) string {
	return map[string]func(string) string{
		"BYLAW_CREATOR": number, "BYLAW_PAUSED": nil, "BYLAW_PSEUDONYMS": nil, "BYLAW_CLOCK": nil,
		"MASTODON_URL": address, "MASTODON_ACCESS_TOKEN": token,
		// The steps of the action hand these to the program.
		"BYLAW_COMMAND": nil, "BYLAW_ARGUMENTS": nil, "BYLAW_FOLDER": nil, "BYLAW_PROGRAM": nil, "BYLAW_VERSION": nil,
		"BYLAW_RELEASES": nil, "BYLAW_RELEASES_SERVER": nil,
	}
}

func number(value string) string {
	if id, err := strconv.ParseInt(value, 10, 64); err != nil || id <= 0 {
		return "is not the id of an account"
	}
	return ""
}

func address(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.Scheme != "https" && u.Scheme != "http" {
		return "is not an address like https://social.example"
	}
	return ""
}

func token(value string) string {
	if strings.ContainsAny(strings.TrimSpace(value), " \t\r\n") {
		return "has a space within it"
	}
	return ""
}

// mentionable says whether a variable is one that bylaw could be meant by.
func mentionable(name string) bool {
	return strings.HasPrefix(name, "BYLAW_") || strings.HasPrefix(name, "MASTODON_")
}

func (f Facts) variables() verdict {
	if v, not := unseen(f.Local.Variables, ""); not {
		return v
	}
	forms := known()
	var names []string
	for name := range forms {
		names = append(names, name)
	}
	slices.Sort(names)
	var strange, malformed, set []string
	for _, v := range f.Local.Variables.Value {
		form, is := forms[v.Name]
		switch {
		case !mentionable(v.Name):
		case strings.HasPrefix(v.Name, secretPrefix):
			set = append(set, v.Name)
		case !is:
			hint := yamldoc.Suggest(v.Name, names)
			if hint != "" {
				hint = " (" + hint + ")"
			}
			strange = append(strange, v.Name+hint)
		case v.Value != "" && form != nil && form(v.Value) != "":
			malformed = append(malformed, v.Name+" "+form(v.Value))
		default:
			set = append(set, v.Name)
		}
	}
	foreign := ""
	if len(strange) > 0 {
		foreign = "not a variable of bylaw: " + some(strange)
	}
	switch {
	case len(malformed) > 0:
		return wrong("correct the value", "%s", some(malformed)+and(foreign))
	case len(strange) > 0:
		return warn("correct the name, or unset it", "%s", foreign)
	case len(set) == 0:
		return ok("none is set")
	}
	return ok("%s", fmt.Sprintf("%s set, all known", map[bool]string{true: "1 is", false: strconv.Itoa(len(set)) + " are"}[len(set) == 1]))
}
