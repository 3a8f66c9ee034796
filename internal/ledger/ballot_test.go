package ledger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// The keys of two inboxes, which nothing else uses.
const (
	inboxKey    = "social.example/bylaw-inbox+673ead06+AWJsLBm6+er9xvFmf//29hVpvfnCHjjD/Kp6HTNaVnuj"
	inboxSecret = "PRIVATE+KEY+social.example/bylaw-inbox+673ead06+AVaJEVzND/PpS97NZPLDetoIqMIn1HvEy53JaQGU8i2a"
	otherSecret = "PRIVATE+KEY+social.example/bylaw-inbox+c853568f+AVVOKnUtT7Uk6rSbPLBE9BcKDb7Z1LcTjEpT2Bnl/A0h"
)

// digestOf is the digest of some content.
func digestOf(digit string) string { return strings.Repeat(digit, 64) }

// passOf is a pass with a ballot of ada's, which a status cast.
func passOf(t *testing.T, veil *ledger.Veil, through, status, choice string) ledger.BallotBody {
	t.Helper()
	b := veil.Ballot(ledger.Ballot{Proposal: 12, Digest: digestOf("a"), Choice: choice, CastAt: moment.Parse(through)}, ledger.CastBy{
		Seat: "ada", Account: "@ada@social.example", AccountID: "11", Status: status, Visibility: "public", TextSHA256: digestOf("f"),
	})
	return ledger.BallotBody{ReadThrough: moment.Parse(through), Cursor: status, Ballots: []ledger.Ballot{b}, Posts: []ledger.Post{}}
}

func signed(t *testing.T, body ledger.BallotBody, secret string) ledger.BallotBody {
	t.Helper()
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	body, err = body.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// passed is a chain with passes of the inbox, and the people whom they name.
func passed(t *testing.T, veil *ledger.Veil, bodies ...any) ledger.Chain {
	t.Helper()
	people, err := veil.Files()
	if err != nil {
		t.Fatal(err)
	}
	var chain ledger.Chain
	for _, body := range bodies {
		e, f, err := chain.Next(ledger.Ballots, noon, 0, "", body)
		if err != nil {
			t.Fatal(err)
		}
		chain = chain.With(e, f, people...)
	}
	return chain
}

func inboxOf(t *testing.T, chain ledger.Chain, key string, until int) ledger.Inbox {
	t.Helper()
	state, err := ledger.Fold(chain)
	if err != nil {
		t.Fatal(err)
	}
	in, err := state.Inbox(key, until)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestOnlyWhatTheInboxSignedCounts(t *testing.T) {
	veil := ledger.Chain{}.Veil(salts())
	genuine := signed(t, passOf(t, veil, "2026-03-01T12:00:00Z", "1", "yes"), inboxSecret)
	changed := genuine
	changed.Ballots = []ledger.Ballot{genuine.Ballots[0]}
	changed.Ballots[0].Choice = "no"
	later := genuine
	later.ReadThrough = moment.Parse("2026-04-01T12:00:00Z")
	unsigned := genuine
	unsigned.Signature = ""
	smuggled := genuine
	smuggled.Signature = strings.Replace(genuine.Signature, "—", "more\n\n—", 1)
	for name, test := range map[string]struct {
		body  any
		count int
	}{
		"signed":                       {genuine, 1},
		"not signed":                   {unsigned, 0},
		"signed by another key":        {signed(t, genuine, otherSecret), 0},
		"changed after it was signed":  {changed, 0},
		"read further than was signed": {later, 0},
		"a signature of more text":     {smuggled, 0},
		"a signature that is none":     {map[string]any{"read_through": "2026-03-01T12:00:00Z", "signature": 7}, 0},
		"of another form":              {map[string]any{"read_through": []int{1}, "ballots": "all"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			in := inboxOf(t, passed(t, veil, test.body), inboxKey, 1)
			if len(in.Ballots) != test.count || len(in.Unsigned) != 1-test.count || in.ReadThrough.IsZero() == (test.count == 1) {
				t.Errorf("got %+v", in)
			}
		})
	}
}

func TestKeysOfANewerInboxAreSignedToo(t *testing.T) {
	body := map[string]any{"read_through": "2026-03-01T12:00:00Z", "cursor": "1", "ballots": []any{}, "posts": []any{}, "polls": []int{1}}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(inboxSecret)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString(`{"ballots":[],"cursor":"1","polls":[1],"posts":[],"read_through":"2026-03-01T12:00:00Z"}` + "\n")
	opened, err := note.Sign(&note.Note{Text: text.String()}, signer)
	if err != nil {
		t.Fatal(err, raw)
	}
	body["signature"] = strings.TrimSpace(strings.TrimPrefix(string(opened), text.String()))
	if in := inboxOf(t, passed(t, ledger.Chain{}.Veil(salts()), body), inboxKey, 1); len(in.Unsigned) != 0 || in.ReadThrough.IsZero() {
		t.Errorf("got %+v", in)
	}
	body["polls"] = []int{2}
	if in := inboxOf(t, passed(t, ledger.Chain{}.Veil(salts()), body), inboxKey, 1); len(in.Unsigned) != 1 {
		t.Errorf("a key was changed, and the entry counts: %+v", in)
	}
}

func TestPassesAddUp(t *testing.T) {
	veil := ledger.Chain{}.Veil(salts())
	one := passOf(t, veil, "2026-03-01T12:00:00Z", "1", "yes")
	one.Posts = []ledger.Post{{Proposal: 12, Digest: digestOf("a"), Status: "90", CreatedAt: moment.Parse("2026-03-01T10:00:00Z")}}
	two := passOf(t, veil, "2026-03-01T11:00:00Z", "2", "no")
	two.Posts = []ledger.Post{one.Posts[0], {Proposal: 12, Digest: digestOf("a"), Status: "91", CreatedAt: moment.Parse("2026-03-01T10:05:00Z")}}
	first := signed(t, one, inboxSecret)
	chain := passed(t, veil, first, signed(t, two, inboxSecret), first)

	in := inboxOf(t, chain, inboxKey, 3)
	if len(in.Ballots) != 2 || in.Ballots[0].Entry != 1 || in.Ballots[1].Choice != "no" || len(in.Posts) != 2 || in.ReadThrough.String() != "2026-03-01T12:00:00Z" {
		t.Errorf("a post that two entries record counts twice, or the end is not the latest: %+v", in)
	}
	if post, ok := in.PostOf(12, digestOf("a")); !ok || post.Status != "90" {
		t.Errorf("the post of the content is %+v", post)
	}
	if _, ok := in.PostOf(13, digestOf("a")); ok {
		t.Error("a post of another proposal was found")
	}
	if earlier := inboxOf(t, chain, inboxKey, 1); len(earlier.Ballots) != 1 || earlier.Cursor != "1" {
		t.Errorf("up to the first entry: %+v", earlier)
	}
}

func TestWhoCastABallotCanBeErased(t *testing.T) {
	veil := ledger.Chain{}.Veil(salts())
	chain := passed(t, veil, signed(t, passOf(t, veil, "2026-03-01T12:00:00Z", "1", "yes"), inboxSecret))
	cast := inboxOf(t, chain, inboxKey, 1).Ballots[0]
	by, ok := chain.CastBy(cast.Seat)
	want := ledger.CastBy{Seat: "ada", Account: "@ada@social.example", AccountID: "11", Status: "1", Visibility: "public", TextSHA256: digestOf("f")}
	if diff := cmp.Diff(want, by); !ok || diff != "" {
		t.Errorf("%t: %s", ok, diff)
	}
	if chain.Clear(cast.Seat) != "ada" {
		t.Errorf("in clear it is %q", chain.Clear(cast.Seat))
	}
	for _, word := range []string{"ada", "11", "@ada@social.example"} {
		if found := chain.Named(word); len(found) != 1 {
			t.Errorf("%q names %q", word, found)
		}
	}
	for sum := range chain.People {
		delete(chain.People, sum)
	}
	if _, ok := chain.CastBy(cast.Seat); ok {
		t.Error("an erased person cast it")
	}
	if in := inboxOf(t, chain, inboxKey, 1); len(in.Ballots) != 1 || len(in.Unsigned) != 0 {
		t.Errorf("after the erasure the entry is not signed any more: %+v", in)
	}
}

func TestABallotEntryKeepsItsForm(t *testing.T) {
	veil := ledger.Chain{}.Veil(salts())
	body := signed(t, passOf(t, veil, "2026-03-01T12:00:00Z", "1", "yes"), inboxSecret)
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"read_through":"2026-03-01T12:00:00Z","cursor":"1","ballots":[{"proposal":12,"digest":"` + digestOf("a") +
		`","seat":"` + body.Ballots[0].Seat + `","choice":"yes","cast_at":"2026-03-01T12:00:00Z"}],"posts":[],"signature":"` + body.Signature + `"}`
	if string(raw) != want || !strings.HasPrefix(body.Signature, "— social.example/bylaw-inbox ") {
		t.Errorf("got %s", raw)
	}
}

func TestAKeyOfTheInboxThatIsNoneIsAnError(t *testing.T) {
	state, err := ledger.Fold(ledger.Chain{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := state.Inbox("no key", 1); err == nil || !strings.Contains(err.Error(), "ballots.key") {
		t.Errorf("got %v", err)
	}
}
