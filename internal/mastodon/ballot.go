package mastodon

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// statusEntity is a post as far as it may be a ballot.
type statusEntity struct {
	ID         string     `json:"id"`
	CreatedAt  time.Time  `json:"created_at"`
	EditedAt   *time.Time `json:"edited_at"`
	Visibility string     `json:"visibility"`
	Content    string     `json:"content"`
	Warning    string     `json:"spoiler_text"`
	Account    struct {
		ID   string `json:"id"`
		Acct string `json:"acct"`
	} `json:"account"`
	Mentions []struct {
		ID string `json:"id"`
	} `json:"mentions"`
}

// Status gives a post with its first version. Its Ancestors are not read. Its error is facts.ErrNotFound where the server shows
// none of that id.
func (i *Instance) Status(ctx context.Context, id string) (ballot.Status, error) {
	var shown statusEntity
	path := statusesPath + "/" + url.PathEscape(id)
	if _, err := i.call(ctx, http.MethodGet, path, nil, nil, &shown); err != nil {
		if code := statusOf(err); code == http.StatusNotFound || code == http.StatusGone {
			err = fmt.Errorf("post %s: %w", id, facts.ErrNotFound)
		}
		return ballot.Status{}, err
	}
	if shown.ID != id || shown.Account.ID == "" || shown.CreatedAt.IsZero() {
		return ballot.Status{}, &AnswerError{http.MethodGet, statusesPath, "the answer is about another post than was asked for"}
	}
	s := i.postOf(shown)
	if shown.EditedAt == nil {
		s.First = &ballot.Version{HTML: shown.Content, Warning: shown.Warning}
		return s, nil
	}
	first, err := i.firstVersion(ctx, path)
	s.First = first
	return s, err
}

// postOf states what a post is, without its text.
func (i *Instance) postOf(shown statusEntity) ballot.Status {
	s := ballot.Status{
		ID: shown.ID, Account: ballot.Account{ID: shown.Account.ID, Handle: i.qualified(shown.Account.Acct)}, CreatedAt: shown.CreatedAt.UTC(), Visibility: shown.Visibility,
	}
	for _, m := range shown.Mentions {
		s.Mentions = append(s.Mentions, m.ID)
	}
	return s
}

// qualified gives the canonical form of an account's name as the server writes it, which leaves out its own.
func (i *Instance) qualified(acct string) string {
	handle := "@" + strings.ToLower(acct)
	if !strings.Contains(acct, "@") {
		handle += "@" + i.base.Hostname()
	}
	return handle
}

// firstVersion reads what an edited post said first; nil where the server does not show its history.
func (i *Instance) firstVersion(ctx context.Context, path string) (*ballot.Version, error) {
	var versions []struct {
		Content string `json:"content"`
		Warning string `json:"spoiler_text"`
	}
	_, err := i.call(ctx, http.MethodGet, path+"/history", nil, nil, &versions)
	switch code := statusOf(err); {
	case code == http.StatusNotFound || code == http.StatusGone || err == nil && len(versions) == 0:
		return nil, nil //nolint:nilnil // no history is an answer: see ballot.Status
	case err != nil:
		return nil, err
	}
	return &ballot.Version{HTML: versions[0].Content, Warning: versions[0].Warning}, nil
}
