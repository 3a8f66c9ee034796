package scripttest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// postsCommand shows the bot's posts on the served Mastodon, and does what people do to them by hand: "posts" prints each post
// on a line, with "\n" as " | "; "posts delete" deletes the pinned thread, "posts delete N" its post N alone, "posts unpin"
// unpins it; "posts pin N" pins N posts of a person with the bot's account, "posts unpin N" unpins N of them.
func postsCommand(server *mastodon.Server, now func() time.Time) func(*testscript.TestScript, bool, []string) {
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
				showPosts(ts, s)
			case "delete":
				deleteThread(s, n)
			case "edit":
				editByHand(s, now(), n)
			case "pin":
				pinByHand(s, now(), n)
			case "unpin":
				unpinByHand(s, n)
			default:
				ts.Fatalf("usage: posts [delete [N]|edit N|pin N|unpin [N]]")
			}
		})
	}
}

func showPosts(ts *testscript.TestScript, s *mastodon.State) {
	out := ts.Stdout() // also without posts: else the output of the command before remains
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

// deleteThread deletes each post of the pinned thread, or one post of it alone.
func deleteThread(s *mastodon.State, only int) {
	at := 0
	gone := map[int64]bool{}
	s.Statuses = slices.DeleteFunc(s.Statuses, func(status *mastodon.Status) bool {
		gone[status.ID] = gone[status.InReplyTo] || ours(status)
		if gone[status.ID] {
			at++
		}
		return gone[status.ID] && (only == 0 || at == only)
	})
}

// editByHand changes what one post of the pinned thread says, which counts from 1.
func editByHand(s *mastodon.State, at time.Time, n int) {
	in := map[int64]bool{}
	for _, status := range s.Statuses {
		if in[status.ID] = in[status.InReplyTo] || ours(status); in[status.ID] {
			if n--; n == 0 {
				status.Text, status.EditedAt = strings.Replace(status.Text, " the ", " no ", 1), at
			}
		}
	}
}

func ours(status *mastodon.Status) bool {
	return status.PinOrder != 0 && strings.Contains(status.Text, "bylaw constitution ")
}

const byHandText = "A post of the moderators"

func pinByHand(s *mastodon.State, now time.Time, n int) {
	for range n {
		s.Statuses = append(s.Statuses, &mastodon.Status{
			ID: s.NextID(now), Account: s.Accounts[0].ID, Text: byHandText, Visibility: "public", CreatedAt: now, PinnedAt: now, PinOrder: s.NextID(now),
		})
	}
}

// unpinByHand unpins n posts of a person, or the thread where n is 0.
func unpinByHand(s *mastodon.State, n int) {
	thread := n == 0
	for _, status := range s.Statuses {
		if thread && ours(status) || status.Text == byHandText && status.PinOrder != 0 && n > 0 {
			status.PinnedAt, status.PinOrder, n = time.Time{}, 0, n-1
		}
	}
}
