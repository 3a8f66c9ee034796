// Package vault is where a token goes that login got: a secret of a GitHub environment, a file outside every repository, or
// standard output. A token is never an argument of a program, which others on the machine can read.
package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// Output prints the token, and nothing else.
type Output struct{ Writer io.Writer }

// Check has nothing to check.
func (Output) Check(context.Context) error { return nil }

// Put prints the token on a line of its own.
func (o Output) Put(_ context.Context, token secret.Secret) error {
	_, err := fmt.Fprintln(o.Writer, token.Reveal())
	return err
}

// File is a new file, for its owner alone.
type File struct {
	Path       string
	Repository string // the folder of the governance repository, which need not be a git repository
}

// Check refuses a file that exists, and one within a repository: what lies there is committed sooner or later.
func (f File) Check(context.Context) error {
	if _, err := os.Lstat(f.Path); err == nil {
		return diag.WithHint(fmt.Errorf("%q exists", f.Path), "name a file that does not exist: nothing is overwritten")
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(f.Path))
	if err != nil {
		return fmt.Errorf("the folder of %q: %w", f.Path, err)
	}
	repository, err := filepath.EvalSymlinks(f.Repository)
	if err != nil {
		repository = f.Repository // it does not exist, and nothing lies in it
	}
	for at := folder; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil || at == repository {
			return diag.WithHint(fmt.Errorf("%q lies in the repository %q: a token there is committed sooner or later", f.Path, at),
				"name a file outside, such as one in your home folder")
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

// Put writes the token with a line end.
func (f File) Put(ctx context.Context, token secret.Secret) error {
	if err := f.Check(ctx); err != nil {
		return err
	}
	file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(token.Reveal() + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Path))
	}
	return nil
}

// Run runs a program with what it reads from standard input, and gives what it wrote.
type Run func(ctx context.Context, stdin io.Reader, name string, args ...string) (output string, err error)

// GitHub is a secret of an environment on GitHub, which the program gh encrypts and sets.
type GitHub struct {
	Run         Run
	Secret      string // its name
	Environment string
	Repository  string // owner/name
}

// Check asks gh for the names of the environment's secrets: that fails without gh, without a login, and without the right.
func (g GitHub) Check(ctx context.Context) error {
	output, err := g.Run(ctx, nil, "gh", "secret", "list", "--env", g.Environment, "--repo", g.Repository)
	if err != nil {
		return diag.WithHint(fmt.Errorf("gh cannot reach the secrets of the environment %q of %s: %w%s", g.Environment, g.Repository, err, quoted(output)),
			"install gh and run \"gh auth login\"; make the environment under Settings, Environments")
	}
	return nil
}

// Put hands the token to gh by standard input.
func (g GitHub) Put(ctx context.Context, token secret.Secret) error {
	output, err := g.Run(ctx, strings.NewReader(token.Reveal()), "gh", g.arguments()...)
	if err != nil {
		return fmt.Errorf("gh did not set the secret %s: %w%s", g.Secret, err, quoted(token.Redact(output)))
	}
	return nil
}

func (g GitHub) arguments() []string {
	args := []string{"secret", "set", g.Secret, "--env", g.Environment}
	if g.Repository != "" {
		args = append(args, "--repo", g.Repository)
	}
	return args
}

// Command is the line that sets the secret at a terminal. Without a file it asks for the token.
func (g GitHub) Command() string { return "gh " + strings.Join(g.arguments(), " ") }

func quoted(output string) string {
	if output = httpapi.Plain(output); output == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", output)
}
