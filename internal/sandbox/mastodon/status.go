package mastodon

import (
	"cmp"
	"fmt"
	"net/http"
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
	PinOrder    int64     `json:"pin_order,omitempty"` // grows with each pin, also while the clock is stopped
	Edits       []Edit    `json:"edits,omitempty"`     // former texts, oldest first
	Mentions    []int64   `json:"mentions,omitempty"`
}

// Edit is what a post said before.
type Edit struct {
	At          time.Time `json:"at"`
	Text        string    `json:"text"`
	SpoilerText string    `json:"spoiler_text,omitempty"`
	Sensitive   bool      `json:"sensitive,omitempty"`
}

// Key is an Idempotency-Key that was used with success. It counts for an hour.
type Key struct {
	Account int64     `json:"account,string"`
	Value   string    `json:"value"`
	Status  int64     `json:"status,string"`
	At      time.Time `json:"at"`
}

func statusRoutes() []route {
	const path = "/api/v1/statuses"
	return []route{
		using("POST "+path, "write:statuses", (*call).createStatus),
		using("PUT "+path+"/{id}", "write:statuses", (*call).editStatus),
		using("DELETE "+path+"/{id}", "write:statuses", (*call).deleteStatus),
	}
}

// createStatus posts, or gives back the post of the same key whatever the body says now.
func (c *call) createStatus() (any, error) {
	c.stateFamily(familyStatuses)
	if err := c.checkBeforePosting(); err != nil {
		return nil, err
	}
	key := c.request.Header.Get("Idempotency-Key")
	if used := c.usedKey(key); used != nil {
		return c.replay(used)
	}
	status, err := c.compose()
	if err != nil {
		return nil, err
	}
	if err := c.spend(familyStatuses); err != nil {
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
	c.mention(status, nil)
	c.note("posted: " + beginning(status.Text))
	return c.statusEntity(status), nil
}

// checkBeforePosting checks what comes before the key: the post that is answered, and who may quote.
func (c *call) checkBeforePosting() error {
	c.refuseSilently("media_ids[]", "poll[options][]", "scheduled_at", "quoted_status_id")
	if _, err := c.parent(); err != nil {
		return err
	}
	_, err := c.quotable()
	return err
}

// replay gives the post of a key that was used, which several releases cannot.
func (c *call) replay(used *Key) (any, error) {
	original := c.state.status(used.Status)
	switch {
	case original == nil:
		return nil, errNotFound
	case c.replaysFail():
		return nil, broken
	default:
		return c.statusEntity(original), nil
	}
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

// compose checks everything else about a new post before anything is stored.
func (c *call) compose() (*Status, error) {
	status := &Status{Account: c.account.ID, CreatedAt: c.now, Visibility: c.account.privacy()}
	if c.params.has("visibility") {
		status.Visibility = c.params.text("visibility")
	}
	if status.Visibility == "" {
		status.Visibility = (&Account{Locked: c.account.Locked}).privacy() // an empty word is no choice, and overrides the own default
	}
	if status.Visibility == "public" && c.account.Silenced {
		status.Visibility = "unlisted"
	}
	var err error
	if status.InReplyTo, err = c.parent(); err != nil {
		return nil, err
	}
	if status.QuotePolicy, err = c.quotable(); err != nil {
		return nil, err
	}
	c.write(status)
	if err := c.checkMentions(status); err != nil {
		return nil, err
	}
	return status, c.checkStatus(status)
}

// refuseSilently remembers parameters that the real server would honour and this one does not.
func (c *call) refuseSilently(keys ...string) {
	for _, key := range keys {
		if c.params.has(key) {
			c.missing(c.request.Method + " " + c.request.URL.Path + " with " + key)
		}
	}
}

// parent gives the post that is answered, 0 for none.
func (c *call) parent() (int64, error) {
	if c.params.text("in_reply_to_id") == "" {
		return 0, nil
	}
	found := c.state.status(int64(c.number("in_reply_to_id")))
	if found == nil || !c.sees(found) {
		return 0, refuse(http.StatusNotFound, "The post you are trying to reply to does not appear to exist.")
	}
	return found.ID, nil
}

// write sets text, warning, language and flag from the parameters, as a new post and an edit both do: what is not sent
// is cleared, except for the language.
func (c *call) write(status *Status) {
	text, warning, sensitive := c.words(status)
	rewritten, accounts := c.state.mentioned(strings.TrimSpace(text), c.account.ID)
	status.Text, status.SpoilerText, status.Sensitive = rewritten, strings.TrimSpace(warning), sensitive
	status.Mentions = nil
	for _, a := range accounts {
		status.Mentions = append(status.Mentions, a.ID)
	}
	status.Language = cmp.Or(languageOf(c.params.text("language")), status.Language, c.account.Language, "en")
}

// words reads text, warning and flag. Where a text is missing, the warning becomes the text; an edit keeps the warning that was
// there then.
func (c *call) words(status *Status) (text, warning string, sensitive bool) {
	text, warning, sensitive = c.params.text("status"), c.params.text("spoiler_text"), c.params.truthy("sensitive")
	edit := status.ID != 0
	if !edit && !c.params.has("sensitive") {
		sensitive = c.account.Marked
	}
	switch missing := strings.TrimSpace(text) == ""; {
	case missing && edit && warning != "":
		return warning, status.SpoilerText, sensitive
	case missing:
		return warning, "", sensitive || warning != ""
	default:
		return text, warning, sensitive || warning != ""
	}
}

// checkStatus refuses a post that breaks the rules of every post.
func (c *call) checkStatus(status *Status) error {
	var found []string
	if !slices.Contains([]string{"public", "unlisted", "private", "direct"}, status.Visibility) {
		found = append(found, "Visibility is not included in the list")
	}
	if status.Text == "" {
		found = append(found, "Text can't be blank")
	}
	if countCharacters(status.SpoilerText, status.Text) > c.options.Characters {
		found = append(found, fmt.Sprintf("Text character limit of %d exceeded", c.options.Characters))
	}
	if len(found) > 0 {
		return invalid(found...)
	}
	return nil
}

// checkMentions refuses mentions that are not on the list, where a list was sent.
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
		status: http.StatusUnprocessableEntity, text: "Post would be sent to unexpected accounts",
		extra: map[string]any{"unexpected_accounts": unexpected},
	}
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
