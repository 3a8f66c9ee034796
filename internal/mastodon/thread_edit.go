package mastodon

import (
	"context"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

// amend changes the pinned thread in place: what differs of its later posts is edited, what is missing is posted at the end,
// what is too much is deleted from the end, the whole is read back, and the first post is edited last. Until then its marker
// line names the old text, so that a run which is cut short is planned again.
func (i *Instance) amend(ctx context.Context, t thread.Thread, digest string, root pin) (thread.Posted, error) {
	live, err := i.readOwn(ctx, root)
	if err != nil {
		return thread.Posted{}, err
	}
	if posted := postedFrom(live); root.digest == digest && root.warning == t.Warning && t.Holds(posted.Texts) {
		return posted, nil
	}
	kept := min(len(live), len(t.Posts))
	live, surplus := live[:kept], live[kept:]
	begun := thread.Posted{RootID: root.id}
	for n, p := range live {
		begun.IDs = append(begun.IDs, p.id)
		if n == 0 {
			continue
		}
		if err := i.editIfOther(ctx, p, draftOf(t, n, "")); err != nil {
			return thread.Posted{}, err
		}
	}
	if _, err := i.extend(ctx, t, digest, root.id, begun); err != nil {
		return thread.Posted{}, err
	}
	for n := len(surplus) - 1; n >= 0; n-- {
		if err := i.removePost(ctx, surplus[n].id); err != nil {
			return thread.Posted{}, err
		}
	}
	return i.amendFirst(ctx, t, root)
}

// amendFirst reads everything below the first post back, edits that, and reads it back as well.
func (i *Instance) amendFirst(ctx context.Context, t thread.Thread, root pin) (thread.Posted, error) {
	posted, err := i.verifyThread(ctx, t, root.id, 1)
	if err != nil {
		return thread.Posted{}, err
	}
	want := draftOf(t, 0, "")
	if err := i.editPost(ctx, root.id, want); err != nil {
		return thread.Posted{}, err
	}
	now, err := i.readStatus(ctx, root.id)
	if err != nil {
		return thread.Posted{}, err
	}
	if now.text != want.text {
		return thread.Posted{}, &MismatchError{"post " + root.id, "text", want.text, now.text}
	}
	posted.Texts[0], posted.Digest = now.text, now.digest
	return posted, nil
}

// postedFrom is a thread of these posts. One that is published as it must be is left as it is, with its head, which states when the text came
// into force.
func postedFrom(posts []pin) thread.Posted {
	root := posts[0]
	posted := thread.Posted{RootID: root.id, URL: root.url, Digest: root.digest, Pinned: root.pinned}
	for _, p := range posts {
		posted.IDs, posted.Texts = append(posted.IDs, p.id), append(posted.Texts, p.text)
	}
	return posted
}

func (i *Instance) editIfOther(ctx context.Context, p pin, want draft) error {
	if p.text == want.text && p.warning == want.warning {
		return nil
	}
	return i.editPost(ctx, p.id, want)
}

// readOwn gives the posts of a pinned thread that are ours beyond doubt: by the bot, in one chain of replies, each with the
// number of its place. What people write with the bot's account below it has none, and is left alone.
func (i *Instance) readOwn(ctx context.Context, root pin) ([]pin, error) {
	_, below, err := i.readChain(ctx, root)
	if err != nil {
		return nil, err
	}
	live := []pin{root}
	for n, reply := range below {
		p, err := i.readSource(ctx, reply)
		if err != nil {
			return nil, err
		}
		if number, _, ok := thread.FindNumber(p.text); !ok || number != n+2 {
			break
		}
		live = append(live, p)
	}
	return live, nil
}

// removePost deletes a post of ours; one that is gone already is done.
func (i *Instance) removePost(ctx context.Context, id string) error {
	write := func() error {
		_, err := i.call(ctx, http.MethodDelete, "/api/v1/statuses/"+url.PathEscape(id), nil, nil, nil)
		if statusOf(err) == http.StatusNotFound {
			return nil
		}
		return err
	}
	return i.settle(ctx, write, func() (bool, error) {
		_, err := i.readStatus(ctx, id)
		if statusOf(err) == http.StatusNotFound {
			return true, nil
		}
		return false, err
	})
}
