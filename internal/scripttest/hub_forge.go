package scripttest

import (
	"context"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
)

// stamp sets bylaw's status on the tip of a branch, whether or not it is a proposal yet, as anyone with the right to write
// can: "stamp WHO BRANCH STATE DESCRIPTION".
func stamp(ts *testscript.TestScript, _ bool, args []string) {
	slot := slotOf(ts)
	if len(args) != 4 || slot.hub == nil {
		ts.Fatalf("usage: stamp WHO BRANCH STATE DESCRIPTION, after hub open")
	}
	there, err := git.Open(slot.hub.bare)
	ts.Check(err)
	tip, err := there.Tip(args[1])
	ts.Check(err)
	client, err := slot.hub.as(args[0])
	ts.Check(err)
	_, err = client.PostStatus(context.Background(), tip, facts.CommitStatus{Context: "bylaw", State: args[2], Description: args[3]})
	ts.Check(err)
}

// erase deletes every comment of a proposal, as anyone with the right to write can by hand: "erase N".
func erase(ts *testscript.TestScript, _ bool, args []string) {
	slot := slotOf(ts)
	if len(args) != 1 || slot.hub == nil {
		ts.Fatalf("usage: erase N, after hub open")
	}
	number, err := strconv.Atoi(args[0])
	ts.Check(err)
	client, err := slot.hub.as(hubOwner)
	ts.Check(err)
	comments, err := client.Comments(context.Background(), number)
	ts.Check(err)
	for _, each := range comments {
		slot.hub.Uncomment(each.ID)
	}
}
