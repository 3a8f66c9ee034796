package scripttest

import (
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// staff does by hand what moderators do on the pages of the sandbox's server: "staff REPOSITORY rules TEXT...",
// "staff REPOSITORY announce TEXT", "staff REPOSITORY silence" (deletes all announcements), "staff REPOSITORY limited"
// (only allowed servers federate from now on), "staff REPOSITORY site title|description|contact|email|registrations|about|terms
// TEXT" (what the server says of itself; an empty TEXT takes it away), "staff REPOSITORY accept-reports DOMAIN" (its block no longer rejects reports).
func staff(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: staff REPOSITORY rules|announce|silence|limited|accept-reports|site [TEXT...]")
	}
	file := ts.MkAbs(args[0] + "/.bylaw/sandbox/mastodon.json")
	now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
	ts.Check(err)
	server := mastodon.New(mastodon.Options{Now: func() time.Time { return now }})
	ts.Check(server.Load(file))
	server.Edit(func(s *mastodon.State) { byHand(ts, s, args[1], args[2:], now) })
	ts.Check(server.Save(file))
}

func byHand(ts *testscript.TestScript, s *mastodon.State, what string, texts []string, now time.Time) {
	switch what {
	case "rules":
		s.Rules = nil
		for n, text := range texts {
			s.Rules = append(s.Rules, &mastodon.Rule{ID: int64(n + 1), Text: text})
		}
	case "announce":
		s.Announcements = append(s.Announcements, &mastodon.Announcement{
			ID: s.NextID(now), Text: strings.Join(texts, "\n\n"), Published: true, PublishedAt: now,
		})
	case "silence":
		s.Announcements = nil
	case "accept-reports":
		for _, b := range s.DomainBlocks {
			if b.Domain == texts[0] {
				b.RejectReports = false
			}
		}
	case "limited":
		s.Limited = true
	case "site":
		site(ts, s, texts[0], strings.Join(texts[1:], "\n\n"))
	default:
		ts.Fatalf("staff does not know %q", what)
	}
}

// site writes one of the pages about the server.
func site(ts *testscript.TestScript, s *mastodon.State, what, text string) {
	switch what {
	case "title":
		s.Title = text
	case "description":
		s.Description = text
	case "contact":
		s.Contact = text
	case "email":
		s.ContactEmail = text
	case "about":
		s.ExtendedDescription = text
	case "terms":
		s.Terms = text
	case "registrations":
		s.SignUpsOpen, s.SignUpsClosed = text == "open", text == "closed"
	default:
		ts.Fatalf("a server has no %q to write", what)
	}
}
