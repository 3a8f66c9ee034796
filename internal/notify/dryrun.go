package notify

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// DryRun reads from the forge and writes to a page: what would be posted, merged or closed is printed, and nothing of it
// happens.
type DryRun struct {
	port.Commenter
	Known port.Issues // those that there are
	Out   io.Writer
}

// PostComment prints a comment that would be new.
func (d DryRun) PostComment(_ context.Context, number int, body string) (facts.Comment, error) {
	return facts.Comment{Body: body}, d.say(fmt.Sprintf("would comment on proposal #%d", number), body)
}

// EditComment prints the text that a comment would have.
func (d DryRun) EditComment(_ context.Context, id int64, body string) (facts.Comment, error) {
	return facts.Comment{ID: id, Body: body}, d.say(fmt.Sprintf("would replace comment %d", id), body)
}

// PostStatus prints a commit status that would be set.
func (d DryRun) PostStatus(_ context.Context, commit string, s facts.CommitStatus) (facts.CommitStatus, error) {
	return s, d.say(fmt.Sprintf("would set status %s of commit %.12s to %s", s.Context, commit, s.State), s.Description)
}

// Merge says what would be merged.
func (d DryRun) Merge(_ context.Context, number int, head, method string) (string, error) {
	return "", d.say(fmt.Sprintf("would merge proposal #%d at %.12s by %s", number, head, method), "")
}

// ClosePull says what would be closed.
func (d DryRun) ClosePull(_ context.Context, number int) (facts.Pull, error) {
	return facts.Pull{Number: number}, d.say(fmt.Sprintf("would close proposal #%d", number), "")
}

// Issues lists those that there are.
func (d DryRun) Issues(ctx context.Context, state string, since time.Time) ([]facts.Issue, error) {
	return d.Known.Issues(ctx, state, since)
}

// PostIssue prints an issue that would be new.
func (d DryRun) PostIssue(_ context.Context, title, body string) (facts.Issue, error) {
	return facts.Issue{Title: title, Body: body}, d.say("would open the issue "+title, body)
}

// EditIssue prints the text that an issue would have.
func (d DryRun) EditIssue(_ context.Context, number int, body string) (facts.Issue, error) {
	return facts.Issue{Number: number, Body: body}, d.say(fmt.Sprintf("would replace the text of issue #%d", number), body)
}

// CloseIssue says what would be closed.
func (d DryRun) CloseIssue(_ context.Context, number int) (facts.Issue, error) {
	return facts.Issue{Number: number}, d.say(fmt.Sprintf("would close issue #%d", number), "")
}

// Dispatch says what would be triggered.
func (d DryRun) Dispatch(_ context.Context, event string, _ any) error {
	return d.say("would trigger the workflows that listen for "+event, "")
}

// say writes a line, and a text below it with an indent, so that no line of it can be taken for a command.
func (d DryRun) say(what, text string) error {
	if text != "" {
		what += ":"
	}
	_, err := fmt.Fprintln(d.Out, render.Outside(what))
	for line := range strings.Lines(text) {
		if err == nil {
			_, err = fmt.Fprintln(d.Out, strings.TrimRight("  | "+render.Outside(strings.TrimRight(line, "\n")), " "))
		}
	}
	return err
}
