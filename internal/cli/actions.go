package cli

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// inActions tells whether a workflow of GitHub Actions runs this.
func (a *app) inActions() bool { return a.Env("GITHUB_ACTIONS") == "true" }

// report gives a workflow what it shows and hands on: the job summary, an annotation at each mistake of a proposal's
// files, and the outputs of the step. Elsewhere it does nothing.
func (a *app) report(told []flow.Told) error {
	if !a.inActions() {
		return nil
	}
	pages := make([]render.Page, len(told))
	briefs := make([]render.Brief, len(told))
	var annotations strings.Builder
	for i, t := range told {
		pages[i] = t.Page
		briefs[i] = render.Brief{Number: t.Finding.Pull.Number, Outcome: t.Finding.Decision.Outcome, Digest: t.Finding.Decision.Digest}
		if t.Finding.Problem != nil {
			briefs[i].Outcome = ""
		}
		annotations.WriteString(render.Annotations(t.Finding.Mistakes))
	}
	// On standard error, so that standard output stays what was asked for; the runner reads both.
	if _, err := io.WriteString(a.Stderr, annotations.String()); err != nil {
		return err
	}
	delimiter, err := a.unforeseen()
	if err != nil {
		return err
	}
	outputs, err := render.Outputs(briefs, delimiter)
	if err != nil {
		return err
	}
	return errors.Join(a.appendTo("GITHUB_STEP_SUMMARY", render.Summary(pages)), a.appendTo("GITHUB_OUTPUT", outputs))
}

// unforeseen gives a text that nobody can have put into a proposal.
func (a *app) unforeseen() (string, error) {
	source := a.Random
	if source == nil {
		source = rand.Reader
	}
	var drawn [16]byte
	if _, err := io.ReadFull(source, drawn[:]); err != nil {
		return "", fmt.Errorf("random delimiter: %w", err)
	}
	return "bylaw-" + hex.EncodeToString(drawn[:]), nil
}

// appendTo adds text to the file that a variable of the environment names; without it there is none to add to.
func (a *app) appendTo(variable, text string) error {
	name := a.Env(variable)
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(a.path(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%s: %w", variable, err)
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}
