package mastodon

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// quotable is what a post says of who may quote it.
type quotable struct {
	ID         string `json:"id"`
	Visibility string `json:"visibility"`
	Approval   *struct {
		Automatic []string `json:"automatic"`
	} `json:"quote_approval"`
}

// policy is who may quote a post: public, followers or no one, or as the server names it; "" where the server does not say.
func (q quotable) policy() string {
	if q.Approval == nil {
		return ""
	}
	for _, known := range []string{"public", "followers"} {
		if slices.Contains(q.Approval.Automatic, known) {
			return known
		}
	}
	if len(q.Approval.Automatic) > 0 {
		return httpapi.Plain(q.Approval.Automatic[0])
	}
	return "nobody"
}

// Quotes gives who may quote the posts of a thread, "" where the server does not say, which it does since 4.5. Where posts
// differ from what is wanted, the first that does counts. A post that is neither public nor unlisted cannot be quoted,
// whatever is wanted.
func (i *Instance) Quotes(ctx context.Context, posted thread.Posted, want string) (string, error) {
	posts, err := i.readQuotable(ctx, posted)
	if err != nil || slices.ContainsFunc(posts, func(p quotable) bool { return p.Approval == nil }) {
		return "", err
	}
	for _, p := range posts {
		if p.policy() != want {
			return p.policy(), nil
		}
	}
	return want, nil
}

// readQuotable gives those posts of a thread that could be quoted.
func (i *Instance) readQuotable(ctx context.Context, posted thread.Posted) ([]quotable, error) {
	var first quotable
	path := statusesPath + "/" + url.PathEscape(posted.RootID)
	if _, err := i.call(ctx, http.MethodGet, path, nil, nil, &first); err != nil {
		return nil, err
	}
	var below struct {
		Descendants []quotable `json:"descendants"`
	}
	if _, err := i.call(ctx, http.MethodGet, path+"/context", nil, nil, &below); err != nil {
		return nil, err
	}
	ours := posted.IDs
	if _, of, several := thread.FindNumber(posted.Texts[0]); several {
		ours = ours[:min(of, len(ours))] // below them others may have answered with the bot's account
	}
	return slices.DeleteFunc(append([]quotable{first}, below.Descendants...), func(p quotable) bool {
		return p.Visibility != "public" && p.Visibility != "unlisted" || !slices.Contains(ours, p.ID)
	}), nil
}

// applyQuotePolicy lets those quote the posts of a thread that it names. That is no edit of them, and is a call of its own.
func (i *Instance) applyQuotePolicy(ctx context.Context, t thread.Thread, posted thread.Posted) error {
	if t.Quotes == "" {
		return nil
	}
	posts, err := i.readQuotable(ctx, posted)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.Approval == nil || p.policy() == t.Quotes {
			continue
		}
		if err := i.setQuotes(ctx, p.ID, t.Quotes); err != nil {
			return fmt.Errorf("change who may quote the post %s: %w", p.ID, err)
		}
	}
	return nil
}

func (i *Instance) setQuotes(ctx context.Context, id, want string) error {
	path := statusesPath + "/" + url.PathEscape(id)
	var now quotable
	write := func() error {
		if _, err := i.call(ctx, http.MethodPut, path+"/interaction_policy", nil, map[string]any{"quote_approval_policy": want}, &now); err != nil {
			return err
		}
		if now.policy() != want {
			return &MismatchError{"post " + id, "quote_approval", want, now.policy()}
		}
		return nil
	}
	return i.settle(ctx, write, func() (bool, error) {
		_, err := i.call(ctx, http.MethodGet, path, nil, nil, &now)
		return err == nil && now.policy() == want, err
	})
}
