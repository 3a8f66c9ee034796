package git

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/transport"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// mostLines bounds what is quoted of a server's report.
const mostLines = 8

// explained is the error of an exchange with a server, with the server's own lines where it refuses a push, and with what to do.
// Said is what the server reported for people, "" where it said nothing.
func explained(err error, said string) error {
	if hidden, ok := errors.AsType[*plumbing.UnexpectedError](err); ok {
		err = hidden.Err // which go-git keeps from errors.Is
	}
	_, network := errors.AsType[*url.Error](err)
	switch {
	case err == nil || errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, transport.ErrRepositoryNotFound):
		return diag.WithHint(err, "check that forge.repository in bylaw.yaml names the repository and that GITHUB_TOKEN may read it: a server hides what a token may not see")
	case errors.Is(err, transport.ErrAuthorizationFailed):
		return diag.WithHint(err, "check that GITHUB_TOKEN may write to the repository: in a workflow that is the permission \"contents: write\"")
	case network:
		return diag.WithHint(err, "check that the server of the repository is up and can be reached from here, and that GITHUB_SERVER_URL, if it is set, names it")
	}
	return declined(err, said)
}

// declined quotes what a server says of a push that it does not take.
func declined(err error, said string) error {
	if !strings.HasPrefix(err.Error(), "command error on ") {
		return err
	}
	var lines []string
	for line := range strings.Lines(said) {
		if line = httpapi.Plain(line); line != "" && len(lines) < mostLines {
			lines = append(lines, fmt.Sprintf("%q", line))
		}
	}
	if len(lines) > 0 {
		err = fmt.Errorf("%w; the server says: %s", err, strings.Join(lines, " "))
	}
	text := strings.ToLower(err.Error())
	if strings.Contains(text, "rule") || strings.Contains(text, "protected branch") || strings.Contains(text, "hook declined") {
		return diag.WithHint(err, "a rule of the repository, its organisation or its server forbids this push: let the rule not cover the branch, or let the account that bylaw acts as bypass it; bylaw signs no commits")
	}
	return err
}
