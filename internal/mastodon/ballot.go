package mastodon

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Status gives a post with its first version. Its Ancestors are not read. Its error is facts.ErrNotFound where the server shows
// none of that id.
func (i *Instance) Status(ctx context.Context, id string) (ballot.Status, error) {
	var shown received
	_, err := i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(id), nil, nil, &shown)
	switch {
	case gone(err):
		return ballot.Status{}, fmt.Errorf("post %s: %w", id, facts.ErrNotFound)
	case err != nil:
		return ballot.Status{}, err
	case shown.ID != id || shown.Account.ID == "" || shown.CreatedAt.IsZero():
		return ballot.Status{}, &AnswerError{http.MethodGet, statusesPath, "the answer is about another post than was asked for"}
	}
	in := Inbox{i}
	s := in.post(shown).Status
	if shown.EditedAt != nil {
		s.First, err = in.first(ctx, id)
	}
	return s, err
}

// LocalAccount gives the account of the server's own by its name, as everyone may look it up. Where there is none the error is
// an *AbsentError.
func (i *Instance) LocalAccount(ctx context.Context, name string) (ballot.Account, error) {
	id, err := i.lookUp(ctx, name, "")
	if err == nil && id == "" {
		err = &AbsentError{"@" + name}
	}
	return ballot.Account{ID: id, Handle: Inbox{i}.handle(name)}, err
}
