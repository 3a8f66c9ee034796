package mastodon

import (
	"slices"
	"strconv"
)

const (
	statusesPerCall = 20
	descendantsMax  = 4096
)

func statusReadRoutes() []route {
	const path = "/api/v1/statuses"
	return []route{
		{"GET " + path, public, "", 0, (*call).showStatuses},
		{"GET " + path + "/{id}", public, "", 0, (*call).showStatus},
		{"GET " + path + "/{id}/source", user, "read:statuses", 0, (*call).showSource},
		{"GET " + path + "/{id}/context", public, "", 0, (*call).showContext},
		{"GET " + path + "/{id}/history", public, "", 0, (*call).showHistory},
		{"GET /api/v1/accounts/{id}/statuses", public, "", 0, (*call).listStatuses},
	}
}

// sees tells whether the caller may see a post. Nobody follows anybody here, so private is for the author and for those
// who are mentioned, as direct is.
func (c *call) sees(status *Status) bool {
	if status.Visibility == "public" || status.Visibility == "unlisted" {
		return true
	}
	return c.account != nil && (c.account.ID == status.Account || slices.Contains(status.Mentions, c.account.ID))
}

func (c *call) visibleStatus() (*Status, error) {
	status := c.state.status(c.pathID())
	if status == nil || !c.sees(status) {
		return nil, errNotFound
	}
	return status, nil
}

func (c *call) showStatus() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	return c.statusEntity(status), nil
}

// showStatuses leaves out what is missing.
func (c *call) showStatuses() (any, error) {
	ids := c.params["id[]"].values
	found := []any{}
	for _, id := range ids[:min(len(ids), statusesPerCall)] {
		number, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			continue
		}
		if status := c.state.status(number); status != nil && c.sees(status) {
			found = append(found, c.statusEntity(status))
		}
	}
	return found, nil
}

func (c *call) showSource() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"id": strconv.FormatInt(status.ID, 10), "text": status.Text, "spoiler_text": status.SpoilerText,
	}, nil
}

func (c *call) showContext() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	ancestors := []any{}
	for parent := c.state.status(status.InReplyTo); parent != nil; parent = c.state.status(parent.InReplyTo) {
		if c.sees(parent) {
			ancestors = append(ancestors, c.statusEntity(parent))
		}
	}
	slices.Reverse(ancestors)
	descendants := []any{}
	for _, below := range c.below(status.ID) {
		if c.sees(below) && len(descendants) < descendantsMax {
			descendants = append(descendants, c.statusEntity(below))
		}
	}
	return map[string]any{"ancestors": ancestors, "descendants": descendants}, nil
}

// below gives all posts under one, each before its own replies.
func (c *call) below(id int64) []*Status {
	replies := map[int64][]*Status{}
	for _, status := range c.state.Statuses {
		replies[status.InReplyTo] = append(replies[status.InReplyTo], status)
	}
	var found []*Status
	waiting := slices.Clone(replies[id])
	for len(waiting) > 0 {
		next := waiting[0]
		found = append(found, next)
		waiting = append(slices.Clone(replies[next.ID]), waiting[1:]...)
	}
	return found
}

// showHistory gives every text that the post had, oldest first.
func (c *call) showHistory() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	versions := append(slices.Clone(status.Edits), Edit{laterOf(status.CreatedAt, status.EditedAt), status.Text})
	history := []any{}
	for _, version := range versions {
		history = append(history, map[string]any{
			"content": html(version.Text), "spoiler_text": status.SpoilerText, "sensitive": status.Sensitive,
			"created_at": stamp(version.At), "account": c.accountEntity(c.state.account(status.Account)),
			"media_attachments": []any{}, "emojis": []any{},
		})
	}
	return history, nil
}

// listStatuses gives the posts of one account, newest first, or its pins, the newest pin first.
func (c *call) listStatuses() (any, error) {
	account := c.state.account(c.pathID())
	if account == nil {
		return nil, errNotFound
	}
	var page []*Status
	if pinned, err := c.params.flag("pinned"); c.params.has("pinned") && err == nil && pinned {
		page = c.visible(c.state.pinned(account.ID))
	} else {
		var err error
		own := slices.DeleteFunc(slices.Clone(c.state.Statuses), func(status *Status) bool { return status.Account != account.ID })
		if page, err = paginate(c, c.visible(own), statusID, 20, 40); err != nil {
			return nil, err
		}
	}
	entities := make([]any, len(page))
	for n, status := range page {
		entities[n] = c.statusEntity(status)
	}
	return entities, nil
}

func (c *call) visible(statuses []*Status) []*Status {
	return slices.DeleteFunc(statuses, func(status *Status) bool { return !c.sees(status) })
}

// statusEntity is a post as the API shows it; pinned stands only on the caller's own.
func (c *call) statusEntity(status *Status) map[string]any {
	author := c.state.account(status.Account)
	parentAuthor := int64(0)
	if parent := c.state.status(status.InReplyTo); parent != nil {
		parentAuthor = parent.Account
	}
	mentions := []any{}
	for _, id := range status.Mentions {
		a := c.state.account(id)
		mentions = append(mentions, map[string]any{"id": strconv.FormatInt(id, 10), "username": a.Username, "acct": a.acct()})
	}
	entity := map[string]any{
		"id": strconv.FormatInt(status.ID, 10), "created_at": stamp(status.CreatedAt), "edited_at": stampOrNull(status.EditedAt),
		"in_reply_to_id": idOrNull(status.InReplyTo), "in_reply_to_account_id": idOrNull(parentAuthor),
		"sensitive": status.Sensitive, "spoiler_text": status.SpoilerText, "visibility": status.Visibility,
		"language": nullIfEmpty(status.Language), "url": c.statusURL(status), "uri": c.statusURL(status),
		"content": html(status.Text), "account": c.accountEntity(author), "mentions": mentions,
		"replies_count": 0, "reblogs_count": 0, "favourites_count": 0, "reblog": nil, "media_attachments": []any{},
		"tags": []any{}, "emojis": []any{}, "card": nil, "poll": nil, "application": nil,
	}
	if c.account != nil && c.account.ID == status.Account {
		entity["pinned"] = status.PinOrder != 0
	}
	return entity
}
