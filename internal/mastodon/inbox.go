package mastodon

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Inbox is the account of the inbox. It needs the scopes that access.Of names for it, and no role.
type Inbox struct{ *Instance }

const (
	notificationsPath = "/api/v1/notifications"
	mentionsPage      = 80 // the most that a server gives
	statusesPage      = 20 // likewise, by their ids
)

// received is a post as far as votes need it. go-mastodon drops when it was edited.
type received struct {
	ID         string     `json:"id"`
	CreatedAt  time.Time  `json:"created_at"`
	EditedAt   *time.Time `json:"edited_at"`
	Visibility string     `json:"visibility"`
	Parent     *string    `json:"in_reply_to_id"`
	Content    string     `json:"content"`
	Warning    string     `json:"spoiler_text"`
	Liked      bool       `json:"favourited"`
	Account    struct {
		ID   string `json:"id"`
		Acct string `json:"acct"`
	} `json:"account"`
	Mentions []struct {
		ID string `json:"id"`
	} `json:"mentions"`
}

func (i Inbox) post(r received) port.Received {
	p := port.Received{
		Status: ballot.Status{
			ID: r.ID, Account: ballot.Account{ID: r.Account.ID, Handle: i.handle(r.Account.Acct)}, CreatedAt: r.CreatedAt, Visibility: r.Visibility,
		},
		Parent: orEmpty(r.Parent), Edited: r.EditedAt != nil, Liked: r.Liked,
	}
	for _, m := range r.Mentions {
		p.Mentions = append(p.Mentions, m.ID)
	}
	if !p.Edited {
		p.First = &ballot.Version{HTML: r.Content, Warning: r.Warning}
	}
	return p
}

// handle is an account's name as the roster has it: one of this server has its host too.
func (i Inbox) handle(acct string) string {
	if !strings.Contains(acct, "@") {
		return "@" + strings.ToLower(acct) + "@" + i.base.Hostname()
	}
	if parsed, err := skill.ParseAccount(acct); err == nil {
		return parsed
	}
	return "@" + acct // of a server with a name that no roster can have
}

// Begin asks for the account, and takes the time from the header of the answer.
func (i Inbox) Begin(ctx context.Context) (ballot.Account, time.Time, error) {
	const path = "/api/v1/accounts/verify_credentials"
	var answer selfAnswer
	header, err := i.call(ctx, http.MethodGet, path, nil, nil, &answer)
	if err != nil {
		return ballot.Account{}, time.Time{}, err
	}
	self, err := answer.self()
	if err != nil {
		return ballot.Account{}, time.Time{}, &AnswerError{http.MethodGet, path, err.Error()}
	}
	i.self.Store(&self)
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return ballot.Account{}, time.Time{}, &AnswerError{http.MethodGet, path, "it has no Date header, so that the server's time is not known"}
	}
	return ballot.Account{ID: self.ID, Handle: i.handle(self.Acct)}, now, nil
}

// Mentions pages forward: what arrives meanwhile is on a later page.
func (i Inbox) Mentions(ctx context.Context, after string) ([]port.Received, error) {
	var all []port.Received
	for {
		query := url.Values{
			"types[]": {"mention"}, "include_filtered": {"true"}, "limit": {strconv.Itoa(mentionsPage)}, "min_id": {cmp.Or(after, "0")},
		}
		var page []struct {
			ID        string    `json:"id"`
			CreatedAt time.Time `json:"created_at"`
			Status    *received `json:"status"`
		}
		if _, err := i.call(ctx, http.MethodGet, notificationsPath, query, nil, &page); err != nil {
			return nil, err
		}
		for _, n := range slices.Backward(page) {
			if n.Status != nil {
				p := i.post(*n.Status)
				p.Notification, p.NotifiedAt = n.ID, n.CreatedAt
				all = append(all, p)
			}
		}
		switch {
		case len(page) == 0:
			return all, nil
		case page[0].ID == "" || page[0].ID == after || len(all) > itemsMax:
			return nil, &AnswerError{http.MethodGet, notificationsPath, "the list does not end"}
		}
		after = page[0].ID
	}
}

// conversation is what is above and below a post.
type conversation struct {
	Ancestors   []received `json:"ancestors"` // the farthest first
	Descendants []received `json:"descendants"`
}

// around reads the conversation of a post; ok is false where the server does not show the post.
func (i Inbox) around(ctx context.Context, status string) (c conversation, ok bool, err error) {
	_, err = i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(status)+"/context", nil, nil, &c)
	if gone(err) {
		return conversation{}, false, nil
	}
	return c, err == nil, err
}

func gone(err error) bool {
	return statusOf(err) == http.StatusNotFound || statusOf(err) == http.StatusGone
}

// Below gives the posts below one. The chain of their parents ends with it, or with one that is not shown.
func (i Inbox) Below(ctx context.Context, status string) ([]port.Received, error) {
	c, _, err := i.around(ctx, status)
	if err != nil {
		return nil, err
	}
	parents := map[string]string{}
	for _, r := range c.Descendants {
		parents[r.ID] = orEmpty(r.Parent)
	}
	var all []port.Received
	for _, r := range c.Descendants {
		p := i.post(r)
		for id := p.Parent; id != "" && !slices.Contains(p.Ancestors, id); id = parents[id] {
			p.Ancestors = append(p.Ancestors, id)
		}
		all = append(all, p)
	}
	return all, nil
}

// Complete asks for the conversation of an answer and the history of an edited post.
func (i Inbox) Complete(ctx context.Context, r port.Received) (ballot.Status, bool, error) {
	s := r.Status
	if r.Parent != "" && s.Ancestors == nil {
		c, ok, err := i.around(ctx, s.ID)
		if err != nil || !ok {
			return s, false, err
		}
		for _, above := range slices.Backward(c.Ancestors) {
			s.Ancestors = append(s.Ancestors, above.ID)
		}
	}
	if r.Edited && s.First == nil {
		var err error
		if s.First, err = i.first(ctx, s.ID); err != nil {
			return s, false, err
		}
	}
	return s, true, nil
}

// first gives what a post said first, nil where the server does not show it.
func (i Inbox) first(ctx context.Context, status string) (*ballot.Version, error) {
	var versions []struct {
		Content string `json:"content"`
		Warning string `json:"spoiler_text"`
	}
	_, err := i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(status)+"/history", nil, nil, &versions)
	if gone(err) || err == nil && len(versions) < 2 { // an edited post has two at least
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &ballot.Version{HTML: versions[0].Content, Warning: versions[0].Warning}, nil
}

// Posts asks for many posts at a time.
func (i Inbox) Posts(ctx context.Context, ids []string) ([]port.Received, error) {
	var all []port.Received
	for some := range slices.Chunk(ids, statusesPage) {
		var page []received
		if _, err := i.call(ctx, http.MethodGet, statusesPath, url.Values{"id[]": some}, nil, &page); err != nil {
			return nil, fmt.Errorf("read %d posts again: %w", len(some), err)
		}
		for _, r := range page {
			if !slices.Contains(some, r.ID) {
				return nil, &AnswerError{http.MethodGet, statusesPath, "the answer is about another post than was asked for"}
			}
			all = append(all, i.post(r))
		}
	}
	return all, nil
}
