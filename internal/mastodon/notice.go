package mastodon

import (
	"context"

	gomastodon "github.com/mattn/go-mastodon"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

// PostNotice posts a notice once: one that the bot has posted already is found among its recent posts, which the server's memory of
// keys, an hour, is too short for.
func (i *Instance) PostNotice(ctx context.Context, n thread.Notice) (thread.Posted, error) {
	said, err := i.findNotice(ctx, n)
	if err != nil || said.id != "" {
		return postedOf(said), err
	}
	d := draft{text: stored(n.Text), visibility: n.Visibility, language: "en", key: n.Key}
	write := func() error {
		id, err := i.sendDraft(ctx, d)
		if err == nil {
			said.id = id
		}
		return err
	}
	err = i.settle(ctx, write, func() (found bool, err error) {
		said, err = i.findNotice(ctx, n)
		return said.id != "", err
	})
	if err != nil {
		return thread.Posted{}, err
	}
	if err := i.checkKept(ctx, said.id); err != nil {
		return thread.Posted{}, err
	}
	said, err = i.readStatus(ctx, said.id)
	return postedOf(said), err
}

func postedOf(p pin) thread.Posted {
	return thread.Posted{RootID: p.id, URL: p.url, Texts: []string{p.text}}
}

func (i *Instance) findNotice(ctx context.Context, n thread.Notice) (said pin, err error) {
	err = i.eachRecent(ctx, func(status *gomastodon.Status) error {
		if said.id != "" || status.InReplyToID != nil || !n.Same(textOf(status.Content)) {
			return nil
		}
		found, err := i.readSource(ctx, status)
		if err == nil && n.Same(found.text) {
			said = found
		}
		return err
	})
	return said, err
}
