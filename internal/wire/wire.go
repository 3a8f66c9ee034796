// Package wire opens the parts that use cases need: the repository and its ledger, the forge, the server, and those of a
// sandbox. It is the one place that knows which adapter stands behind which port. It reads no flags and prints nothing.
package wire

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/opa"
)

// Contact is where the people of a server find out what sends them requests.
const Contact = "https://github.com/bylaw-dev/bylaw"

// Options say what to open parts for.
type Options struct {
	// Path resolves a name of the command line or of the environment against the working directory.
	Path func(name string) string
	// Repository is the folder of the governance repository, asked for when a part is opened.
	Repository func() string
	Env        func(name string) string
	Now        func() time.Time
	Sleep      func(context.Context, time.Duration) error // nil: what would have to be waited for fails
	Random     io.Reader                                  // nil: the system's own
	Judge      *opa.Judge
	Web        http.RoundTripper // by which block lists are fetched; nil: one that reaches public addresses alone
	Version    string            // of this program, for its requests
	// Note hands on a line of advice, which may quote others.
	Note func(text string)
	// Say hands on a line that a person must see, also where advice is not wanted.
	Say      func(text string)
	Progress Progress
}

// Progress hears how far long work is.
type Progress interface {
	// Change is called after each change of an apply.
	Change(finished, total int, result apply.Result)
	// Limit is called when the server's rate limit is waited for.
	Limit(until time.Time)
	// Wait is called when something else is waited for.
	Wait(until time.Time, what string)
}

// Wire opens parts.
type Wire struct {
	Options
	ahead time.Duration // of the clock of a sandbox
	now   func() time.Time
}

// New gives a wire; nothing is opened yet.
func New(o Options) *Wire {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	w := &Wire{Options: o, now: o.Now}
	w.Now = w.clock
	return w
}

// clock is the time of everything that is opened. In a sandbox it can be moved.
func (w *Wire) clock() time.Time { return w.now() }

// Ahead is how far the clock of the sandbox that is in use was moved forward.
func (w *Wire) Ahead() time.Duration { return w.ahead }

// InActions says whether a workflow of GitHub Actions runs this.
func (w *Wire) InActions() bool { return w.Env("GITHUB_ACTIONS") == "true" }

func fileExists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
