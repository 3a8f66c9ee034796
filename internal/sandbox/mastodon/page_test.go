package mastodon_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// page gives the page at "/", without its head.
func page(t *testing.T, server *mastodon.Server) string {
	t.Helper()
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
	if kind := answer.Header().Get("Content-Type"); answer.Code != http.StatusOK || !strings.HasPrefix(kind, "text/html") {
		t.Fatalf("%d, %s: %s", answer.Code, kind, answer.Body)
	}
	_, body, _ := strings.Cut(answer.Body.String(), "<body>")
	return body
}

// cut gives the section of the page under a heading.
func cut(t *testing.T, page, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, "<h2>"+heading)
	if !found {
		t.Fatalf("the page has no section %q", heading)
	}
	section, _, _ := strings.Cut(rest, "</section>")
	return section
}

func TestThePageShowsTheWholeServer(t *testing.T) {
	server := mastodon.New(mastodon.Options{})
	body := page(t, server)
	for heading, wants := range map[string][]string{
		"Bylaw":                {"bot", "Everything I do is on record.", "Nothing is pinned yet"},
		"What changed last":    {"Nothing since the server was founded"},
		"Public timeline":      {"Good morning from the canal.", "@stranger@elsewhere.example", "41 curlews"},
		"Rules":                {"Be kind."},
		"Blocked servers":      {"spam-farm.example", "suspend", "no media", "Harassment"},
		"Blocked networks":     {"198.51.100.0/24", "sign up requires approval", "spam wave"},
		"Blocked mail domains": {"throwaway.example", "needs approval", "its mail host"},
		"Reports":              {"@troll@bad.example", "Insults under every post of mine.", "closed by @ada", "3 open"},
		"Strikes":              {"No strikes."},
		"People":               {"Olga", "Owner", "waits for approval", "limited", "by its own server"},
	} {
		section := cut(t, body, heading)
		for _, want := range wants {
			if !strings.Contains(section, want) {
				t.Errorf("%s does not show %q", heading, want)
			}
		}
	}
	if !strings.Contains(body, "The general meeting is on the first Thursday of the month.") {
		t.Error("the announcement is missing")
	}
	if first, second := page(t, server), page(t, mastodon.New(mastodon.Options{})); first != second {
		t.Error("two servers of the same seed look different")
	}
}

func TestThePageMovesTheClockAndNamesTheTokensWhereItMay(t *testing.T) {
	if body := page(t, mastodon.New(mastodon.Options{})); strings.Contains(body, "<form") || strings.Contains(body, mastodon.BotToken) {
		t.Error("a page without a clock to move has a form or tokens")
	}
	section := cut(t, page(t, mastodon.New(mastodon.Options{ClockPath: "/sandbox/clock"})), "Clock")
	for _, want := range []string{`action="/sandbox/clock"`, `value="1d"`, mastodon.BotToken, "@ada", mastodon.MemberToken} {
		if !strings.Contains(section, want) {
			t.Errorf("it does not show %q", want)
		}
	}
}

func TestTheTimelineLeavesOutWhoIsLimited(t *testing.T) {
	section := cut(t, page(t, mastodon.New(mastodon.Options{})), "Public timeline")
	for _, hidden := range []string{"BEST PRICE", "EVERYBODY LISTEN", "Away until Monday.", "Cry about it.", "Happy birthday"} {
		if strings.Contains(section, hidden) {
			t.Errorf("it shows %q", hidden)
		}
	}
}

func TestThePageFollowsWhatHappens(t *testing.T) {
	server := mastodon.New(mastodon.Options{})
	server.Edit(func(s *mastodon.State) {
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		bot := s.Accounts[0]
		s.Strikes = append(s.Strikes, &mastodon.Strike{ID: s.NextID(now), Target: s.Accounts[2].ID, By: bot.ID, Action: "none", Text: "Please <b>read</b> 3.4.", Mailed: true, At: now})
		s.IPBlocks, s.EmailDomains, s.DomainBlocks, s.Rules, s.Announcements, s.Reports = nil, nil, nil, nil, nil, nil
		s.Limited = true
		root := int64(0)
		for n := range 4 {
			status := &mastodon.Status{ID: s.NextID(now), Account: bot.ID, InReplyTo: root, Text: "Article", Visibility: "unlisted", CreatedAt: now}
			if n == 0 {
				status.PinOrder = 1
			}
			root = status.ID
			s.Statuses = append(s.Statuses, status)
			s.Events = append(s.Events, mastodon.Event{At: now, By: "@bylaw", Text: "posted: Article"})
		}
	})
	body := page(t, server)
	for heading, want := range map[string]string{
		"Strikes": "Please &lt;b&gt;read&lt;/b&gt; 3.4.", "Bylaw": "The other 2 posts of the thread", "What changed last": "and 3 more like it",
		"Blocked networks": "No network is blocked", "Blocked mail domains": "No mail domain is blocked", "Rules": "There are none",
		"Reports": "No reports.", "Blocked servers": "Limited federation: only these servers may talk to us",
	} {
		if section := cut(t, body, heading); !strings.Contains(section, want) {
			t.Errorf("%s does not show %q:\n%s", heading, want, section)
		}
	}
	for _, tag := range []string{"section", "details", "div", "ol", "table", "tr", "td"} {
		if open, closed := strings.Count(body, "<"+tag+">")+strings.Count(body, "<"+tag+" "), strings.Count(body, "</"+tag+">"); open != closed {
			t.Errorf("%d <%s> and %d </%s>", open, tag, closed, tag)
		}
	}
}
