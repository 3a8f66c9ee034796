package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// draft is one post of a thread on its way.
type draft struct {
	text, warning, quotes, visibility, language, parent, key string
	mentions                                                 []string // ids of the accounts that it may mention
}

func draftOf(t thread.Thread, index int, parent string) draft {
	visibility := t.Visibility
	if index > 0 {
		visibility = t.Replies
	}
	return draft{
		text: stored(t.Posts[index].Text), warning: t.Warning, quotes: t.Quotes, visibility: visibility, language: t.Language, parent: parent,
	}
}

// postAnswer is what an answer to a post must say to count.
type postAnswer struct {
	ID         string  `json:"id"`
	Visibility string  `json:"visibility"`
	Parent     *string `json:"in_reply_to_id"`
}

// postDraft posts one post and gives its id. No one is mentioned: an empty list of allowed mentions makes the server refuse
// a text that would notify people. go-mastodon cannot say that.
func (i *Instance) postDraft(ctx context.Context, d draft) (string, error) {
	var id string
	write := func() (err error) {
		id, err = i.sendDraft(ctx, d)
		if statusOf(err) == http.StatusNotFound {
			// The key names a post that was deleted, and the server remembers it for an hour.
			again := d
			again.key += "-again"
			id, err = i.sendDraft(ctx, again)
		}
		return err
	}
	err := i.settle(ctx, write, func() (found bool, err error) {
		id, err = i.findDraft(ctx, d)
		return id != "", err
	})
	return id, err
}

// body is what posts and edits both say: what an edit leaves out is cleared.
func (d draft) body() map[string]any {
	body := map[string]any{"status": d.text, "spoiler_text": d.warning, "sensitive": false}
	if d.language != "" {
		body["language"] = d.language
	}
	if d.quotes != "" {
		body["quote_approval_policy"] = d.quotes
	}
	return body
}

func (i *Instance) sendDraft(ctx context.Context, d draft) (string, error) {
	const path = "/api/v1/statuses"
	body := d.body()
	body["visibility"], body["allowed_mentions"] = d.visibility, append([]string{}, d.mentions...)
	if d.parent != "" {
		body["in_reply_to_id"] = d.parent
	}
	var answer postAnswer
	if _, err := i.call(withKey(ctx, d.key), http.MethodPost, path, nil, body, &answer); err != nil {
		return "", err
	}
	switch {
	case answer.ID == "":
		return "", &AnswerError{http.MethodPost, path, "the post has no id"}
	case orEmpty(answer.Parent) != d.parent:
		return "", &MismatchError{"post " + answer.ID, "in_reply_to_id", d.parent, orEmpty(answer.Parent)}
	case answer.Visibility != d.visibility:
		return "", diag.WithHint(
			fmt.Errorf("the server made the post %q instead of %q", httpapi.Plain(answer.Visibility), d.visibility),
			"the bot's account may be limited: ask the server's moderators")
	}
	return answer.ID, nil
}

// findDraft looks for a post whose answer was lost.
func (i *Instance) findDraft(ctx context.Context, d draft) (string, error) {
	if d.parent == "" {
		roots, err := i.readRecentRoots(ctx)
		for _, root := range roots {
			if stored(root.text) == d.text {
				return root.id, nil
			}
		}
		return "", err
	}
	replies, err := i.readReplies(ctx, d.parent)
	if err != nil || replies[d.parent] == nil {
		return "", err
	}
	reply, err := i.readSource(ctx, replies[d.parent])
	if err != nil || stored(reply.text) != d.text {
		return "", err
	}
	return reply.id, nil
}

// editPost replaces the text of a post of ours, and its warning. The call replaces everything.
func (i *Instance) editPost(ctx context.Context, id string, d draft) error {
	path := "/api/v1/statuses/" + url.PathEscape(id)
	write := func() error {
		var answer postAnswer
		if _, err := i.call(ctx, http.MethodPut, path, nil, d.body(), &answer); err != nil {
			return err
		}
		if answer.ID != id {
			return &MismatchError{"post " + id, "id", id, answer.ID}
		}
		return nil
	}
	return i.settle(ctx, write, func() (bool, error) {
		now, err := i.readStatus(ctx, id)
		return now.text == d.text && now.warning == d.warning, err
	})
}

// pinPost pins a post; the server says 422 to one that is pinned already.
func (i *Instance) pinPost(ctx context.Context, id string) error {
	err := i.settle(ctx, func() error { return i.setPin(ctx, id, true) }, func() (bool, error) { return i.isPinned(ctx, id) })
	if !invalid(statusOf(err)) {
		return err
	}
	pinned, look := i.isPinned(ctx, id)
	if look != nil {
		return errors.Join(err, look)
	}
	if pinned {
		return nil
	}
	return err
}

func (i *Instance) unpinPost(ctx context.Context, id string) error {
	return i.settle(ctx, func() error { return i.setPin(ctx, id, false) }, func() (bool, error) {
		pinned, err := i.isPinned(ctx, id)
		return !pinned, err
	})
}

func (i *Instance) setPin(ctx context.Context, id string, pinned bool) error {
	verb := "unpin"
	if pinned {
		verb = "pin"
	}
	path := "/api/v1/statuses/" + url.PathEscape(id) + "/" + verb
	var answer struct {
		ID     string `json:"id"`
		Pinned bool   `json:"pinned"`
	}
	if _, err := i.call(ctx, http.MethodPost, path, nil, nil, &answer); err != nil {
		return err
	}
	if answer.ID != id || answer.Pinned != pinned {
		return &MismatchError{"post " + id, "pinned", pinned, answer.Pinned}
	}
	return nil
}

func (i *Instance) isPinned(ctx context.Context, id string) (bool, error) {
	pins, err := i.readPins(ctx)
	return slices.ContainsFunc(pins, func(p pin) bool { return p.id == id }), err
}
