package scripttest

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
)

// hubShows lists the verbs that print what GitHub shows, on stdout.
func hubShows() []hubVerb {
	return []hubVerb{
		{"show N", func(h *hub, a []string) error { return h.show(a, (*hub).showPull) }},
		{"statuses N", func(h *hub, a []string) error { return h.show(a, (*hub).showStatuses) }},
		{"comments N [WHICH]", func(h *hub, a []string) error { return h.show(a, (*hub).showComments) }},
		{"issues", func(h *hub, _ []string) error { return h.showIssues() }},
		{"writes", func(h *hub, _ []string) error { return h.showWrites() }},
		{"runs", func(h *hub, _ []string) error { return h.showRuns() }},
		{"unknown", func(h *hub, _ []string) error {
			if strange := h.Unknown(); len(strange) > 0 {
				return fmt.Errorf("the fake GitHub has no route %q", strange)
			}
			return nil
		}},
	}
}

func (h *hub) printf(format string, args ...any) { fmt.Fprintf(h.ts.Stdout(), format, args...) }

// show reads a proposal as the organisation that owns the repository, and prints something of it.
func (h *hub) show(a []string, show func(*hub, []string, *github.Client, facts.Pull) error) error {
	h.printf("") // so that nothing to show is an empty stdout and not the one before
	client, err := h.as(hubOwner)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(a[0])
	if err != nil {
		return err
	}
	pull, err := client.Pull(context.Background(), n)
	if err != nil {
		return err
	}
	return show(h, a, client, pull)
}

// showPull prints the state of a proposal: open, closed or merged, "draft" and the branch that it goes into.
func (h *hub) showPull(_ []string, _ *github.Client, pull facts.Pull) error {
	state := "open"
	switch {
	case !pull.Merged.IsZero():
		state = "merged"
	case !pull.Open:
		state = "closed"
	}
	if pull.Draft {
		state += " draft"
	}
	h.printf("%s into %s\n", state, pull.BaseRef)
	return nil
}

// showStatuses prints the statuses of the present head, oldest first: "TIME CONTEXT STATE LOGIN: DESCRIPTION".
func (h *hub) showStatuses(_ []string, client *github.Client, pull facts.Pull) error {
	statuses, err := client.Statuses(context.Background(), pull.Head)
	for _, s := range statuses {
		h.printf("%s %s %s %s: %s\n", s.Created.UTC().Format("2006-01-02T15:04"), s.Context, s.State, s.Creator.Login, s.Description)
	}
	return err
}

// showComments prints the comments, oldest first, each below a line "=== LOGIN"; with a number only the text of that one,
// counted from 1. The marker that bylaw keeps for itself is left out, and HASH replaces every hash.
func (h *hub) showComments(a []string, client *github.Client, pull facts.Pull) error {
	comments, err := client.Comments(context.Background(), pull.Number)
	if err != nil {
		return err
	}
	which := 0
	if len(a) > 1 {
		if which, err = strconv.Atoi(a[1]); err != nil || which < 1 || which > len(comments) {
			return fmt.Errorf("there are %d comments, not %s", len(comments), a[1])
		}
	}
	for i, c := range comments {
		if which == 0 {
			h.printf("=== %s\n", c.Author.Login)
		}
		if which == 0 || which == i+1 {
			h.printf("%s", visible(c.Body))
		}
	}
	return nil
}

// showIssues prints the issues, oldest first: "#N STATE LOGIN: TITLE", and below each its text and its comments. The marker
// that bylaw keeps for itself is left out, and HASH replaces every hash.
func (h *hub) showIssues() error {
	h.printf("")
	client, err := h.as(hubOwner)
	if err != nil {
		return err
	}
	all, err := client.Issues(context.Background(), "all", time.Time{})
	for _, issue := range slices.Backward(all) {
		h.printf("#%d %s %s: %s\n%s", issue.Number, map[bool]string{true: "open", false: "closed"}[issue.Open], issue.Author.Login, issue.Title, visible(issue.Body))
		comments, err := client.Comments(context.Background(), issue.Number)
		if err != nil {
			return err
		}
		for _, c := range comments {
			h.printf("=== %s\n%s", c.Author.Login, visible(c.Body))
		}
	}
	return err
}

var hash = regexp.MustCompile(`\b[0-9a-f]{12,64}\b`)

func visible(body string) string {
	var kept strings.Builder
	for line := range strings.Lines(strings.TrimRight(body, "\n") + "\n") {
		if !strings.HasPrefix(line, "<!--") {
			kept.WriteString(hash.ReplaceAllString(line, "HASH"))
		}
	}
	return kept.String()
}

// showWrites prints how many requests changed something since this was asked last, and each route with its count. Reading
// through git is none.
func (h *hub) showWrites() error {
	now := h.Requests()
	var lines []string
	total := 0
	for _, route := range slices.Sorted(maps.Keys(now)) {
		n := now[route] - h.shown[route]
		reads := strings.HasPrefix(route, "GET ") || route == "POST /graphql" || strings.HasSuffix(route, "git-upload-pack")
		if n > 0 && !reads {
			total += n
			lines = append(lines, fmt.Sprintf("%d %s\n", n, route))
		}
	}
	h.shown = now
	h.printf("%d writes\n%s", total, strings.Join(lines, ""))
	return nil
}

// showRuns prints the workflow runs that GitHub would have started: "EVENT ACTION".
func (h *hub) showRuns() error {
	for _, run := range h.Runs() {
		h.printf("%s\n", strings.TrimSpace(run.Event+" "+run.Action))
	}
	return nil
}
