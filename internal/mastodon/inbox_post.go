package mastodon

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	gomastodon "github.com/mattn/go-mastodon"

	"github.com/bylaw-dev/bylaw/internal/port"
)

// Publish looks for the post among the recent ones of the account, because the server remembers keys for an hour alone.
func (i Inbox) Publish(ctx context.Context, p port.InboxDraft) (string, time.Time, error) {
	d := draft{text: stored(p.Text), visibility: p.Visibility, language: p.Language, parent: p.Parent, key: p.Key}
	id, err := i.published(ctx, d)
	if err != nil || id != "" {
		return i.posted(ctx, id, err)
	}
	write := func() (err error) {
		id, err = i.sendDraft(ctx, d)
		return err
	}
	err = i.settle(ctx, write, func() (bool, error) {
		id, err = i.published(ctx, d)
		return id != "", err
	})
	if err == nil {
		err = i.checkKept(ctx, id)
	}
	return i.posted(ctx, id, err)
}

// posted gives a post with its time.
func (i Inbox) posted(ctx context.Context, id string, err error) (string, time.Time, error) {
	if err != nil {
		return "", time.Time{}, err
	}
	var r received
	_, err = i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(id), nil, nil, &r)
	return id, r.CreatedAt, err
}

// published finds a post by its last line, "" where there is none.
func (i Inbox) published(ctx context.Context, d draft) (id string, err error) {
	last := lastLine(d.text)
	err = i.eachRecent(ctx, func(status *gomastodon.Status) error {
		if id == "" && lastLine(strings.TrimSpace(textOf(status.Content))) == last {
			id = string(status.ID)
		}
		return nil
	})
	return id, err
}

func lastLine(text string) string { return text[strings.LastIndex(text, "\n")+1:] }

// Answer looks for an answer of the account first. The one who is answered is the only account that the answer may mention.
func (i Inbox) Answer(ctx context.Context, to port.Received, p port.InboxDraft) error {
	if answered, err := i.answered(ctx, to.ID); err != nil || answered {
		return err
	}
	acct, _, _ := strings.Cut(strings.TrimPrefix(to.Account.Handle, "@"), "@"+i.base.Hostname())
	d := draft{
		text: stored("@" + acct + " " + p.Text), visibility: "direct", language: p.Language, parent: to.ID, key: p.Key, mentions: []string{to.Account.ID},
	}
	write := func() error {
		_, err := i.sendDraft(ctx, d)
		return err
	}
	err := i.settle(ctx, write, func() (bool, error) { return i.answered(ctx, to.ID) })
	if gone(err) {
		return nil // what is to be answered was deleted meanwhile
	}
	return err
}

// answered says whether the account has answered a post.
func (i Inbox) answered(ctx context.Context, status string) (bool, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return false, err
	}
	c, _, err := i.around(ctx, status)
	for _, r := range c.Descendants {
		if orEmpty(r.Parent) == status && r.Account.ID == self.ID {
			return true, err
		}
	}
	return false, err
}

// Like favourites a post.
func (i Inbox) Like(ctx context.Context, status string) error {
	var answer received
	path := statusesPath + "/" + url.PathEscape(status)
	err := i.settle(ctx, func() error {
		_, err := i.call(ctx, http.MethodPost, path+"/favourite", nil, nil, &answer)
		if err == nil && (answer.ID != status || !answer.Liked) {
			return &MismatchError{"post " + status, "favourited", true, answer.Liked}
		}
		return err
	}, func() (bool, error) {
		_, err := i.call(ctx, http.MethodGet, path, nil, nil, &answer)
		return answer.Liked, err
	})
	if gone(err) {
		return nil
	}
	return err
}
