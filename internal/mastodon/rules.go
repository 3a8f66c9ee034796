package mastodon

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// The resources that the API only shows.
const (
	rulesResource = "rules"
	announcements = "announcements"
)

// readRules gives the server's rules as the one item that they are. Servers and caches between may show them five minutes
// late.
func (i *Instance) readRules(ctx context.Context) ([]plan.Item, error) {
	var answer []struct {
		Text string `json:"text"`
	}
	if _, err := i.call(ctx, http.MethodGet, "/api/v1/instance/rules", nil, nil, &answer); err != nil {
		return nil, err
	}
	texts := []any{}
	for _, rule := range answer {
		texts = append(texts, strings.Join(strings.Fields(rule.Text), " "))
	}
	return []plan.Item{{Resource: rulesResource, Target: rulesResource, Params: map[string]any{"rules": texts}}}, nil
}

// readAnnouncements gives the published announcements, each by its text. Two of the same text are one.
func (i *Instance) readAnnouncements(ctx context.Context) ([]plan.Item, error) {
	var answer []struct {
		ID       string     `json:"id"`
		Content  string     `json:"content"`
		StartsAt *time.Time `json:"starts_at"`
		EndsAt   *time.Time `json:"ends_at"`
	}
	const path = "/api/v1/announcements"
	if _, err := i.call(ctx, http.MethodGet, path, nil, nil, &answer); err != nil {
		return nil, err
	}
	var items []plan.Item
	for _, a := range answer {
		text := textOf(a.Content)
		if slices.ContainsFunc(items, func(other plan.Item) bool { return other.Target == text }) {
			continue
		}
		items = append(items, plan.Item{Resource: announcements, Target: text, ID: a.ID, Params: map[string]any{
			"starts_at": momentOf(a.StartsAt), "ends_at": momentOf(a.EndsAt),
		}})
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return cmp.Compare(a.Target, b.Target) })
	return items, nil
}

func momentOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// textOf gives back the text that a server made HTML of: paragraphs, lines, and links by what they show, which for a
// Mastodon is the whole address in parts.
func textOf(content string) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(content))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return skill.Paragraphs(out.String())
		case html.TextToken:
			out.WriteString(html.UnescapeString(string(tokens.Raw())))
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, _ := tokens.TagName(); string(name) == "br" {
				out.WriteByte('\n')
			}
		case html.EndTagToken:
			if name, _ := tokens.TagName(); string(name) == "p" {
				out.WriteString("\n\n")
			}
		case html.CommentToken, html.DoctypeToken:
		}
	}
}
