package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/browser"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/login"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/vault"
)

// tokenSecret is the name under which workflows find the token.
const tokenSecret = "MASTODON_ACCESS_TOKEN"

// loginFlags are the flags of login.
type loginFlags struct {
	purpose     string
	environment string
	out         string
	print, gh   bool
	noBrowser   bool
}

func (a *app) loginCommand() *cobra.Command {
	var f loginFlags
	cmd := &cobra.Command{
		Use:  "login",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.login),
	}
	cmd.Flags().StringVar(&f.purpose, "for", "", "what the token is for: `PURPOSE` is plan, apply, inbox or watch")
	cmd.Flags().BoolVar(&f.gh, "gh", false, "hand the token to gh, which sets it as a secret of the environment")
	cmd.Flags().StringVar(&f.out, "out", "", "write the token to a new `FILE` outside the repository, which only you can read")
	cmd.Flags().BoolVar(&f.print, "print", false, "print the token on standard output, and all else on standard error")
	cmd.Flags().StringVar(&f.environment, "env", "", "the GitHub environment `NAME` that the secret belongs to; without it that of our workflows")
	cmd.Flags().BoolVar(&f.noBrowser, "no-browser", false, "open no browser: the server shows a code, which you paste here")
	cmd.MarkFlagsMutuallyExclusive("gh", "out", "print")
	cmd.MarkFlagsOneRequired("gh", "out", "print")
	_ = cmd.MarkFlagRequired("for")
	return cmd
}

// environmentOf is the GitHub environment whose jobs may have the token: each purpose has its own, so that no job has a token
// that is for another. That of apply is the one of the workflows that communities copy.
func environmentOf(p access.Purpose) string {
	if p == access.Apply {
		return "mastodon"
	}
	return "mastodon-" + string(p)
}

func (a *app) login(ctx context.Context, f loginFlags) error {
	purpose := access.Purpose(f.purpose)
	if !slices.Contains(access.Purposes(), purpose) {
		return &usageMistake{diag.WithHint(fmt.Errorf("--for %q is no purpose of a token", f.purpose), "it is plan, apply, inbox or watch")}
	}
	if a.json && f.print {
		return &usageMistake{errors.New("--json and --print both want standard output: use --out FILE or --gh with --json")}
	}
	o, settings, err := a.loginOptions(purpose)
	if err != nil {
		return err
	}
	target := vault.GitHub{
		Run: a.Run, Secret: tokenSecret, Environment: cmp.Or(f.environment, environmentOf(purpose)),
		Repository: cmp.Or(a.Env("GITHUB_REPOSITORY"), settings.Forge.Repository),
	}
	ports, err := a.wire.Login(o.Server, settings.Instance, a.Config)
	if err != nil {
		return err
	}
	if ports.Vault, err = a.vault(f, target); err != nil {
		return err
	}
	consent, stop, err := a.consent(ctx, f.noBrowser)
	if err != nil {
		return err
	}
	defer stop()
	ports.Consent = consent
	r, err := login.Run(ctx, ports, o)
	if err != nil {
		return err
	}
	return a.showLogin(render.Login{
		Server: o.Server, Purpose: purpose, Holder: r.Holder, Asked: r.Asked, Granted: r.Granted, More: r.More, Missing: r.Missing,
		Unsupported: r.Unsupported, PKCE: r.PKCE, Expires: r.Expires, File: f.out, Stored: f.gh, Secret: target.Secret,
		Environment: target.Environment, Repository: target.Repository, Command: target.Command(),
	}, f.print)
}

// loginOptions reads what the governance repository grants, and which server it is for. Inbox and watch need the settings alone.
func (a *app) loginOptions(p access.Purpose) (login.Options, charter.Settings, error) {
	tree, err := a.wire.WorkTree()
	if err != nil {
		return login.Options{}, charter.Settings{}, err
	}
	o := login.Options{Purpose: p}
	settings := charter.LoadSettings(tree)
	if p.Granting() {
		whole, mistakes := charter.Load(tree)
		if err := mistakes.Err(); err != nil {
			return o, settings, err
		}
		o.Granted = access.Granted(whole.Constitution)
	}
	o.Server = strings.TrimSuffix(cmp.Or(a.Env("MASTODON_URL"), settings.Instance), "/")
	if o.Server == "" {
		return o, settings, diag.WithHint(errors.New("no server is named"), "run it in the governance repository, or set MASTODON_URL")
	}
	return o, settings, nil
}

// vault is where the flags say that the token goes.
func (a *app) vault(f loginFlags, target vault.GitHub) (port.Vault, error) {
	switch {
	case f.print:
		return vault.Output{Writer: a.Stdout}, nil
	case f.out != "":
		return vault.File{Path: a.path(f.out), Repository: a.repository()}, nil
	case a.Run == nil:
		return nil, errors.New("--gh: this build starts no other program")
	case target.Repository == "":
		return nil, diag.WithHint(errors.New("--gh needs the repository on GitHub"), "name it as forge.repository in governance/bylaw.yaml, or set GITHUB_REPOSITORY")
	}
	return target, nil
}

// consent asks in a browser of this machine, or shows the address to someone whose browser is elsewhere.
func (a *app) consent(ctx context.Context, noBrowser bool) (consent port.Consent, stop func(), err error) {
	if noBrowser || a.Browse == nil {
		return browser.OutOfBand{Ask: a.askCode}, func() {}, nil
	}
	callback, err := browser.Listen(ctx, func(page string) {
		fmt.Fprintf(a.Stderr, "Open this page, signed in as the account that the token is for:\n  %s\n", page)
		if err := a.Browse(page); err != nil {
			a.note("no browser could be started; open the page by hand, or run login with --no-browser")
		}
	})
	if err != nil {
		return nil, nil, err
	}
	return callback, func() { _ = callback.Close() }, nil
}

func (a *app) askCode(page string) (string, error) {
	return a.ask("Open this page in any browser, signed in as the account that the token is for:\n  " + page + "\nPaste the code that it shows: ")
}

// showLogin says what came of it, on standard error where the token is on standard output.
func (a *app) showLogin(l render.Login, printed bool) error {
	switch {
	case printed:
		_, err := fmt.Fprint(a.Stderr, render.LoginText(l))
		return err
	case a.json:
		return writeJSON(a.Stdout, render.LoginJSON(l))
	}
	_, err := fmt.Fprint(a.Stdout, render.LoginText(l))
	return err
}

func (a *app) logoutCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "logout",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &none{}, func(ctx context.Context, _ none) error { return a.logout(ctx) }),
	}
}

// logoutJSON is the JSON form of what became of a token.
type logoutJSON struct {
	Revoked bool   `json:"revoked"` // false: the server did not accept it before
	Account string `json:"account,omitempty"`
	Purpose string `json:"purpose,omitempty"`
	Server  string `json:"server"`
}

func (a *app) logout(ctx context.Context) error {
	o, settings, err := a.loginOptions(access.Inbox)
	if err != nil {
		return err
	}
	token, err := a.tokenToRevoke()
	if err != nil {
		return err
	}
	ports, err := a.wire.Login(o.Server, settings.Instance, a.Config)
	if err != nil {
		return err
	}
	r, err := login.Logout(ctx, ports, o.Server, token)
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, logoutJSON{r.Known, r.Handle, r.Purpose, o.Server})
	}
	if !r.Known {
		_, err = fmt.Fprintf(a.Stdout, "Nothing to revoke: %s does not accept this token.\n", o.Server)
		return err
	}
	_, err = fmt.Fprintf(a.Stdout, "Revoked: the token of %s for %s. Delete it where it is kept.\n", cmp.Or(r.Handle, "an account that it does not show"), r.Purpose)
	return err
}

// tokenToRevoke is in the environment or comes by standard input, and is never an argument, which others can read.
func (a *app) tokenToRevoke() (secret.Secret, error) {
	token := secret.New(a.Env(tokenSecret))
	if !token.Empty() {
		return token, nil
	}
	typed, err := a.ask("Token to revoke: ")
	if token = secret.New(typed); err == nil && token.Empty() {
		err = diag.WithHint(&usageMistake{errors.New("no token was given")}, "set %s, or give it by standard input: bylaw logout < FILE", tokenSecret)
	}
	return token, err
}
