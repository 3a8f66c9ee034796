// Package cli is the command line: a file for each command, flags in, one call of a use case, words and an exit status out. What
// a command works on is opened by wire.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// Process is what the operating system gives a command; tests give their own.
type Process struct {
	Dir    string // the working directory: relative paths on the command line start here
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Env    func(name string) string
	// Environ lists the environment as NAME=VALUE; nil where it cannot be listed.
	Environ func() []string
	Now     func() time.Time
	Random  io.Reader // nil: the system's own
	// Judge decides. One that is shared compiles the policies once for many commands; nil is one for this command alone.
	Judge *opa.Judge
	// Sleep waits for a server's limits, and before GitHub is asked again what it failed to answer. Nil asks GitHub once.
	Sleep func(context.Context, time.Duration) error
	// Web fetches block lists of others; nil is a way out that reaches public addresses alone.
	Web http.RoundTripper
	// Terminal says whether standard output is a terminal, which may have colours.
	Terminal bool
	// Screen is that terminal; the zero value has no known size and no pager.
	Screen Screen
	// StdinTerminal says whether standard input is a terminal too, at which a person can type.
	StdinTerminal bool
	// Config is the folder where a person's programs keep what they need, "" where there is none.
	Config string
	// Browse opens a page in a browser of this machine; nil where there is none.
	Browse func(page string) error
	// Run runs another program; nil runs none.
	Run func(ctx context.Context, stdin io.Reader, name string, args ...string) (output string, err error)
	// Width gives the columns of the terminal that standard error is, 0 where it is none; nil is the same as 0.
	Width func() int
}

// app is one run of the program: the process and the flags that every command has.
type app struct {
	Process
	dir     string
	json    bool
	quiet   bool
	noPager bool
	writes  bool          // the command changes a server, a ledger or a repository
	screen  *screen       // nil where standard output is no terminal
	input   *bufio.Reader // of what a person answers; nil until the first question
	meter   *meter
	wire    *wire.Wire // opens what a command works on
	parsed  func(any)  // of a test: hears of the options of a command, which does not run
}

// Run executes one command line and gives its exit status. It returns only when everything is written.
func Run(ctx context.Context, args []string, p Process) int {
	a := newApp(p)
	if p.Terminal {
		a.screen = &screen{app: a, out: p.Stdout}
		a.Stdout = a.screen
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(p.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(p.Stderr)
	err := a.wire.FollowClock()
	if err == nil {
		err = execute(ctx, root)
	}
	if a.screen != nil {
		err = errors.Join(err, a.screen.flush(ctx.Err() != nil))
	}
	if err == nil {
		return int(done)
	}
	if result, ok := errors.AsType[status](err); ok {
		return int(result)
	}
	a.complain(a.stopped(ctx, adviseToken(err)))
	if err := a.reportTrouble(err); err != nil {
		a.complain(err)
	}
	return int(statusOf(ctx, err))
}

// newApp wires the parts that need one another: nothing is opened yet.
func newApp(p Process) *app {
	p.Env = trimmed(p.Env)
	a := &app{Process: p}
	if a.Judge == nil {
		a.Judge = opa.New()
	}
	a.meter = a.newMeter()
	a.wire = wire.New(wire.Options{
		Path: a.path, Repository: a.repository, Env: p.Env, Now: p.Now, Sleep: p.Sleep, Random: p.Random, Judge: a.Judge, Web: p.Web, Version: release,
		Note: a.noteOutside, Say: a.say, Progress: a.meter,
	})
	a.Now = a.wire.Now // which a sandbox moves
	return a
}

// trimmed reads addresses from the environment without the space or line feed that is left where one pastes them.
func trimmed(env func(name string) string) func(name string) string {
	return func(name string) string {
		switch name {
		case "MASTODON_URL", "GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY":
			return strings.TrimSpace(env(name))
		}
		return env(name)
	}
}

// root builds the command tree again for every run, so that no run sees the flags of another.
func (a *app) root() *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:           "bylaw",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if version {
				return a.version()
			}
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			a.writes = cmd.Annotations[writing] != ""
			a.prepareScreen(cmd)
			return validateFlags(cmd, args)
		},
	}
	root.PersistentFlags().StringVarP(&a.dir, "dir", "C", ".", "use the governance repository in the folder `DIR`")
	root.PersistentFlags().BoolVar(&a.json, "json", false, "write the result as JSON on standard output, errors as JSON on standard error")
	root.PersistentFlags().BoolVarP(&a.quiet, "quiet", "q", false, "no progress on standard error")
	root.PersistentFlags().BoolVar(&a.noPager, "no-pager", false, "write long output to the terminal at once, without a pager")
	root.Flags().BoolVar(&version, "version", false, "print the version")
	root.SetHelpFunc(a.showHelp)
	root.SetHelpCommand(helpCommand())
	root.AddCommand(
		a.demoCommand(), a.initCommand(), a.lintCommand(), a.testCommand(), a.explainCommand(), a.checkCommand(), a.statusCommand(),
		a.proposeCommand(), a.planCommand(), a.driftCommand(), a.sourcesCommand(), a.bootstrapCommand(), a.applyCommand(), a.publishCommand(), a.importCommand(), a.exportCommand(), a.inboxCommand(),
		a.verifyCommand(), a.logCommand(), a.replayCommand(), a.eraseCommand(), a.pseudonymCommand(), a.skillsCommand(), a.schemaCommand(),
		a.policyCommand(), a.loginCommand(), a.logoutCommand(), a.sandboxCommand(), a.docsCommand(), a.versionCommand(), a.doctorCommand(),
		a.liveCommand(),
		a.siteCommand(), a.statsCommand(),
	)
	mark(root, pagedOutput, "lint", "test", "explain", "status", "plan", "drift", "sources", "verify", "log", "replay", "skills", "doctor", "live",
		"stats")
	mark(root, writing, "init", "check", "propose", "drift", "sources", "bootstrap", "apply", "publish", "inbox", "erase", "login", "logout", "sandbox")
	mark(root, literalOutput, "schema", "policy", "docs", "export")
	describe(root)
	group(root)
	return root
}

// path resolves a path of the command line against the working directory.
func (a *app) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(a.Dir, name)
}

// repository is the directory of the governance repository.
func (a *app) repository() string { return a.path(a.dir) }

// complain writes an error with its hint on standard error, or every mistake of a set of files with its place.
func (a *app) complain(err error) {
	mistakes, several := errors.AsType[*diag.Mistakes](err)
	switch {
	case a.json && several:
		a.complainJSON(errorReport{Error: "mistakes in the governance repository", Diagnostics: mistakes.List})
	case a.json:
		a.complainJSON(errorReport{Error: err.Error(), Hint: diag.HintOf(err)})
	case several:
		a.say(strings.TrimSuffix(render.Diagnostics(mistakes.List, a.errorStyle()), "\n"))
	default:
		a.say("bylaw: error: " + render.Outside(err.Error()))
		if hint := diag.HintOf(err); hint != "" {
			a.say("bylaw: hint: " + render.Outside(hint))
		}
	}
}

// errorReport is the JSON form of an error.
type errorReport struct {
	Error       string    `json:"error"`
	Hint        string    `json:"hint,omitempty"`
	Diagnostics diag.List `json:"diagnostics,omitempty"`
}

func (a *app) complainJSON(report errorReport) {
	if err := writeJSON(a.Stderr, report); err != nil {
		fmt.Fprintf(a.Stderr, "bylaw: error: %s\n", err)
	}
}

// note writes one line of progress or advice on standard error, unless --quiet was given.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		a.say(strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
	}
}

// say writes lines on standard error, broken at its width where it is a terminal.
func (a *app) say(text string) { fmt.Fprintln(a.Stderr, render.Wrap(text, a.errorColumns())) }

// errorColumns is the width of the terminal that standard error is, 0 where it is none.
func (a *app) errorColumns() int {
	if a.Width == nil {
		return 0
	}
	return a.Width()
}
