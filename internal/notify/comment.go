package notify

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// write brings the comments of one proposal up to date: first those that are written once, so that the living comment is
// the last to touch the proposal.
func (t Notifier) write(ctx context.Context, sent *check.Notification) error {
	f := sent.Finding
	again := f.Decision.Outcome == decision.Open && f.Problem == nil && len(sent.Page.Voided) > 0
	remind := t.reminds(f)
	living, all, err := t.ourComment(ctx, f, again || remind)
	sent.Comment = living
	if err != nil {
		return err
	}
	if again {
		err = t.once(ctx, f, all, render.Once(render.VoteAgainKind, f.Decision.OpenedAt.String()), func() (string, error) {
			return render.VoteAgain(sent.Page.Voided, f.Decision.OpenedAt.String()), nil
		})
	}
	if remind && err == nil {
		err = t.once(ctx, f, all, render.Once(render.RemindKind, f.Decision.OpenedAt.String()), func() (string, error) {
			voters, err := t.voters(ctx, check.Silent(f))
			return render.Reminder(voters, f.Decision.ClosesAt.String(), f.Decision.OpenedAt.String()), err
		})
	}
	if err != nil {
		return err
	}
	kept, err := t.updateComment(ctx, f.Pull.Number, living, sent.Page)
	if err == nil {
		sent.Comment = kept
	}
	return err
}

// updateComment writes the living comment, or replaces its text where that says something else by now.
func (t Notifier) updateComment(ctx context.Context, number int, living facts.Comment, page render.Page) (facts.Comment, error) {
	if living.ID == 0 {
		return t.Comments.PostComment(ctx, number, render.Comment(page))
	}
	before, _ := render.FindMarker(living.Body)
	page.Marker = keepUnchanged(page.Marker, before, living.Updated, t.Now())
	text := render.Comment(page)
	if strings.TrimSpace(text) == strings.TrimSpace(living.Body) {
		return living, nil
	}
	return t.Comments.EditComment(ctx, living.ID, text)
}

// once posts a comment unless one of ours has its marker already.
func (t Notifier) once(ctx context.Context, f check.Finding, all []facts.Comment, marker string, text func() (string, error)) error {
	for _, c := range all {
		if t.ours(c.Author) && strings.Contains(c.Body, marker) {
			return nil
		}
	}
	body, err := text()
	if err != nil {
		return err
	}
	_, err = t.Comments.PostComment(ctx, f.Pull.Number, facts.Body.Fit(body))
	return err
}

var commentURL = regexp.MustCompile(`/(?:pull|issues)/(\d+)#issuecomment-(\d+)$`)

// ourComment finds the living comment: by the status, which links to it, and else among all comments by its marker. The
// author decides whether it is ours. Its ID is 0 where there is none. The list is complete where it was asked for.
func (t Notifier) ourComment(ctx context.Context, f check.Finding, list bool) (found facts.Comment, all []facts.Comment, err error) {
	if f.Comments != nil {
		return t.among(f.Comments), f.Comments, nil
	}
	if id := linked(f); id != 0 && !list {
		found, err := t.Comments.Comment(ctx, id)
		switch {
		case err == nil && t.isOurs(found):
			return found, nil, nil
		case err != nil && !errors.Is(err, facts.ErrNotFound):
			return facts.Comment{}, nil, err
		}
	}
	if f.Pull.Counted && f.Pull.Comments == 0 {
		return facts.Comment{}, nil, nil
	}
	all, err = t.Comments.Comments(ctx, f.Pull.Number)
	return t.among(all), all, err
}

// linked is the id of the comment of this proposal that its status links to, 0 where it links to none. The person who set that
// status, the comment proves itself.
func linked(f check.Finding) int64 {
	last, _ := lastStatus(f.Statuses)
	parts := commentURL.FindStringSubmatch(last.TargetURL)
	if parts == nil || parts[1] != strconv.Itoa(f.Pull.Number) {
		return 0
	}
	id, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func (t Notifier) among(all []facts.Comment) facts.Comment {
	for _, c := range all {
		if t.isOurs(c) {
			return c
		}
	}
	return facts.Comment{}
}

func (t Notifier) isOurs(c facts.Comment) bool {
	_, marked := render.FindMarker(c.Body)
	return marked && t.ours(c.Author)
}

// reminds says whether it is time to remind: that long before the close as the settings say, but never in the first half
// of a vote.
func (t Notifier) reminds(f check.Finding) bool {
	d := f.Decision
	if f.Problem != nil || d.Outcome != decision.Open || !d.OpenedAt.Known() || !d.ClosesAt.Known() || len(check.Silent(f)) == 0 {
		return false
	}
	due, now := check.RemindAt(d.OpenedAt.Time, d.ClosesAt.Time, f.Charter.Settings.Remind), t.Now()
	return !due.IsZero() && !now.Before(due) && now.Before(d.ClosesAt.Time)
}

// voters looks up what the holders of seats are called now: a login on the roster is a label that a person else may hold
// by now.
func (t Notifier) voters(ctx context.Context, seats []facts.Seat) ([]render.Voter, error) {
	voters := make([]render.Voter, len(seats))
	for i, s := range seats {
		voters[i].Seat = s.Seat
		if s.GitHub == nil {
			continue // who votes on Mastodon is reminded there
		}
		person, err := t.People.User(ctx, s.GitHub.ID)
		if err != nil && !errors.Is(err, facts.ErrNotFound) {
			return nil, err
		}
		voters[i].Login = person.Login
	}
	return voters, nil
}
