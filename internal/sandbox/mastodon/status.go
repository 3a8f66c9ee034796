package mastodon

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Status is one post. PinnedAt is zero where it is not pinned.
type Status struct {
	ID          int64     `json:"id,string"`
	Account     int64     `json:"account,string"`
	InReplyTo   int64     `json:"in_reply_to,string"`
	Text        string    `json:"text"`
	SpoilerText string    `json:"spoiler_text,omitempty"`
	Sensitive   bool      `json:"sensitive,omitempty"`
	Visibility  string    `json:"visibility"`
	Language    string    `json:"language,omitempty"`
	QuotePolicy string    `json:"quote_policy,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	EditedAt    time.Time `json:"edited_at,omitzero"`
	PinnedAt    time.Time `json:"pinned_at,omitzero"`
	PinOrder    int64     `json:"pin_order,omitempty"` // grows with each pin, also while the clock stands
	Edits       []Edit    `json:"edits,omitempty"`     // former texts, oldest first
	Mentions    []int64   `json:"mentions,omitempty"`
}

// Edit is a text that a post had before.
type Edit struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Key is an Idempotency-Key that was used with success. It counts for an hour.
type Key struct {
	Account int64     `json:"account,string"`
	Value   string    `json:"value"`
	Status  int64     `json:"status,string"`
	At      time.Time `json:"at"`
}

var languageCode = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z]{2,4})?$`)

func statusRoutes() []route {
	const path = "/api/v1/statuses"
	return []route{
		{"POST " + path, user, "write:statuses", 0, (*call).createStatus},
		{"PUT " + path + "/{id}", user, "write:statuses", 0, (*call).editStatus},
		{"DELETE " + path + "/{id}", user, "write:statuses", 0, (*call).deleteStatus},
	}
}

// createStatus posts, or gives back the post of the same key whatever the body says now.
func (c *call) createStatus() (any, error) {
	key := c.request.Header.Get("Idempotency-Key")
	if used := c.usedKey(key); used != nil {
		original := c.state.status(used.Status)
		if original == nil {
			return nil, errNotFound
		}
		return c.statusEntity(original), nil
	}
	status, err := c.compose()
	if err != nil {
		return nil, err
	}
	status.ID = c.state.NextID(c.now)
	if c.vanish {
		return c.statusEntity(status), nil
	}
	c.state.Statuses = append(c.state.Statuses, status)
	if key != "" {
		c.state.Keys = append(c.state.Keys, &Key{c.account.ID, key, status.ID, c.now})
	}
	c.note("posted: " + beginning(status.Text))
	return c.statusEntity(status), nil
}

// usedKey finds a key of the account that still counts, and forgets those that do not.
func (c *call) usedKey(value string) *Key {
	c.state.Keys = slices.DeleteFunc(c.state.Keys, func(k *Key) bool { return c.now.Sub(k.At) >= time.Hour })
	for _, k := range c.state.Keys {
		if value != "" && k.Value == value && k.Account == c.account.ID {
			return k
		}
	}
	return nil
}

// compose checks everything about a new post before anything is stored.
func (c *call) compose() (*Status, error) {
	c.refuseSilently("media_ids[]", "poll[options][]", "scheduled_at", "quoted_status_id")
	status := &Status{Account: c.account.ID, CreatedAt: c.now, Visibility: c.account.privacy()}
	if c.params.has("visibility") && c.params.text("visibility") != "" {
		status.Visibility = c.params.text("visibility")
	}
	if !slices.Contains([]string{"public", "unlisted", "private", "direct"}, status.Visibility) {
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Visibility is not included in the list")
	}
	if status.Visibility == "public" && c.account.Silenced {
		status.Visibility = "unlisted"
	}
	if err := c.reply(status); err != nil {
		return nil, err
	}
	if err := c.write(status); err != nil {
		return nil, err
	}
	return status, c.checkMentions(status)
}

// refuseSilently remembers parameters that the real server would honour and this one does not.
func (c *call) refuseSilently(keys ...string) {
	for _, key := range keys {
		if c.params.has(key) {
			c.missing(c.request.Method + " " + c.request.URL.Path + " with " + key)
		}
	}
}

func (c *call) reply(status *Status) error {
	parent := c.params.text("in_reply_to_id")
	if parent == "" {
		return nil
	}
	id, err := strconv.ParseInt(parent, 10, 64)
	if err != nil {
		return errNotFound
	}
	found := c.state.status(id)
	if found == nil || !c.sees(found) {
		return refuse(http.StatusNotFound, "The post you are trying to reply to does not appear to exist.")
	}
	status.InReplyTo = id
	return nil
}

// write sets text, warning, language and flag from the parameters, as a new post and an edit both do: what is not sent
// is cleared, except for the language.
func (c *call) write(status *Status) error {
	text, accounts := c.state.mentioned(strings.TrimSpace(c.params.text("status")))
	status.Text, status.SpoilerText = text, strings.TrimSpace(c.params.text("spoiler_text"))
	if status.Text == "" {
		return refuse(http.StatusUnprocessableEntity, "Validation failed: Text can't be blank")
	}
	if countCharacters(status.SpoilerText+status.Text) > c.options.Characters {
		return refuse(http.StatusUnprocessableEntity, fmt.Sprintf("Validation failed: Text character limit of %d exceeded", c.options.Characters))
	}
	if c.params.has("quote_approval_policy") {
		status.QuotePolicy = c.params.text("quote_approval_policy")
	}
	if !slices.Contains([]string{"", "public", "followers", "nobody"}, status.QuotePolicy) {
		return refuse(http.StatusUnprocessableEntity, "Validation failed: Quote approval policy is not included in the list")
	}
	status.Mentions = nil
	for _, a := range accounts {
		status.Mentions = append(status.Mentions, a.ID)
	}
	status.Sensitive = false
	if c.params.has("sensitive") {
		sensitive, err := c.params.flag("sensitive")
		if err != nil {
			return err
		}
		status.Sensitive = sensitive
	}
	if language := c.params.text("language"); languageCode.MatchString(language) {
		status.Language = language
	} else if status.Language == "" {
		status.Language = c.account.Language
	}
	return nil
}

// checkMentions refuses whoever is mentioned and not on the list, where a list was sent.
func (c *call) checkMentions(status *Status) error {
	if !c.params.has("allowed_mentions[]") {
		return nil
	}
	var unexpected []any
	for _, id := range status.Mentions {
		if !slices.Contains(c.params["allowed_mentions[]"].values, strconv.FormatInt(id, 10)) {
			unexpected = append(unexpected, c.accountEntity(c.state.account(id)))
		}
	}
	if unexpected == nil {
		return nil
	}
	return &refusal{
		http.StatusUnprocessableEntity, "The post would mention accounts that are not allowed",
		map[string]any{"unexpected_accounts": unexpected},
	}
}

// editStatus replaces the post; the same content again is no edit.
func (c *call) editStatus() (any, error) {
	status, err := c.ownStatus()
	if err != nil {
		return nil, err
	}
	c.refuseSilently("media_ids[]", "poll[options][]")
	changed := *status
	if err := c.write(&changed); err != nil {
		return nil, err
	}
	same := changed.Text == status.Text && changed.SpoilerText == status.SpoilerText &&
		changed.Sensitive == status.Sensitive && changed.Language == status.Language
	if !same {
		changed.Edits = append(changed.Edits, Edit{laterOf(status.CreatedAt, status.EditedAt), status.Text})
		changed.EditedAt = c.now
		*status = changed
		c.note("edited a post: " + beginning(status.Text))
	}
	return c.statusEntity(status), nil
}

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// deleteStatus removes an own post with its pin; replies to it stay, and reply to nothing.
func (c *call) deleteStatus() (any, error) {
	status, err := c.ownStatus()
	if err != nil {
		return nil, err
	}
	entity := c.statusEntity(status)
	entity["text"] = status.Text
	c.state.Statuses = slices.DeleteFunc(c.state.Statuses, func(other *Status) bool { return other == status })
	for _, other := range c.state.Statuses {
		if other.InReplyTo == status.ID {
			other.InReplyTo = 0
		}
	}
	c.note("deleted a post: " + beginning(status.Text))
	return entity, nil
}

func (c *call) ownStatus() (*Status, error) {
	status := c.state.status(c.pathID())
	if status == nil || status.Account != c.account.ID {
		return nil, errNotFound
	}
	return status, nil
}

func (s *State) status(id int64) *Status {
	at := firstFrom(s.Statuses, statusID, id)
	if at == len(s.Statuses) || s.Statuses[at].ID != id {
		return nil
	}
	return s.Statuses[at]
}

func statusID(status *Status) int64 { return status.ID }

// beginning is enough of a text to recognise a post by.
func beginning(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if runes := []rune(line); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return line
}
