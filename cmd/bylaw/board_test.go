package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// board shows what hangs on the served Mastodon, and does by hand what people do to the bot's posts: "board" prints each
// post on a line, with "\n" as " | "; "board delete" takes the pinned thread away, "board pin N" pins N posts of a person with
// the bot's account, "board unpin N" takes N of them off again.
func board(server *mastodon.Server, now func() time.Time) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		n := 0
		if len(args) > 1 {
			var err error
			n, err = strconv.Atoi(args[1])
			ts.Check(err)
		}
		server.Edit(func(s *mastodon.State) {
			switch strings.Join(args[:min(1, len(args))], "") {
			case "":
				showBoard(ts, s)
			case "delete":
				tearDown(s)
			case "pin":
				pinByHand(s, now(), n)
			case "unpin":
				unpinByHand(s, n)
			default:
				ts.Fatalf("usage: board [delete|pin N|unpin N]")
			}
		})
	}
}

func showBoard(ts *testscript.TestScript, s *mastodon.State) {
	out := ts.Stdout() // also where nothing hangs: or the output of the command before stands for this one's
	for _, status := range s.Statuses {
		if status.Account != s.Accounts[0].ID {
			continue
		}
		pinned := "loose"
		if status.PinOrder != 0 {
			pinned = "pinned"
		}
		fmt.Fprintf(out, "%s %s: %s\n", pinned, status.Visibility, strings.ReplaceAll(status.Text, "\n", " | "))
	}
}

// tearDown deletes the pinned thread, as a person does who deletes each post of it.
func tearDown(s *mastodon.State) {
	gone := map[int64]bool{}
	s.Statuses = slices.DeleteFunc(s.Statuses, func(status *mastodon.Status) bool {
		gone[status.ID] = gone[status.InReplyTo] || status.PinOrder != 0 && strings.Contains(status.Text, "bylaw constitution ")
		return gone[status.ID]
	})
}

const byHandText = "A post of the moderators"

func pinByHand(s *mastodon.State, now time.Time, n int) {
	for range n {
		s.Statuses = append(s.Statuses, &mastodon.Status{
			ID: s.NextID(now), Account: s.Accounts[0].ID, Text: byHandText, Visibility: "public", CreatedAt: now, PinnedAt: now, PinOrder: s.NextID(now),
		})
	}
}

func unpinByHand(s *mastodon.State, n int) {
	for _, status := range s.Statuses {
		if status.Text == byHandText && status.PinOrder != 0 && n > 0 {
			status.PinnedAt, status.PinOrder, n = time.Time{}, 0, n-1
		}
	}
}
