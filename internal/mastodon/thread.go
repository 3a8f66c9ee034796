package mastodon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Post publishes a thread. In mode repost it posts what is missing of it, verifies it, pins it, and only then retires what
// was pinned before; in mode edit it changes the pinned thread in place, and posts a new one only where none is pinned. The digest
// of the marker line decides: a thread of the same digest that is pinned and as long is left as it is. After a crash anywhere
// a second run ends in one pinned thread. No post is deleted but numbered ones at the end of a thread of ours.
// A stop on request before its first write is plan.ErrNotTried.
func (i *Instance) Post(ctx context.Context, t thread.Thread) (posted thread.Posted, err error) {
	err = i.attempt(func() error {
		posted, err = i.publishAndPin(ctx, t)
		return err
	})
	return posted, err
}

func (i *Instance) publishAndPin(ctx context.Context, t thread.Thread) (thread.Posted, error) {
	digest, err := checkThread(t)
	if err != nil {
		return thread.Posted{}, err
	}
	pins, err := i.readPins(ctx)
	if err != nil {
		return thread.Posted{}, err
	}
	if err := i.checkRoom(ctx, pins, digest); err != nil {
		return thread.Posted{}, err
	}
	posted, orphans, err := i.postOrAmend(ctx, t, digest, pins)
	if err != nil {
		return thread.Posted{}, err
	}
	if err := i.applyQuotePolicy(ctx, t, posted); err != nil {
		return thread.Posted{}, err
	}
	if err := i.pinAndRetire(ctx, posted, pins); err != nil {
		return thread.Posted{}, err
	}
	posted.Pinned = true
	return posted, i.markReplaced(ctx, orphans, posted)
}

// postOrAmend brings the posts about, in the mode that the thread asks for. Orphans are first posts of other threads that were
// begun and never pinned.
func (i *Instance) postOrAmend(ctx context.Context, t thread.Thread, digest string, pins []pin) (thread.Posted, []pin, error) {
	if t.Mode == modeEdit {
		for _, p := range pins {
			if p.digest != "" {
				posted, err := i.amend(ctx, t, digest, p)
				return posted, nil, err
			}
		}
	}
	return i.publish(ctx, t, digest, pins)
}

// The ways of publishing.
const (
	modeRepost = "repost"
	modeEdit   = "edit"
)

// checkThread refuses a thread that could not be found again.
func checkThread(t thread.Thread) (digest string, err error) {
	if t.Mode != "" && t.Mode != modeRepost && t.Mode != modeEdit {
		return "", fmt.Errorf("publish mode %q is not known to this version; known: %q, %q", t.Mode, modeRepost, modeEdit)
	}
	if len(t.Posts) == 0 {
		return "", errors.New("the thread has no posts")
	}
	digest = digestIn(t.Posts[0].Text)
	if digest == "" || digest != digestIn(t.Marker) {
		return "", fmt.Errorf("the thread's first post has no marker line %q", t.Marker)
	}
	return digest, nil
}

// checkRoom refuses before anything is posted where every pin is taken by posts that are not ours to unpin.
func (i *Instance) checkRoom(ctx context.Context, pins []pin, digest string) error {
	limits, err := i.Describe(ctx)
	if err != nil || len(pins) < limits.Pins {
		return err
	}
	for _, p := range pins {
		if p.ours() {
			return nil
		}
	}
	return diag.WithHint(
		fmt.Errorf("all %d pins of the bot's account are other posts, so the constitution %s cannot be pinned", len(pins), digest),
		"unpin one of them, and run this again")
}

// publish gives the complete thread: as it is pinned, continued where it broke off, or new.
func (i *Instance) publish(ctx context.Context, t thread.Thread, digest string, pins []pin) (thread.Posted, []pin, error) {
	begun, predecessor := thread.Posted{}, ""
	for _, p := range pins {
		if p.digest == digest {
			posted, err := i.readThread(ctx, p)
			if err != nil || t.Holds(posted.Texts) {
				return posted, nil, err
			}
			if t.Begins(posted.Texts) {
				begun = posted
				break
			}
		}
		if p.digest != "" && predecessor == "" {
			predecessor = p.id
		}
	}
	var orphans []pin
	if begun.RootID == "" {
		var err error
		if begun, orphans, err = i.findUnfinished(ctx, t, digest); err != nil {
			return thread.Posted{}, nil, err
		}
	}
	if t.Holds(begun.Texts) {
		return begun, orphans, nil
	}
	posted, err := i.complete(ctx, t, digest, predecessor, begun)
	return posted, orphans, err
}

// complete posts what is missing after what has begun, and reads the whole thread back.
func (i *Instance) complete(ctx context.Context, t thread.Thread, digest, predecessor string, begun thread.Posted) (thread.Posted, error) {
	root, err := i.extend(ctx, t, digest, predecessor, begun)
	if err != nil {
		return thread.Posted{}, err
	}
	return i.verifyThread(ctx, t, root, len(begun.IDs))
}

// extend posts what is missing after what has begun, and gives the first post.
func (i *Instance) extend(ctx context.Context, t thread.Thread, digest, predecessor string, begun thread.Posted) (root string, err error) {
	last, root := "", begun.RootID
	if n := len(begun.IDs); n > 0 {
		last = begun.IDs[n-1]
	}
	for n := len(begun.IDs); n < len(t.Posts); n++ {
		p := draftOf(t, n, last)
		p.key = i.key(digest, n, p.text, predecessor)
		id, err := i.postDraft(ctx, p)
		if err != nil {
			return "", fmt.Errorf("post %d of %d of the constitution: %w", n+1, len(t.Posts), err)
		}
		if last = id; n == 0 {
			if root, err = id, i.checkKept(ctx, id); err != nil {
				return "", err
			}
		}
	}
	return root, nil
}

// key is the same for the same post of the same thread, and another one when an old text comes back into force: the server
// would answer with the retired post otherwise.
func (i *Instance) key(digest string, index int, text, predecessor string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%s\n%s", i.base, digest, index, predecessor, text))
	return "bylaw-" + hex.EncodeToString(sum[:])
}

// checkKept makes sure that a first post exists: a server's filter may answer with success and store nothing.
func (i *Instance) checkKept(ctx context.Context, id string) error {
	_, err := i.readStatus(ctx, id)
	if statusOf(err) == http.StatusNotFound {
		return diag.WithHint(
			errors.New("the server accepted the post and did not keep it"),
			"a filter of the server may take the bot for a spammer: ask its moderators")
	}
	return err
}

// verifyThread reads a thread back whole before it is pinned: the chain must be complete, and a server may change a text.
func (i *Instance) verifyThread(ctx context.Context, t thread.Thread, root string, begun int) (thread.Posted, error) {
	status, err := i.readStatus(ctx, root)
	if err != nil {
		return thread.Posted{}, err
	}
	posted, err := i.readThread(ctx, status)
	if err != nil {
		return thread.Posted{}, err
	}
	if len(posted.IDs) < len(t.Posts) {
		return thread.Posted{}, fmt.Errorf("the thread has %d posts on the server, expected %d", len(posted.IDs), len(t.Posts))
	}
	posted.IDs, posted.Texts = posted.IDs[:len(t.Posts)], posted.Texts[:len(t.Posts)]
	for n := begun; n < len(t.Posts); n++ {
		if posted.Texts[n] != stored(t.Posts[n].Text) {
			return thread.Posted{}, &MismatchError{"post " + posted.IDs[n], "text", t.Posts[n].Text, posted.Texts[n]}
		}
	}
	return posted, nil
}

// pinAndRetire pins a verified thread and retires every other thread of ours that is pinned.
func (i *Instance) pinAndRetire(ctx context.Context, posted thread.Posted, pins []pin) error {
	limits, err := i.Describe(ctx)
	if err != nil {
		return err
	}
	pinned, free := posted.Pinned, limits.Pins-len(pins)
	for _, p := range pins {
		if p.id == posted.RootID || !p.ours() {
			continue
		}
		if !pinned && free > 0 {
			if err := i.pinPost(ctx, posted.RootID); err != nil {
				return err
			}
			pinned = true
		}
		if err := i.retire(ctx, p, posted.URL); err != nil {
			return err
		}
		free++
	}
	if pinned {
		return nil
	}
	return i.pinPost(ctx, posted.RootID)
}

// retire edits an old thread's first post to name its successor, and unpins it.
func (i *Instance) retire(ctx context.Context, p pin, successor string) error {
	if p.digest != "" {
		if err := i.editPost(ctx, p.id, p.withText(retiredText(p.language, p.digest, successor))); err != nil {
			return fmt.Errorf("retire the old constitution %s: %w", p.digest, err)
		}
	}
	if err := i.unpinPost(ctx, p.id); err != nil {
		return fmt.Errorf("unpin the old constitution: %w", err)
	}
	return nil
}

// findUnfinished looks for a thread of this digest that an earlier run began and could not pin, or that people have unpinned. It
// counts only if it is complete, or if every post of it is word for word what is to be posted now, but for the head of the first
// one. Every other first post of ours that is not
// pinned and not retired is an orphan.
func (i *Instance) findUnfinished(ctx context.Context, t thread.Thread, digest string) (begun thread.Posted, orphans []pin, err error) {
	roots, err := i.readRecentRoots(ctx)
	if err != nil {
		return thread.Posted{}, nil, err
	}
	for _, root := range roots {
		if root.digest == digest && begun.RootID == "" {
			posted, err := i.readThread(ctx, root)
			if err != nil {
				return thread.Posted{}, nil, err
			}
			if t.Begins(posted.Texts) || t.Holds(posted.Texts) {
				begun = posted
				continue
			}
		}
		orphans = append(orphans, root)
	}
	return begun, orphans, nil
}

// markReplaced marks the first posts of threads that were begun and never pinned as replaced. They are not deleted: what is
// below them need not be ours.
func (i *Instance) markReplaced(ctx context.Context, orphans []pin, posted thread.Posted) error {
	for _, orphan := range orphans {
		if err := i.editPost(ctx, orphan.id, orphan.withText(retiredText(orphan.language, orphan.digest, posted.URL))); err != nil {
			return fmt.Errorf("mark the post %s, with which a thread was begun and not finished: %w", orphan.id, err)
		}
	}
	return nil
}
