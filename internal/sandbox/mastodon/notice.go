package mastodon

import (
	"strconv"
	"time"
)

// Rule is one of the server's rules. People write them on a page; the API only shows them.
type Rule struct {
	ID   int64  `json:"id,string"`
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
}

// Announcement is shown to everybody who is logged in. People write them on a page; the API only shows them.
type Announcement struct {
	ID          int64     `json:"id,string"`
	Text        string    `json:"text"`
	Published   bool      `json:"published"`
	StartsAt    time.Time `json:"starts_at,omitzero"`
	EndsAt      time.Time `json:"ends_at,omitzero"`
	PublishedAt time.Time `json:"published_at,omitzero"`
}

func noticeRoutes() []route {
	return []route{
		{"GET /api/v1/instance/rules", public, "", 0, func(c *call) (any, error) { return c.state.ruleEntities(), nil }},
		{"GET /api/v1/announcements", user, "", 0, (*call).listAnnouncements},
	}
}

func (s *State) ruleEntities() []map[string]any {
	return entities(s.Rules, func(r *Rule) map[string]any {
		return map[string]any{"id": strconv.FormatInt(r.ID, 10), "text": r.Text, "hint": r.Hint, "translations": map[string]any{}}
	})
}

// listAnnouncements leaves out what is not published and what is over; the text is HTML.
func (c *call) listAnnouncements() (any, error) {
	all := []map[string]any{}
	for _, a := range c.state.Announcements {
		if !a.Published || !a.EndsAt.IsZero() && a.EndsAt.Before(c.now) {
			continue
		}
		all = append(all, map[string]any{
			"id": strconv.FormatInt(a.ID, 10), "content": html(a.Text), "starts_at": stampOrNull(a.StartsAt), "ends_at": stampOrNull(a.EndsAt),
			"all_day": false, "published_at": stampOrNull(a.PublishedAt), "updated_at": stampOrNull(a.PublishedAt), "read": false,
			"mentions": []any{}, "statuses": []any{}, "tags": []any{}, "emojis": []any{}, "reactions": []any{},
		})
	}
	return all, nil
}
