package mastodon

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
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
	Events        []Event
	Members       int
}

// servePage shows what bylaw did to the server, for people who rehearse.
func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) {
	page, err := template.New("page").Funcs(template.FuncMap{
		"paragraphs": func(text string) []string { return strings.Split(text, "\n\n") },
		"text":       func(comment *string) string { return orEmpty(comment) },
		"moment":     func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
	}).Parse(pageSource)
	var body bytes.Buffer
	if err == nil {
		err = page.Execute(&body, s.view())
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	_, _ = w.Write(body.Bytes()) // the answer is a buffer
}

func (s *Server) view() pageView {
	v := pageView{
		Title: s.state.Title, Domain: s.state.Domain, Now: s.options.Now(),
		Total: len(s.state.DomainBlocks), Events: slices.Clone(s.state.Events),
	}
	slices.Reverse(v.Events)
	v.Events = v.Events[:min(len(v.Events), shownEvents)]
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
		v.Thread = s.pinnedThread(v.Bot.ID)
	}
	return v
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
