package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/setup"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// trial is a first vote in a temporary sandbox, played with the commands that a person would type.
type trial struct {
	*app
	*community.Community
	clock   *sandbox.Clock
	answers setup.Answers
	steps   []trialStep
}

// trialStep is one command of a trial, and what it wrote.
type trialStep struct {
	Title   string `json:"title"`
	Command string `json:"command"` // "" where a person acts on the page of the forge
	Output  string `json:"output"`
}

// try plays a first vote from an empty folder to the server, and keeps nothing.
func (a *app) try(ctx context.Context, f initFlags) (err error) {
	answers, err := trialAnswers(f, a)
	if err != nil {
		return err
	}
	files, err := setup.Files(answers)
	if err != nil {
		return &usageMistake{err}
	}
	dir, err := os.MkdirTemp("", "bylaw-try-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	clock := sandbox.NewClock(filepath.Join(dir, "clock"), a.Now)
	c, err := community.Open(ctx, community.Options{Tree: files, Dir: dir, Now: clock.Now, Clock: clock, Address: sandbox.Address})
	if err != nil {
		return err
	}
	defer c.Close()
	t := &trial{app: a, Community: c, clock: clock, answers: answers}
	if err := t.play(ctx); err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, map[string]any{"steps": t.steps})
	}
	_, err = fmt.Fprint(a.Stdout, fill("That was a sandbox on this machine, and it is gone. Your own community: bylaw init. To stay in a sandbox and try more: bylaw sandbox --github", a.helpWidth(), "", ""))
	return err
}

// trialAnswers are those of an invented community, with the members and the charter that the command line names.
func trialAnswers(f initFlags, a *app) (setup.Answers, error) {
	text, err := a.memberText(cmp.Or(f.members, "ada:@ada,bob:@bob,cleo:@cleo"))
	if err != nil {
		return setup.Answers{}, err
	}
	members, err := setup.ParseMembers(text)
	for i := range members {
		members[i].ID = int64(101 + i) // the accounts of a sandbox have the ids that its roster says
	}
	if err == nil && len(members) < 2 {
		err = errors.New("a vote takes two members or more")
	}
	if err != nil {
		return setup.Answers{}, &usageMistake{fmt.Errorf("--members: %w", err)}
	}
	return setup.Answers{
		Community: "The sandbox", Instance: "https://social.example", Repository: "example/governance", Branch: "main",
		Template: cmp.Or(f.template, "small-co-op"), Members: members, Since: a.Now().Add(-founded), Action: template.Pin{Repository: template.Action},
	}, nil
}

// play is the way of a proposal.
func (t *trial) play(ctx context.Context) error {
	first := t.answers.Members[0].Login
	logins := make([]string, 0, len(t.answers.Members))
	for _, m := range t.answers.Members {
		logins = append(logins, m.Login)
	}
	t.report(trialStep{
		Title:   "A folder becomes a governance repository, with accounts for everyone on an embedded GitHub and Mastodon",
		Command: "bylaw init --instance " + t.answers.Instance + " --repository " + t.Repository + " --template " + t.answers.Template + " --members " + strings.Join(logins, ","),
	})
	for _, act := range []func() error{
		func() error {
			return t.run(ctx, first+" puts the constitution in force, once", first, "bootstrap")
		},
		func() error {
			return t.run(ctx, first+" proposes to suspend a server", first, "propose", "block_domain", "spam.example", "severity=suspend", "--reason", "reports 12 and 14")
		},
		func() error {
			return t.run(ctx, "The workflow looks at it, which opens the vote", community.WorkflowBot, "check", "--all")
		},
		func() error { return t.vote(logins) },
		func() error { return t.run(ctx, "The workflow counts", community.WorkflowBot, "check", "--all") },
		func() error { return t.merge(ctx, first) },
		func() error {
			return t.run(ctx, "The workflow applies it to the server, and publishes the constitution", community.WorkflowBot, "apply")
		},
		func() error { return t.Pull(ctx) },
		func() error { return t.run(ctx, "Everyone can check the ledger", community.WorkflowBot, "verify") },
	} {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

// untilClose is longer than an article of the charters keeps such a vote open.
const untilClose = "+15d"

// vote lets everyone approve, and the vote close.
func (t *trial) vote(logins []string) error {
	title := "Everyone reviews the proposal on GitHub: Approve is yes"
	for i, login := range logins {
		ballots := []hub.Ballot{{Event: "APPROVE"}}
		if t.answers.Template == "petition" {
			title = "Everyone signs with /second, and reviews the proposal on GitHub: Approve is yes"
			ballots = append([]hub.Ballot{{Event: "COMMENT", Body: "/second"}}, ballots...)
		}
		if i == 0 { // who proposed cannot approve, and cannot sign
			ballots = []hub.Ballot{{Event: "COMMENT", Body: "/yes"}}
		}
		for _, ballot := range ballots {
			if _, err := t.GitHub.Review(login, 1, ballot); err != nil {
				return err
			}
		}
	}
	t.report(trialStep{Title: title + ". Then the clock of the sandbox goes forward by 15 days"})
	return t.clock.Forward(untilClose)
}

// merge merges what has passed.
func (t *trial) merge(ctx context.Context, login string) error {
	if _, err := t.GitHub.Merge(login, 1, "", "merge"); err != nil {
		return fmt.Errorf("the proposal of the sandbox could not be merged: %w", err)
	}
	t.report(trialStep{Title: login + " merges it on GitHub", Command: "git pull"})
	return t.Pull(ctx)
}

// run carries out a command line in the sandbox, as an account.
func (t *trial) run(ctx context.Context, title, login string, args ...string) error {
	var output bytes.Buffer
	p := t.Process
	p.Dir, p.Stdin, p.Stdout, p.Stderr = t.Clone, strings.NewReader(""), &output, &output
	p.Now, p.Env, p.Terminal, p.StdinTerminal, p.Width = t.clock.Now, t.environment(login), false, false, nil
	code := Run(ctx, args, p)
	t.report(trialStep{Title: title, Command: commandLine(login, args), Output: output.String()})
	if code != int(done) && code != int(open) {
		return fmt.Errorf("the sandbox stopped at %q with the exit status %d", "bylaw "+strings.Join(args, " "), code)
	}
	return ctx.Err()
}

// environment is what a command of the sandbox sees: nothing of the operator's own.
func (t *trial) environment(login string) func(string) string {
	values := map[string]string{
		"GITHUB_API_URL": t.GitHubURL, "GITHUB_REPOSITORY": t.Repository, "GITHUB_TOKEN": t.Tokens[login],
		"MASTODON_URL": t.MastodonURL, "MASTODON_ACCESS_TOKEN": box.BotToken,
	}
	return func(name string) string { return values[name] }
}

// commandLine is what a person would type.
func commandLine(login string, args []string) string {
	line := "bylaw"
	if login != community.WorkflowBot {
		line = "GITHUB_TOKEN=token-" + login + " bylaw"
	}
	for _, arg := range args {
		if strings.Contains(arg, " ") {
			arg = "'" + arg + "'"
		}
		line += " " + arg
	}
	return line
}

func (t *trial) report(s trialStep) {
	t.steps = append(t.steps, s)
	if t.json {
		return
	}
	fmt.Fprint(t.Stdout, fill(s.Title+".", t.helpWidth(), fmt.Sprintf("%d. ", len(t.steps)), "   "))
	if s.Command != "" {
		fmt.Fprintf(t.Stdout, "\n   $ %s\n", render.Outside(s.Command))
	}
	if s.Output != "" {
		fmt.Fprint(t.Stdout, indented(s.Output))
	}
	fmt.Fprintln(t.Stdout)
}
