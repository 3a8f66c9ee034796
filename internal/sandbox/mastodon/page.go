package mastodon

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
)

//go:embed page.html
var pageSource string

// What the page shows at most.
const (
	shownBlocks = 200
	shownEvents = 12
)

// pageView is what the page at "/" shows.
type pageView struct {
	Title, Domain string
	Now           time.Time
	Bot           *Account
	Thread        []*Status
	Blocks        []*DomainBlock
	Total         int
	Events        []eventView
	Members       int
	Profile       personView // of the bot
	Posts         []postView
	People        []personView
	Known         int // accounts in all
	Strikes       []strikeView
	Reports       []reportView
	Open          int // open reports
	IPs           []*IPBlock
	Mails         []*EmailDomainBlock
	Allows        []*DomainAllow
	Limited       bool
	Rules         []*Rule
	Notices       []*Announcement
	ClockPath     string
	Holders       []holderView
}

// servePage shows what bylaw did to the server, for people who use a sandbox.
func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) {
	page := sandbox.Page{Source: pageSource, Functions: template.FuncMap{
		"paragraphs": func(text string) []string { return strings.Split(text, "\n\n") },
		"text":       func(comment *string) string { return orEmpty(comment) },
		"moment":     func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
		"day":        func(t time.Time) string { return t.UTC().Format("2 Jan 2006") },
		"plain":      func(word string) string { return strings.ReplaceAll(word, "_", " ") },
	}}
	page.Show(w, http.StatusOK, s.view())
}

func (s *Server) view() pageView {
	v := pageView{
		Title: s.state.Title, Domain: s.state.Domain, Now: s.options.Now(),
		Total: len(s.state.DomainBlocks), Events: happened(s.state.Events),
		Posts: s.state.timeline(), People: s.state.people(), Known: len(s.state.Accounts),
		Strikes: s.state.strikes(), Reports: s.state.reports(),
		IPs: s.state.IPBlocks, Mails: s.state.EmailDomains, Allows: s.state.DomainAllows, Limited: s.state.Limited,
		Rules: s.state.Rules, Notices: s.state.noticesAt(s.options.Now()), ClockPath: s.options.ClockPath,
	}
	if v.ClockPath != "" {
		v.Holders = s.state.holders()
	}
	for _, r := range s.state.Reports {
		if r.open() {
			v.Open++
		}
	}
	v.Blocks = slices.SortedFunc(slices.Values(s.state.DomainBlocks), func(a, b *DomainBlock) int {
		return strings.Compare(a.Domain, b.Domain)
	})
	v.Blocks = v.Blocks[:min(len(v.Blocks), shownBlocks)]
	for _, a := range s.state.Accounts {
		if a.Domain != "" {
			continue
		}
		v.Members++
		if a.Bot && v.Bot == nil {
			v.Bot = a
		}
	}
	if v.Bot != nil {
		v.Profile, v.Thread = s.state.person(v.Bot), s.pinnedThread(v.Bot.ID)
	}
	return v
}

// Last is the index of the thread's last post.
func (v pageView) Last() int { return len(v.Thread) - 1 }

// Below is how many posts of the thread are folded away.
func (v pageView) Below() int { return len(v.Thread) - 2 }

// eventView is what happened, and how many of the same kind happened in a row before it.
type eventView struct {
	Event
	More int
}

// happened gives the last events, the newest first. What one account did in a row, post after post, is one line.
func happened(events []Event) []eventView {
	var seen []eventView
	kind := func(e Event) string { what, _, _ := strings.Cut(e.Text, ": "); return e.By + what }
	for _, e := range slices.Backward(events) {
		if last := len(seen) - 1; last >= 0 && kind(seen[last].Event) == kind(e) && strings.HasPrefix(e.Text, "posted: ") {
			seen[last].More++
			continue
		}
		if len(seen) == shownEvents {
			break
		}
		seen = append(seen, eventView{Event: e})
	}
	return seen
}

// pinnedThread gives the account's newest pinned post and its own replies below it.
func (s *Server) pinnedThread(account int64) []*Status {
	pins := s.state.pinned(account)
	if len(pins) == 0 {
		return nil
	}
	chain := pins[:1]
	for {
		last := chain[len(chain)-1]
		at := slices.IndexFunc(s.state.Statuses, func(status *Status) bool {
			return status.Account == account && status.InReplyTo == last.ID
		})
		if at < 0 {
			return chain
		}
		chain = append(chain, s.state.Statuses[at])
	}
}
