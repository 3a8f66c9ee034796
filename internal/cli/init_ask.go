package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/setup"
	"github.com/bylaw-dev/bylaw/internal/template"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// inquiry is one thing that init must know: from a flag, from a person, or else a default.
type inquiry struct {
	flag     string
	given    string // the flag's value
	label    string
	explain  string
	list     string // of what can be chosen, as lines
	fallback string
	check    func(string) (string, error)
}

// attempts is how often a person is asked for the same thing.
const attempts = 3

// inquirer asks, and collects the flags that are missing where no person is there.
type inquirer struct {
	*app
	asks    bool
	missing []string
}

func (q *inquirer) answer(i inquiry) (string, error) {
	switch {
	case i.given != "":
		text, err := i.check(i.given)
		if errors.Is(err, setup.ErrUnasked) { // the fault is not on the command line
			return "", err
		}
		if err != nil {
			return "", &usageMistake{fmt.Errorf("--%s: %w", i.flag, err)}
		}
		return text, nil
	case !q.asks && i.fallback == "":
		q.missing = append(q.missing, "--"+i.flag)
		return "", nil
	case !q.asks:
		return i.check(i.fallback)
	}
	fmt.Fprint(q.Stderr, "\n", fill(i.explain, q.helpWidth(), "", ""), i.list)
	label := i.label + ": "
	if i.fallback != "" {
		label = fmt.Sprintf("%s [%s]: ", i.label, i.fallback)
	}
	for range attempts {
		text, err := q.ask(label)
		if err != nil {
			return "", err
		}
		if text, err = i.check(cmp.Or(text, i.fallback)); err == nil {
			return text, nil
		}
		fmt.Fprintf(q.Stderr, "  %s\n", render.Outside(err.Error()))
	}
	return "", &usageMistake{fmt.Errorf("no answer that can be used: %s", strings.ToLower(i.label))}
}

// answers gives what the community says about itself.
func (a *app) answers(ctx context.Context, f initFlags, p folder) (setup.Answers, error) {
	q := &inquirer{app: a, asks: a.interactive() && a.StdinTerminal && !f.yes}
	if q.asks {
		fmt.Fprint(a.Stderr, fill("This writes the files of a new governance repository. Press Enter for what is in brackets; everything can be changed later.", a.helpWidth(), "", ""))
	}
	found := setup.Answers{Action: a.pin(ctx, f.action)}
	var err error
	if found.Since, err = a.membersSince(f.since); err != nil {
		return found, err
	}
	for _, step := range []func() error{
		func() (err error) { found.Instance, err = q.answer(serverInquiry(f)); return err },
		func() (err error) { found.Community, err = q.answer(communityInquiry(f, found.Instance)); return err },
		func() (err error) { found.Repository, err = q.answer(repositoryInquiry(f, p)); return err },
		func() (err error) { found.Template, err = q.answer(a.templateInquiry(f)); return err },
		func() (err error) { found.Branch, err = q.answer(branchInquiry(f, p)); return err },
		func() (err error) { found.Members, err = a.firstMembers(ctx, f, q, found); return err },
	} {
		if err := step(); err != nil {
			return found, err
		}
	}
	if len(q.missing) > 0 {
		return found, diag.WithHint(&usageMistake{fmt.Errorf("missing: %s", strings.Join(q.missing, ", "))},
			"for example: bylaw init --instance https://social.example --repository owner/governance --members ada:@ada,bob:@bob")
	}
	return found, nil
}

func serverInquiry(f initFlags) inquiry {
	return inquiry{
		flag: "instance", given: f.instance, label: "Server", check: setup.ParseInstance,
		explain: "The Mastodon server that your community governs, such as social.example.",
	}
}

func communityInquiry(f initFlags, instance string) inquiry {
	_, host, _ := strings.Cut(instance, "://")
	return inquiry{
		flag: "community", given: f.community, label: "Community", fallback: cmp.Or(host, "the community"), check: setup.ParseCommunity,
		explain: "The name of your community, as the constitution is to say it.",
	}
}

func repositoryInquiry(f initFlags, p folder) inquiry {
	i := inquiry{
		flag: "repository", given: f.repository, label: "Repository", check: setup.ParseRepository,
		explain: "The repository on GitHub in which you will propose and vote, as owner/name. It need not exist yet.",
	}
	if p.repo != nil {
		i.fallback = setup.RepositoryOf(p.repo.OriginAddress())
	}
	return i
}

func (a *app) templateInquiry(f initFlags) inquiry {
	var list strings.Builder
	all := template.Charters()
	for n, c := range all {
		list.WriteString(fill(c.Summary, a.helpWidth(), fmt.Sprintf("  %d  %-12s  ", n+1, c.Name), strings.Repeat(" ", 19)))
	}
	return inquiry{
		flag: "template", given: f.template, label: "Template", list: list.String(), fallback: all[0].Name,
		explain: "Who decides? Choose what is nearest, by number or name, and amend it to your needs.",
		check: func(text string) (string, error) {
			if n, err := strconv.Atoi(text); err == nil && n > 0 && n <= len(all) {
				text = all[n-1].Name
			}
			_, err := template.Governance(text)
			return text, err
		},
	}
}

func branchInquiry(f initFlags, p folder) inquiry {
	i := inquiry{
		flag: "branch", given: f.branch, label: "Branch", fallback: "main", check: setup.ParseBranch,
		explain: "The default branch. A decision is in force when its proposal is merged there.",
	}
	if p.repo != nil {
		i.fallback = cmp.Or(p.repo.Branch(), i.fallback)
	}
	return i
}

// firstMembers gives the members with their ids, as far as the forge can be asked.
func (a *app) firstMembers(ctx context.Context, f initFlags, q *inquirer, known setup.Answers) ([]setup.Member, error) {
	var members []setup.Member
	if f.team != "" {
		from, err := a.wire.Directory(known.Repository)
		if err != nil {
			return nil, err
		}
		members, err = setup.Team(ctx, from, f.team)
		return members, err
	}
	_, err := q.answer(inquiry{
		flag: "members", given: f.members, label: "Members",
		explain: "The GitHub logins of the first members, between commas. Add the name on your server where it may be public, so that no one votes on a measure against themselves: ada:@ada, bob:@bobby",
		check: func(text string) (string, error) {
			text, err := a.memberText(text)
			if err == nil {
				members, err = setup.ParseMembers(text)
			}
			if err == nil && len(members) == 0 {
				err = errors.New("name at least one login")
			}
			if err == nil && known.Template != "" {
				err = setup.CheckRoles(known.Template, members)
			}
			if err == nil {
				members, err = a.identified(ctx, known.Repository, members)
			}
			return text, err
		},
	})
	return members, err
}

// memberText is what was said of the members, read from a file where "@" and the name of one is given.
func (a *app) memberText(text string) (string, error) {
	name, ok := strings.CutPrefix(text, "@")
	if _, err := os.Stat(a.path(name)); !ok || err != nil && !strings.ContainsAny(name, "./\\") {
		return text, nil
	}
	data, err := a.readInput(name)
	return string(data), err
}

// identified looks up the ids that are missing. Without a token, or where the forge does not answer, they stay to be filled in.
func (a *app) identified(ctx context.Context, repository string, members []setup.Member) ([]setup.Member, error) {
	if len(setup.Unfilled(members)) == 0 || a.Env("GITHUB_TOKEN") == "" || repository == "" {
		return members, nil
	}
	from, err := a.wire.Directory(repository)
	if err != nil {
		return nil, err
	}
	members, err = setup.LookUp(ctx, from, members)
	if errors.Is(err, setup.ErrUnasked) && !wire.ForgeRefuses(err) && ctx.Err() == nil {
		a.note("bylaw: %s", render.Outside(err.Error()))
		return members, nil
	}
	return members, err
}

// membersSince reads the date since which the first members belong to the community.
func (a *app) membersSince(text string) (time.Time, error) {
	if text == "" {
		return a.Now().UTC().Add(-founded), nil
	}
	since, err := time.Parse(time.DateOnly, text)
	if err == nil && since.After(a.Now()) {
		err = errors.New("it is in the future")
	}
	if err != nil {
		return since, &usageMistake{fmt.Errorf("--since %q: expected a date of the past such as 2026-01-31", text)}
	}
	return since, nil
}
