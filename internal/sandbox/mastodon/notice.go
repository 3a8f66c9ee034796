package mastodon

import (
	"slices"
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
		reading("GET /api/v1/instance/rules", "", func(c *call) (any, error) { return c.state.allRules(), nil }),
		{pattern: "GET /api/v1/announcements", access: person, serve: (*call).listAnnouncements},
	}
}

func (s *State) allRules() []map[string]any {
	return entities(s.Rules, func(r *Rule) map[string]any {
		return map[string]any{"id": strconv.FormatInt(r.ID, 10), "text": r.Text, "hint": r.Hint, "translations": map[string]any{}}
	})
}

// ruleEntities gives the rules of the ids, without those that do not exist.
func (s *State) ruleEntities(ids ...int64) []map[string]any {
	return slices.DeleteFunc(s.allRules(), func(entity map[string]any) bool {
		return !slices.ContainsFunc(ids, func(id int64) bool { return entity["id"] == strconv.FormatInt(id, 10) })
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
