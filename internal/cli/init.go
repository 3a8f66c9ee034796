package cli

import (
	"context"
	"errors"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/setup"
	"github.com/bylaw-dev/bylaw/internal/template"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// initFlags are what "bylaw init" is started with.
type initFlags struct {
	instance, community, repository, template, members, team, branch, since, action string
	yes, force, commit, dryRun, update, try                                         bool
}

// founded is how long the first members have belonged to the community where nothing else is said: what articles ask for at most,
// so that all of them can vote on everything from the first day.
const founded = 30 * 24 * time.Hour

func (a *app) initCommand() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:  "init",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.initialize),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.instance, "instance", "", "the `ADDRESS` of the Mastodon server, such as https://social.example")
	flags.StringVar(&f.community, "community", "", "the `NAME` of the community; without it the name of the server")
	flags.StringVar(&f.repository, "repository", "", "the repository on GitHub, as `OWNER/NAME`; without it that of the remote origin")
	flags.StringVar(&f.template, "template", "", "the `CHARTER` to begin with; \"list\" shows them")
	flags.StringVar(&f.members, "members", "", "`LOGINS` of the first members between commas, or @FILE")
	flags.StringVar(&f.team, "team", "", "take the first members from this `ORG/TEAM` of GitHub")
	flags.StringVar(&f.since, "since", "", "the `DATE` since which they are members; without it 30 days ago")
	flags.StringVar(&f.branch, "branch", "", "the protected `BRANCH`; without it the one that is checked out, or main")
	flags.StringVar(&f.action, "action-commit", "", "the full `HASH` of the commit of the action that workflows run; without it that of this program")
	flags.BoolVar(&f.commit, "commit", false, "make a first commit, and a git repository where there is none")
	flags.BoolVar(&f.force, "force", false, "overwrite files that exist")
	flags.BoolVar(&f.update, "update", false, "renew workflows, commits of the action and issue forms in an existing repository, and nothing else")
	flags.BoolVar(&f.try, "try", false, "play a first vote in a temporary sandbox, and keep nothing")
	flags.BoolVar(&f.dryRun, "dry-run", false, "show what would be written, and write nothing")
	flags.BoolVarP(&f.yes, "yes", "y", false, "ask nothing: take the defaults")
	cmd.MarkFlagsMutuallyExclusive("members", "team")
	for _, alone := range []string{"update", "try"} {
		for _, other := range []string{"instance", "community", "repository", "team", "branch", "since", "force"} {
			cmd.MarkFlagsMutuallyExclusive(alone, other)
		}
	}
	cmd.MarkFlagsMutuallyExclusive("update", "try", "commit")
	cmd.MarkFlagsMutuallyExclusive("update", "members")
	cmd.MarkFlagsMutuallyExclusive("update", "template")
	return cmd
}

func (a *app) initialize(ctx context.Context, f initFlags) error {
	switch {
	case f.template == "list":
		return a.showTemplates()
	case f.try:
		return a.try(ctx, f)
	case f.update:
		return a.renew(ctx, f)
	}
	repo, err := a.wire.NewRepository()
	if err != nil {
		return err
	}
	place := folder{repo}
	answers, err := a.answers(ctx, f, place)
	if err != nil {
		return err
	}
	files, err := setup.Files(answers)
	if err != nil {
		return &usageMistake{err}
	}
	written, err := a.compare(files)
	if err != nil {
		return err
	}
	if err := written.refuse(f.force); err != nil {
		return err
	}
	if f.commit, err = a.confirm(f, place, written); err != nil {
		return err
	}
	done := initialized{Files: written, DryRun: f.dryRun, Unfilled: append([]string{}, setup.Unfilled(answers.Members)...), answers: answers}
	if !f.dryRun {
		if err := a.writeAll(files, written); err != nil {
			return err
		}
	}
	if f.commit && !f.dryRun {
		place.repo, done.Commit, err = a.wire.FirstCommit(place.repo, answers.Branch, files.Paths())
	}
	return errors.Join(a.showInit(done, place), err) // the files are there, also where they could not be committed
}

// folder is the place of a new governance repository.
type folder struct {
	repo *wire.Repo // nil where it is no repository of git yet
}

// moduleVersion is the version of the module that this program was built of, "" where Go does not know it.
func moduleVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return info.Main.Version
}

// pin is the action to run: at the commit that the command line names, else at the one that this program was built of. What "go install"
// builds knows its version alone; with a token GitHub is asked for the commit of that.
func (a *app) pin(ctx context.Context, commit string) template.Pin {
	p := template.Pin{Repository: template.Action, Commit: commit}
	if commit != "" {
		return p
	}
	p.Commit = built().Commit
	reference := setup.Reference(moduleVersion())
	if strings.HasPrefix(reference, "v") {
		p.Version = reference
	}
	if p.Commit != "" || reference == "" || a.Env("GITHUB_TOKEN") == "" {
		return p
	}
	if from, err := a.wire.Directory(template.Action); err == nil {
		p.Commit, err = from.CommitHash(ctx, reference)
		if err != nil {
			a.note("bylaw: %s", render.Outside(err.Error()))
		}
	}
	return p
}

// findPin is a command that shows the commit of the action.
func findPin() string {
	if reference := setup.Reference(moduleVersion()); reference != "" {
		return "$(gh api repos/" + template.Action + "/commits/" + reference + " --jq .sha)"
	}
	return "$(git ls-remote https://github.com/" + template.Action + " HEAD | cut -f1)"
}
