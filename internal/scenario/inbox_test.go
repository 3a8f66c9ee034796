package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/ballot"
	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// The key of the inbox of a test, and a community in which dana has no account of the forge.
const (
	inboxSecret    = "PRIVATE+KEY+social.example/bylaw-inbox+673ead06+AVaJEVzND/PpS97NZPLDetoIqMIn1HvEy53JaQGU8i2a"
	inboxSettings  = smallSettings + "ballots: {channels: [review, mastodon], key: social.example/bylaw-inbox+673ead06+AWJsLBm6+er9xvFmf//29hVpvfnCHjjD/Kp6HTNaVnuj}\n"
	postingMembers = `seats:
  - {seat: ada, github: {login: ada, id: 101}, roles: [member]}
  - {seat: bruno, github: {login: bruno, id: 102}, roles: [member]}
  - {seat: chen, github: {login: chen, id: 103}, mastodon: {account: "@chen", id: "13"}, roles: [member]}
  - {seat: dana, mastodon: {account: "@dana", id: "14"}, roles: [member]}
`
)

// newPostingCommunity is a community whose members may vote on Mastodon, with an open proposal that no post is about yet.
func newPostingCommunity(t *testing.T) (*testCommunity, int) {
	t.Helper()
	c := notBootstrapped(t, inboxSettings)
	c.push("ada", "main", map[string]string{"governance/roster.yaml": postingMembers})
	f, err := bootstrap.Prepare(t.Context(), c.votes)
	c.must(err)
	c.must(bootstrap.Run(t.Context(), c.votes, f, "ada"))
	c.wait(day)
	return c, c.propose("block", blocking("spam.example"))
}

// posts are the posts of members that a pass of the inbox reads, by the seat: dana=no.
func (c *testCommunity) cast(veil *ledger.Veil, n int, digest string, posts ...string) []ledger.Ballot {
	c.Helper()
	ballots := []ledger.Ballot{}
	for i, post := range posts {
		seat, choice, _ := strings.Cut(post, "=")
		id := map[string]string{"chen": "13", "dana": "14"}[seat]
		b := ledger.Ballot{Proposal: n, Digest: digest, Choice: choice, CastAt: moment.Of(c.now)}
		ballots = append(ballots, veil.Ballot(b, ledger.CastBy{
			Seat: seat, Account: "@" + seat + "@social.example", AccountID: id, Status: fmt.Sprintf("%d%d", i, c.now.Unix()), Visibility: "public", TextSHA256: ballot.TextSHA256(choice),
		}))
	}
	return ballots
}

// inbox records a pass that has read everything until now, signed or not.
func (c *testCommunity) inbox(signed bool, posts []ledger.Post, cast func(*ledger.Veil) []ledger.Ballot) {
	c.Helper()
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	veil := chain.Veil(strings.NewReader(strings.Repeat(c.now.Format("0102150405000000"), 60)))
	body := ledger.BallotBody{ReadThrough: moment.Of(c.now), Cursor: "1", Ballots: cast(veil), Posts: posts}
	if signed {
		key, err := note.NewSigner(inboxSecret)
		c.must(err)
		body, err = body.Sign(key)
		c.must(err)
	}
	people, err := veil.Files()
	c.must(err)
	_, file, err := chain.Next(ledger.Ballots, c.now, 0, "", body)
	c.must(err)
	c.must(c.votes.Ledger.Append(c.Context(), chain.Head, append(people, file)))
}

func nothing(*ledger.Veil) []ledger.Ballot { return []ledger.Ballot{} }

// announced lets the inbox post about a proposal, and gives the digest of its content.
func (c *testCommunity) announced(n int) string {
	c.Helper()
	digest := c.look(n).Findings[0].Facts.Proposal.Digest
	c.inbox(true, []ledger.Post{{Proposal: n, Digest: digest, Status: "90", CreatedAt: moment.Of(c.now)}}, nothing)
	return digest
}

func waitsFor(f check.Finding, text string) bool {
	return slices.ContainsFunc(f.Decision.Rulings[0].Needed, func(needed string) bool { return strings.Contains(needed, text) })
}

func TestMembersVoteByReviewAndOnMastodon(t *testing.T) {
	c, n := newPostingCommunity(t)
	if f := c.expect(n, decision.Open); !f.Facts.Timing.OpenedAt.IsZero() || !waitsFor(f, "the post of the inbox about this proposal") {
		t.Fatalf("without a post the vote is open since %s: %q", openedAt(f), f.Decision.Rulings[0].Needed)
	}
	c.wait(10 * time.Minute)
	posted := stampOf(c.now)
	digest := c.announced(n)
	if f := c.expect(n, decision.Open); openedAt(f) != posted {
		t.Fatalf("it opened at %s, want %s", openedAt(f), posted)
	}

	if seen := c.entries(ledger.Opening); len(seen) != 2 {
		t.Errorf("%d entries say that the content was seen and that the vote opened", len(seen))
	}

	c.wait(day)
	c.vote("bruno", n, "APPROVE")
	c.inbox(false, nil, func(v *ledger.Veil) []ledger.Ballot { return c.cast(v, n, digest, "chen=no", "dana=no") })
	c.inbox(true, nil, func(v *ledger.Veil) []ledger.Ballot { return c.cast(v, n, digest, "chen=yes", "dana=no") })
	if again, err := check.All(t.Context(), c.votes, c.notifier.Unchanged); err != nil || len(again.Findings) != 1 {
		t.Fatalf("a run of all checks overlooks what only the ledger shows: %v", err)
	}
	c.wait(3 * day)
	f := c.expect(n, decision.Open)
	if !waitsFor(f, "the inbox, which has read votes on Mastodon until") || !slices.ContainsFunc(f.Notes, func(s string) bool { return strings.Contains(s, "is not signed by the inbox's key") }) {
		t.Errorf("needed %q, notes %q", f.Decision.Rulings[0].Needed, f.Notes)
	}

	c.inbox(true, nil, nothing)
	f = c.expect(n, decision.Passed)
	if got := tallied(f); got != "bruno=yes chen=yes dana=no ada=yes" {
		t.Errorf("counted %s", got)
	}
	if b := f.Decision.Ballots[2]; b.Channel != "mastodon" || f.Facts.Version != facts.WithBallots {
		t.Errorf("ballot %+v, facts of version %d", b, f.Facts.Version)
	}

	merge := c.merge(n, "merge")
	c.record()
	c.add(ledger.Enacted, merge, c.inForce(merge))
	proof := c.verify()
	if !proof.Valid || proof.Decisions != 2 || len(proof.Unproven) != 1 || !strings.Contains(proof.Unproven[0].Text, "no key of authorized settings has signed it") {
		t.Errorf("proof %+v", proof)
	}
}

// fakePosts is a server that shows one text of every post, or an error.
type fakePosts struct {
	status ballot.Status
	err    error
}

func (p fakePosts) Status(_ context.Context, id string) (ballot.Status, error) {
	p.status.ID = id
	return p.status, p.err
}

func TestApplyReadsBallotsOnMastodonAgain(t *testing.T) {
	c, n := newPostingCommunity(t)
	digest := c.announced(n)
	c.inbox(true, nil, func(v *ledger.Veil) []ledger.Ballot { return c.cast(v, n, digest, "dana=yes") })
	cast := c.now
	c.wait(3 * day)
	c.inbox(true, nil, nothing)
	c.expect(n, decision.Passed)
	c.merge(n, "merge")
	c.wait(time.Hour)
	genuine := ballot.Status{Account: ballot.Account{ID: "14"}, CreatedAt: cast, First: &ballot.Version{HTML: "<p>yes</p>"}}
	forged := genuine
	forged.First = &ballot.Version{HTML: "<p>no</p>"}
	unreachable := errors.New("the server does not answer")
	for name, test := range map[string]struct {
		posts fakePosts
		want  string
	}{
		"as it was recorded": {fakePosts{genuine, nil}, ""},
		"gone":               {fakePosts{ballot.Status{}, facts.ErrNotFound}, ""},
		"not readable":       {fakePosts{ballot.Status{}, unreachable}, unreachable.Error()},
		"another text":       {fakePosts{forged, nil}, fmt.Sprintf("proposal %d was merged while its vote was open", n)},
	} {
		t.Run(name, func(t *testing.T) {
			votes := c.votes
			votes.Posts = test.posts
			evaluated, err := check.All(t.Context(), votes, nil)
			said := ""
			if err != nil {
				said = err.Error()
			} else if found := evaluated.BranchStatus().Unauthorized; len(found) > 0 {
				said = found[0].Why
			}
			if said == "" != (test.want == "") || !strings.Contains(said, test.want) {
				t.Errorf("got %q, want %q", said, test.want)
			}
		})
	}
}

func TestAMergeIsNotJudgedBeforeTheInboxHasReadThatFar(t *testing.T) {
	c, n := newPostingCommunity(t)
	c.announced(n)
	c.wait(time.Hour)
	commit := c.merge(n, "merge")
	c.wait(time.Hour)
	if found := c.survey(); !slices.ContainsFunc(found.Notes, func(s string) bool { return strings.Contains(s, "the inbox has not read that far") }) {
		t.Errorf("notes %q", found.Notes)
	}
	c.inbox(true, nil, nothing)
	if v := c.verdicts()[commit]; v.Authorized || !strings.Contains(v.Why, "was merged while its vote was open") {
		t.Errorf("verdict %+v", v)
	}
}
