package mastodon

import (
	"net/http"
	"slices"
	"strconv"
)

const (
	statusesPerCall = 20
	threadMax       = 4096 // posts above and below one that are shown to people
	aboveMax        = 40   // to who is not signed in
	belowMax        = 60
	depthMax        = 20
)

func statusReadRoutes() []route {
	const path, read = "/api/v1/statuses", "read:statuses"
	visible := must((*call).visibleStatus)
	return []route{
		reading("GET "+path, read, (*call).showStatuses),
		reading("GET "+path+"/{id}", read, (*call).showStatus),
		reading("GET "+path+"/{id}/context", read, (*call).showContext),
		reading("GET "+path+"/{id}/history", read, (*call).showHistory).namingFirst(visible),
		bearing("GET "+path+"/{id}/source", read, (*call).showSource).namingFirst(visible),
		reading("GET /api/v1/accounts/{id}/statuses", read, (*call).listStatuses),
	}
}

// sees reports whether the caller may see a post. The posts of a suspended author are shown to no account,
// and those of an author not to the accounts that the author blocks. Accounts here follow no others, so private is for the
// author and for those who are mentioned, as direct is.
func (c *call) sees(status *Status) bool {
	author := c.state.account(status.Account)
	switch {
	case author == nil || author.unavailable():
		return false
	case status.Visibility == "public" || status.Visibility == "unlisted":
		return c.account == nil || !c.state.blocks(status.Account, c.account.ID)
	default:
		return c.account != nil && (c.account.ID == status.Account || slices.Contains(status.Mentions, c.account.ID))
	}
}

// lists reports whether a post is in its author's list as the caller gets it: a blocked account gets an empty one.
func (c *call) lists(status *Status) bool {
	return c.sees(status) && (c.account == nil || !c.state.blocks(status.Account, c.account.ID))
}

// wants reports whether a post is among others that are shown to the caller: whom the caller blocks or mutes is left out, and who is
// limited too, but for the own posts.
func (c *call) wants(status *Status) bool {
	if c.account != nil && c.account.ID == status.Account {
		return true
	}
	blocked := c.account != nil && (c.state.blocks(c.account.ID, status.Account) || c.state.mutes(c.account.ID, status.Account))
	return c.sees(status) && !blocked && !c.state.account(status.Account).Silenced
}

// visibleStatus finds the post that the path names. A post that the caller may not see is answered as one that does not exist.
func (c *call) visibleStatus() (*Status, error) {
	status := c.state.status(c.pathID())
	if status == nil || !c.sees(status) {
		return nil, refuse(http.StatusNotFound, "Not Found")
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

// showStatuses gives the newest first and leaves out what is missing. Asked for too many it gives none.
func (c *call) showStatuses() (any, error) {
	ids := map[int64]bool{}
	for _, id := range c.params["id[]"].values {
		ids[int64(leadingNumber(id))] = true
	}
	if len(ids) > statusesPerCall {
		return nil, refuse(http.StatusUnprocessableEntity, "Mastodon::ValidationError")
	}
	found := []any{}
	for _, status := range slices.Backward(c.state.Statuses) {
		if ids[status.ID] && c.wants(status) {
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

// showContext gives the posts above and below one. The author's own replies come first.
func (c *call) showContext() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	most, above, depth := threadMax, threadMax, threadMax
	if c.account == nil {
		most, above, depth = belowMax, aboveMax, depthMax
	}
	var ancestors []*Status
	for parent := c.state.status(status.InReplyTo); parent != nil && len(ancestors) < above; parent = c.state.status(parent.InReplyTo) {
		ancestors = append(ancestors, parent)
	}
	slices.Reverse(ancestors)
	below := c.below(status.ID, depth)
	descendants := c.wanted(below[:min(len(below), most)])
	slices.SortStableFunc(descendants, func(a, b *Status) int { return boolOrder(c.answersSelf(a)) - boolOrder(c.answersSelf(b)) })
	return map[string]any{"ancestors": c.statusEntities(c.wanted(ancestors)), "descendants": c.statusEntities(descendants)}, nil
}

// answersSelf reports whether a post answers one of the same author.
func (c *call) answersSelf(status *Status) bool {
	parent := c.state.status(status.InReplyTo)
	return parent != nil && parent.Account == status.Account
}

// below gives the posts under one, each before its own replies, down to a depth.
func (c *call) below(id int64, depth int) []*Status {
	replies := map[int64][]*Status{}
	for _, status := range c.state.Statuses {
		replies[status.InReplyTo] = append(replies[status.InReplyTo], status)
	}
	var found []*Status
	var walk func(id int64, depth int)
	walk = func(id int64, depth int) {
		for _, reply := range replies[id] {
			if depth > 0 && len(found) < threadMax {
				found = append(found, reply)
				walk(reply.ID, depth-1)
			}
		}
	}
	walk(id, depth)
	return found
}

// showHistory gives everything that the post said, oldest first.
func (c *call) showHistory() (any, error) {
	status, err := c.visibleStatus()
	if err != nil {
		return nil, err
	}
	history := []any{}
	for _, version := range append(slices.Clone(status.Edits), status.snapshot()) {
		history = append(history, map[string]any{
			"content": c.content(status, version.Text), "spoiler_text": version.SpoilerText, "sensitive": version.Sensitive,
			"created_at": stamp(version.At), "account": c.accountEntity(c.state.account(status.Account)),
			"media_attachments": []any{}, "emojis": []any{},
		})
	}
	return history, nil
}

// listStatuses gives the posts of one account, newest first, or its pins, the newest pin first. Of a suspended account, and to
// whom the account blocks, the list is empty.
func (c *call) listStatuses() (any, error) {
	c.filters = []string{"pinned", "tagged", "only_media", "exclude_replies", "exclude_reblogs"}
	account := c.state.account(c.pathID())
	if account == nil || !account.DeletedAt.IsZero() {
		return nil, errNotFound
	}
	if c.params.truthy("pinned") {
		return c.listPins(account)
	}
	none := c.params.truthy("only_media") || c.params.text("tagged") != "" // posts here have neither media nor hashtags
	own := slices.DeleteFunc(slices.Clone(c.state.Statuses), func(status *Status) bool {
		return none || status.Account != account.ID || !c.lists(status) || c.params.truthy("exclude_replies") && c.answersOther(status)
	})
	page, err := paginate(c, own, statusID, 20, 40)
	return c.statusEntities(page), err
}

// answersOther reports whether a post answers another author.
func (c *call) answersOther(status *Status) bool {
	return status.InReplyTo != 0 && !c.answersSelf(status)
}

// listPins gives the pins of an account with links, as if they were in the order of their ids.
func (c *call) listPins(account *Account) (any, error) {
	limit, err := c.pageLimit(20, 40)
	if err != nil {
		return nil, err
	}
	below := c.cursor("max_id")
	pins := slices.DeleteFunc(c.state.pinned(account.ID), func(status *Status) bool {
		return !c.lists(status) || status.ID <= max(c.cursor("min_id"), c.cursor("since_id")) || below != 0 && status.ID >= below
	})
	pins = pins[:min(len(pins), limit)]
	if len(pins) > 0 {
		c.link(len(pins) == limit, pins[len(pins)-1].ID, pins[0].ID)
	}
	return c.statusEntities(pins), nil
}

// wanted leaves out what the caller does not get among others.
func (c *call) wanted(statuses []*Status) []*Status {
	return slices.DeleteFunc(slices.Clone(statuses), func(status *Status) bool { return !c.wants(status) })
}

func (c *call) statusEntities(statuses []*Status) []map[string]any {
	return entities(statuses, c.statusEntity)
}

// statusEntity is a post as the API shows it; pinned is set only on the caller's own.
func (c *call) statusEntity(status *Status) map[string]any {
	author, own := c.state.account(status.Account), c.account != nil && c.account.ID == status.Account
	parentAuthor := int64(0)
	if parent := c.state.status(status.InReplyTo); parent != nil {
		parentAuthor = parent.Account
	}
	entity := map[string]any{
		"id": strconv.FormatInt(status.ID, 10), "created_at": stamp(status.CreatedAt), "edited_at": stampOrNull(status.EditedAt),
		"in_reply_to_id": idOrNull(status.InReplyTo), "in_reply_to_account_id": idOrNull(parentAuthor),
		"sensitive": status.Sensitive || author.Sensitized && !own, "spoiler_text": status.SpoilerText, "visibility": status.Visibility,
		"language": nullIfEmpty(status.Language), "url": c.statusURL(status), "uri": c.statusURL(status),
		"content": c.content(status, status.Text), "account": c.accountEntity(author), "mentions": c.mentionEntities(status),
		"replies_count": c.state.replies(status.ID), "reblogs_count": 0, "favourites_count": c.state.favourites(status.ID), "reblog": nil, "media_attachments": []any{},
		"tags": []any{}, "emojis": []any{}, "card": nil, "poll": nil,
	}
	if c.quotes() {
		entity["quote"], entity["quotes_count"], entity["quote_approval"] = nil, 0, c.quoteApproval(status)
	}
	if c.account != nil {
		for _, key := range []string{"reblogged", "muted", "bookmarked"} {
			entity[key] = false
		}
		entity["favourited"] = c.state.likes(c.account.ID, status.ID)
		entity["filtered"] = []any{}
	}
	if own {
		entity["application"] = map[string]any{"name": c.token.App, "website": nil}
		if status.Visibility != "direct" {
			entity["pinned"] = status.PinOrder != 0
		}
	}
	return entity
}

func (c *call) mentionEntities(status *Status) []any {
	mentions := []any{}
	for _, id := range status.Mentions {
		if a := c.state.account(id); a != nil {
			mentions = append(mentions, map[string]any{
				"id": strconv.FormatInt(id, 10), "username": a.Username, "acct": a.prettyAcct(), "url": "https://" + c.state.Domain + "/@" + a.acct(),
			})
		}
	}
	return mentions
}

// replies counts the posts that answer one.
func (s *State) replies(id int64) int {
	n := 0
	for _, status := range s.Statuses {
		if status.InReplyTo == id {
			n++
		}
	}
	return n
}
