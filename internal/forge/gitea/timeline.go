package gitea

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// entry is one thing in the time line of a proposal. Writers can delete comments and the entries of reviews, and no one those
// of pushes but by a push by force or another target.
type entry struct {
	ID       int64      `json:"id"`
	Type     string     `json:"type"`
	User     *user      `json:"user"`
	Body     string     `json:"body"`
	Created  *time.Time `json:"created_at"`
	OldTitle string     `json:"old_title"`
	NewTitle string     `json:"new_title"`
	Review   int64      `json:"review_id"`
}

// timeline reads the whole time line, oldest first. Its pages may be short, and only an empty one is the end.
func (c *Client) timeline(ctx context.Context, number int) ([]*entry, error) {
	found, err := numbered(ctx, c, c.Path("/issues/%d/timeline?", number), func(e *entry) int64 { return e.ID })
	if err != nil {
		return nil, fmt.Errorf("time line of #%d: %w", number, err)
	}
	slices.SortFunc(found, func(a, b *entry) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}

// Pushes gives how the head of a proposal came to what it is, newest first: as far back as the time line shows without a gap
// that another push could lie in. It is facts.ErrNotFound where the server does not prove when the present head came: the head,
// what the server keeps of it and the last push in the time line are not the same commit. Pushes while a proposal is closed are
// not in its time line, a push by force takes earlier ones away, and another target all of them.
func (c *Client) Pushes(ctx context.Context, p facts.Pull) ([]facts.Push, error) {
	entries, err := c.timeline(ctx, p.Number)
	if err != nil {
		return nil, err
	}
	pushes, err := arrivals(entries, "refs/heads/"+p.HeadRef)
	if err != nil {
		return nil, fmt.Errorf("time line of #%d: %w", p.Number, err)
	}
	kept, err := c.ref(ctx, fmt.Sprintf("pull/%d/head", p.Number))
	if err != nil {
		return nil, err
	}
	if len(pushes) == 0 || kept != p.Head || pushes[0].After != p.Head {
		return nil, fmt.Errorf("when the head of #%d came: %w", p.Number, facts.ErrNotFound)
	}
	return pushes, nil
}

// arrivals reads the pushes of a time line, newest first. What the head was before is known of a push by force, and of others
// where the entry before says it and the proposal was open all the time between.
func arrivals(entries []*entry, ref string) ([]facts.Push, error) {
	var found []facts.Push
	last := ""
	for _, e := range entries {
		switch e.Type {
		case "close", "reopen", "change_target_branch":
			last = ""
		case "pull_push":
			p, err := pushIn(e)
			if err != nil {
				return nil, err
			}
			p.Ref = ref
			if n := len(found); p.Kind == forced && n > 0 && found[n-1].After == p.After && found[n-1].At.Equal(p.At) {
				found = found[:n-1] // the commits that came by this very push
			}
			if p.Kind != forced {
				p.Before = last
			}
			found, last = append(found, p), p.After
		}
	}
	slices.Reverse(found)
	return found, nil
}

const forced = "force_push"

func pushIn(e *entry) (facts.Push, error) {
	var body struct {
		Force   bool     `json:"is_force_push"`
		Commits []string `json:"commit_ids"`
	}
	err := json.Unmarshal([]byte(e.Body), &body)
	if err != nil || len(body.Commits) == 0 || body.Force && len(body.Commits) != 2 {
		return facts.Push{}, fmt.Errorf("push %d names no commits: %w", e.ID, forge.ErrNoAnswer)
	}
	p := facts.Push{ID: e.ID, Kind: "push", Actor: person(e.User), At: utc(e.Created), After: body.Commits[len(body.Commits)-1]}
	if body.Force {
		p.Kind, p.Before = forced, body.Commits[0]
	}
	return p, nil
}

// Events lists the state changes of a proposal in the words of GitHub, oldest first. A draft is one by the beginning of its title
// alone, so a title that loses its beginning may have made it ready.
func (c *Client) Events(ctx context.Context, number int) ([]facts.Event, error) {
	entries, err := c.timeline(ctx, number)
	if err != nil {
		return nil, err
	}
	states := map[int64]string{}
	if slices.ContainsFunc(entries, func(e *entry) bool { return e.Type == dismissal }) {
		reviews, err := c.reviews(ctx, number)
		if err != nil {
			return nil, err
		}
		for _, r := range reviews {
			states[r.ID] = reviewWords[r.State]
		}
	}
	events := []facts.Event{}
	for i, e := range entries {
		one := facts.Event{ID: e.ID, Kind: kindOf(e), Actor: person(e.User), At: utc(e.Created)}
		if e.Type == dismissal {
			one.Review, one.State, one.DismissalCommit = e.Review, states[e.Review], byPush(entries[:i], e)
		}
		if one.Kind != "" {
			events = append(events, one)
		}
	}
	return events, nil
}

const dismissal = "dismiss_review"

func kindOf(e *entry) string {
	if e.Type == "change_title" {
		before, after := strings.TrimSpace(e.OldTitle), strings.TrimSpace(e.NewTitle)
		switch {
		case before != after && strings.HasSuffix(before, after):
			return "ready_for_review"
		case before != after && strings.HasSuffix(after, before):
			return "convert_to_draft"
		}
		return "renamed"
	}
	return map[string]string{
		"close": "closed", "reopen": "reopened", "merge_pull": "merged", "change_target_branch": "base_ref_changed",
		"delete_branch": "head_ref_deleted", dismissal: "review_dismissed",
	}[e.Type]
}

// byPush is the commit whose push dismissed a review, "" where a person did: the server notes both in the name of a person.
func byPush(before []*entry, e *entry) string {
	for _, each := range slices.Backward(before) {
		if each.Type != "pull_push" || !utc(each.Created).Equal(utc(e.Created)) || person(each.User) != person(e.User) {
			continue
		}
		if p, err := pushIn(each); err == nil {
			return p.After
		}
	}
	return ""
}

// ref gives the commit that a ref points to, without the leading "refs/".
func (c *Client) ref(ctx context.Context, name string) (string, error) {
	found, err := list[struct {
		Ref    string `json:"ref"`
		Object struct {
			SHA string `json:"sha"`
		} `json:"object"`
	}](ctx, c, c.Path("/git/refs/%s", name))
	if err != nil {
		return "", fmt.Errorf("ref %q: %w", name, err)
	}
	for _, each := range found {
		if each.Ref == "refs/"+name {
			return each.Object.SHA, nil
		}
	}
	return "", fmt.Errorf("ref %q: %w", name, facts.ErrNotFound)
}
