package ballot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/invisible"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Known is what posts are read against.
type Known struct {
	Bot      string // the id of the inbox's own account
	Settings charter.Ballots
	Posts    []ledger.Post    // the bot's posts about proposals, from signed entries only
	Contents map[int][]string // by proposal, the digest of every content that the ledger has seen: see ledger.State.Contents
}

// Reading is what a post means as a vote. It is a ballot where Why is "".
type Reading struct {
	Choice   string // yes, no, abstain, block, withdraw, or ledger.UnknownChoice; "" where it is no ballot
	Proposal int    // which it is about, 0 where that is not known
	Digest   string // of the content that it votes on, in full
	Reasoned bool   // more follows after the first line
	Word     string // the first word, in lower case and NFC, whatever it is; "" where there is none
	Why      Why
}

// Why says why a post is no ballot, in words that go on after "it is no ballot: ".
type Why string

// The reasons. NotAddressed and NoVoteWord are of posts that need not have been meant as ballots.
const (
	NotAddressed  Why = "it does not mention the bot"
	NoVoteWord    Why = "its first line does not begin with a word of a vote"
	MoreWords     Why = "the word of a vote must be alone in the first line, with nothing but the number and the digits of the content"
	Invisible     Why = "its first line holds an invisible character"
	Warned        Why = "it has a content warning"
	Restricted    Why = "posts of this visibility do not count here"
	FewDigits     Why = "the digits of a content are at least 16"
	NoTarget      Why = "it answers no proposal post, and does not name a proposal and the digits of its content"
	OtherTarget   Why = "it answers the post about one content and names another"
	UnknownTarget Why = "no content of that proposal begins with these digits, or several do"
)

// minDigits is how many digits name a content: no one finds another one with the same.
const minDigits = 16

var (
	mentions = regexp.MustCompile(`^(?:\s*@[\p{L}\p{N}_.-]+(?:@[\p{L}\p{N}_.:-]+)?)+(?:\s+|$)`)
	number   = regexp.MustCompile(`^#([1-9][0-9]{0,8})$`)
	digits   = regexp.MustCompile(`^[0-9a-f]{4,64}$`)
)

// Read says what a post votes, by its first version: what it says after an edit never counts. Whose seat it is, and whether it
// came in time, is not asked here.
func (k Known) Read(s Status) Reading {
	var r Reading
	answered, answers := k.answered(s)
	if answers {
		r.Proposal, r.Digest = answered.Proposal, answered.Digest
	}
	switch {
	case !slices.Contains(s.Mentions, k.Bot) || s.Account.ID == k.Bot:
		return r.none(NotAddressed)
	case s.First == nil && answers:
		r.Choice = ledger.UnknownChoice
		return r
	case s.First == nil:
		return r.none(NoTarget)
	}
	return k.understood(r, s, answers)
}

// understood reads the first version of a post that is addressed to the bot.
func (k Known) understood(r Reading, s Status, answers bool) Reading {
	text := Text(s.First.HTML)
	first, rest, _ := strings.Cut(text[len(mentions.FindString(text)):], "\n")
	fields := strings.Fields(strings.ToLower(norm.NFC.String(first)))
	if len(fields) > 0 {
		r.Word = fields[0]
	}
	if _, hidden := invisible.First(first); hidden {
		return r.none(Invisible)
	}
	choice, votes := k.Settings.VoteWords()[r.Word]
	switch {
	case !votes:
		return r.none(NoVoteWord)
	case s.First.Warning != "":
		return r.none(Warned)
	case !slices.Contains(k.Settings.Visibility, s.Visibility):
		return r.none(Restricted)
	}
	named, why := targetOf(fields[1:])
	if why == "" {
		r, why = k.target(r, named, answers)
	}
	if why != "" {
		return r.none(why)
	}
	r.Choice, r.Reasoned = choice, strings.TrimSpace(rest) != ""
	return r
}

func (r Reading) none(why Why) Reading {
	r.Choice, r.Why = "", why
	return r
}

// answered gives the proposal post that a post answers: the nearest of those before it.
func (k Known) answered(s Status) (p ledger.Post, ok bool) {
	for _, id := range s.Ancestors {
		if i := slices.IndexFunc(k.Posts, func(p ledger.Post) bool { return p.Status == id }); i >= 0 {
			return k.Posts[i], true
		}
	}
	return ledger.Post{}, false
}

// named is what the first line says of the content that it votes on.
type named struct {
	proposal int
	digits   string
}

// targetOf reads what follows the word: a number, digits, both in any order, or nothing.
func targetOf(fields []string) (n named, why Why) {
	for _, field := range fields {
		found := number.FindStringSubmatch(field)
		switch {
		case found != nil && n.proposal == 0:
			n.proposal, _ = strconv.Atoi(found[1]) // the pattern leaves nothing that could not be read
		case digits.MatchString(field) && n.digits == "" && len(field) < minDigits:
			return n, FewDigits
		case digits.MatchString(field) && n.digits == "":
			n.digits = field
		default:
			return n, MoreWords
		}
	}
	return n, ""
}

// target settles which content a post votes on.
func (k Known) target(r Reading, n named, answers bool) (Reading, Why) {
	switch {
	case answers && (n.proposal != 0 && n.proposal != r.Proposal || !strings.HasPrefix(r.Digest, n.digits)):
		return r, OtherTarget
	case answers:
		return r, ""
	case n.proposal == 0 || n.digits == "":
		return r, NoTarget
	}
	matches := map[string]bool{}
	of := ""
	for proposal, contents := range k.Contents {
		for _, digest := range contents {
			if strings.HasPrefix(digest, n.digits) {
				matches[digest] = true
				if proposal == n.proposal {
					of = digest
				}
			}
		}
	}
	if of == "" || len(matches) != 1 {
		return r, UnknownTarget
	}
	r.Proposal, r.Digest = n.proposal, of
	return r, ""
}
