package mastodon

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	gomastodon "github.com/mattn/go-mastodon"

	"github.com/bylaw-dev/bylaw/internal/language"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// recentPages bounds the search for a thread that an earlier run left half-posted: 40 posts a page.
const recentPages = 8

// pin is one of the bot's own first posts, read with its source.
type pin struct {
	id, url, text, language string
	warning                 string
	pinned                  bool
	digest                  string // of a live marker line
	retired                 string // of a superseded marker line
	edited                  time.Time
}

func (p pin) ours() bool { return p.digest != "" || p.retired != "" }

// withText is the post with another text.
func (p pin) withText(text string) draft {
	return draft{text: text, warning: p.warning, language: p.language}
}

// readPins gives the bot's own pinned posts, the one pinned last first.
func (i *Instance) readPins(ctx context.Context) ([]pin, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	statuses, err := ask(ctx, i, (*gomastodon.Client).GetAccountPinnedStatuses, self.ID)
	if err != nil {
		return nil, err
	}
	var pins []pin
	for _, status := range statuses {
		if string(status.Account.ID) != self.ID {
			continue
		}
		p, err := i.readSource(ctx, status)
		if err != nil {
			return nil, err
		}
		p.pinned = true
		pins = append(pins, p)
	}
	return pins, nil
}

// readSource adds what was written to a status; its HTML is good for nothing but a first look.
func (i *Instance) readSource(ctx context.Context, status *gomastodon.Status) (pin, error) {
	if status.ID == "" {
		return pin{}, &AnswerError{http.MethodGet, "/api/v1/statuses", "a post has no id"}
	}
	source, err := ask(ctx, i, (*gomastodon.Client).GetStatusSource, string(status.ID))
	if err != nil {
		return pin{}, err
	}
	p := pin{id: string(status.ID), url: status.URL, text: source.Text, warning: source.SpoilerText, language: status.Language, pinned: status.Pinned == true}
	p.digest, p.edited = digestIn(source.Text), status.EditedAt
	if found := retiredLine.FindStringSubmatch(source.Text); found != nil {
		p.retired = found[1]
	}
	return p, nil
}

func (i *Instance) readStatus(ctx context.Context, id string) (pin, error) {
	status, err := ask(ctx, i, (*gomastodon.Client).GetStatus, id)
	if err != nil {
		return pin{}, err
	}
	return i.readSource(ctx, status)
}

// readThread follows the bot's own replies below a first post, with what was written in each.
func (i *Instance) readThread(ctx context.Context, root pin) (thread.Posted, error) {
	posted, below, err := i.readChain(ctx, root)
	if err != nil {
		return thread.Posted{}, err
	}
	for _, reply := range below {
		p, err := i.readSource(ctx, reply)
		if err != nil {
			return thread.Posted{}, err
		}
		posted.Texts = append(posted.Texts, p.text)
	}
	return posted, nil
}

// readChain finds the posts of a thread in one request, without what was written in those below the first. Strangers'
// replies are left out, and of two replies of the bot to one post the first counts.
func (i *Instance) readChain(ctx context.Context, root pin) (posted thread.Posted, below []*gomastodon.Status, err error) {
	replies, err := i.readReplies(ctx, root.id)
	if err != nil {
		return thread.Posted{}, nil, err
	}
	posted = thread.Posted{
		RootID: root.id, URL: root.url, Digest: root.digest, Pinned: root.pinned,
		IDs: []string{root.id}, Texts: []string{root.text},
	}
	for next := replies[root.id]; next != nil; next = replies[string(next.ID)] {
		posted.IDs, below = append(posted.IDs, string(next.ID)), append(below, next)
	}
	return posted, below, nil
}

// readReplies gives the bot's own reply to each post below one, by the id of the post replied to. Of several the first that
// ends in a number such as "3/12" counts, and else the first: people may answer with the bot's account.
func (i *Instance) readReplies(ctx context.Context, id string) (map[string]*gomastodon.Status, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	below, err := ask(ctx, i, (*gomastodon.Client).GetStatusContext, id)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(below.Descendants, func(a, b *gomastodon.Status) int { return a.ID.Compare(b.ID) })
	replies := map[string]*gomastodon.Status{}
	for _, status := range below.Descendants {
		parent, _ := status.InReplyToID.(string)
		if string(status.Account.ID) != self.ID || parent == "" {
			continue
		}
		if first := replies[parent]; first == nil || !numbered(first) && numbered(status) {
			replies[parent] = status
		}
	}
	return replies, nil
}

func numbered(status *gomastodon.Status) bool {
	_, _, ok := thread.FindNumber(textOf(status.Content))
	return ok
}

// readRecentRoots gives the bot's own recent first posts that have a live marker line and are not pinned.
func (i *Instance) readRecentRoots(ctx context.Context) ([]pin, error) {
	var roots []pin
	err := i.eachRecent(ctx, func(status *gomastodon.Status) error {
		if status.InReplyToID != nil || status.Pinned == true || digestIn(textOf(status.Content)) == "" {
			return nil
		}
		root, err := i.readSource(ctx, status)
		if err == nil && root.digest != "" {
			roots = append(roots, root)
		}
		return err
	})
	return roots, err
}

// eachRecent looks at the bot's own recent posts, newest first. A proxy that drops links does not end them: a thread that is
// overlooked would be posted twice.
func (i *Instance) eachRecent(ctx context.Context, look func(*gomastodon.Status) error) error {
	self, err := i.Whoami(ctx)
	if err != nil {
		return err
	}
	path := "/api/v1/accounts/" + url.PathEscape(self.ID) + "/statuses"
	query := url.Values{"exclude_reblogs": {"true"}, "limit": {"40"}}
	for n := 0; n < recentPages && query != nil; n++ {
		var statuses []*gomastodon.Status
		header, err := i.call(ctx, http.MethodGet, path, query, nil, &statuses)
		if err != nil {
			return err
		}
		for _, status := range statuses {
			if err := look(status); err != nil {
				return err
			}
		}
		if query, err = nextRecent(query, header, statuses); err != nil {
			return &AnswerError{http.MethodGet, path, err.Error()}
		}
	}
	return nil
}

// nextRecent asks for the posts that come after a page, nil where there are none, or where the server ignores max_id.
func nextRecent(query url.Values, header http.Header, page []*gomastodon.Status) (url.Values, error) {
	next, err := nextQuery(header)
	if err != nil || len(page) == 0 || header.Get("Link") != "" && next == nil {
		return nil, err
	}
	last := string(page[len(page)-1].ID)
	if last == query.Get("max_id") {
		return nil, nil
	}
	next = maps.Clone(query)
	next.Set("max_id", last)
	return next, nil
}

// retiredLine is the marker line of a thread that has been replaced.
var retiredLine = regexp.MustCompile(`(?m)^bylaw constitution ([0-9a-f]{12}) superseded$`)

// digestIn gives the short digest of a text's marker line, or "".
func digestIn(text string) string {
	short, _ := thread.FindMarker(text)
	return short
}

// retiredText is what an old thread's first post is edited to, in the language of that post. It keeps the digest, so that the bot knows its own post.
func retiredText(code, digest, successor string) string {
	return language.For(code).Say("thread.replaced", "url", successor) +
		"\n\n" + thread.Marker(digest) + " superseded"
}

// stored is a text as the server keeps it.
func stored(text string) string { return strings.TrimSpace(text) }
