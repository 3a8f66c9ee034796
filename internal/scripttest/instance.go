package scripttest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// openInstance is a fake server on the script's clock, of other software where it is named. From then on "blocks" prints
// its domain blocks, "writes" how many requests changed something there since it was asked last, "by-hand" changes a
// block as a moderator does, and "posts" shows the bot's posts.
func openInstance(ts *testscript.TestScript, software string) http.Handler {
	clock := slotOf(ts)
	clock.set(ts)
	now := func() time.Time { return *clock.now.Load() }
	server := mastodon.New(mastodon.Options{Now: now, Software: software})
	for name, cmd := range map[string]func(*testscript.TestScript, bool, []string){
		"blocks": listBlocks(server), "counts": countOnce(server), "writes": countWrites(server),
		"posts": postsCommand(server, now), "by-hand": moderatedByHand(server),
	} {
		ts.SetCmd(name, cmd)
	}
	// "import-blocks FILE": an administrator imports a list on the page of the server.
	ts.SetCmd("import-blocks", func(ts *testscript.TestScript, _ bool, args []string) {
		n, err := server.ImportDomainBlocks(args[0], []byte(ts.ReadFile(args[0])))
		ts.Check(err)
		fmt.Fprintf(ts.Stdout(), "%d imported\n", n)
	})
	// "lose METHOD PATH": the server does what the next such request asks, and its answer is lost.
	ts.SetCmd("lose", func(ts *testscript.TestScript, _ bool, args []string) {
		server.Fail(mastodon.Fault{Method: args[0], Path: args[1], Nth: 1, Kind: mastodon.ResetAfter})
	})
	for name, cmd := range membersOf(server, now) {
		ts.SetCmd(name, cmd)
	}
	// "scopes SCOPE...": the bot's token has these alone from now on.
	ts.SetCmd("scopes", func(_ *testscript.TestScript, _ bool, args []string) {
		server.Edit(func(s *mastodon.State) { s.Tokens[0].Scopes = args })
	})
	return server
}

// listBlocks is "blocks".
func listBlocks(server *mastodon.Server) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, _ []string) {
		var lines []string
		server.Edit(func(s *mastodon.State) {
			for _, b := range s.DomainBlocks {
				lines = append(lines, b.Domain+" "+b.Severity+"\n")
			}
		})
		slices.Sort(lines)
		fmt.Fprint(ts.Stdout(), strings.Join(lines, ""))
	}
}

// countOnce is "counts", which prints how many things there are that must not happen twice.
func countOnce(server *mastodon.Server) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, _ []string) {
		server.Edit(func(s *mastodon.State) {
			posts, pinned := 0, 0
			for _, p := range s.Statuses {
				if p.Account == personOf(ts, s, "bylaw").ID {
					posts++
				}
				if p.PinOrder != 0 {
					pinned++
				}
			}
			fmt.Fprintf(ts.Stdout(), "%d blocks, %d strikes, %d posts of ours, %d pinned\n", len(s.DomainBlocks), len(s.Strikes), posts, pinned)
		})
	}
}

// countWrites is "writes".
func countWrites(server *mastodon.Server) func(*testscript.TestScript, bool, []string) {
	shown := 0
	return func(ts *testscript.TestScript, _ bool, _ []string) {
		total := 0
		for _, r := range server.Requests() {
			if r.Writes() {
				total++
			}
		}
		fmt.Fprintf(ts.Stdout(), "%d writes\n", total-shown)
		shown = total
	}
}
