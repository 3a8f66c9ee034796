package charter

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/text/unicode/norm"

	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Ballots says how members may vote. Only where Channels has provision.Mastodon does the rest of it mean anything.
type Ballots struct {
	Channels   []string          // of provision.Channels, each once; only provision.Review where the settings name none, and that always
	Visibility []string          // of the posts that are ballots: public, unlisted, private, direct
	Words      map[string]string // what a first word of the community's own stands for: ja → yes; in lower case and NFC
	Key        string            // the public half of the inbox's key, a verifier key of golang.org/x/mod/sumdb/note; "" where there is none
}

// Mastodon says whether seats may vote with their Mastodon accounts.
func (b Ballots) Mastodon() bool { return slices.Contains(b.Channels, provision.Mastodon) }

// Choices are the words by which a post votes, in the order in which people read them.
func Choices() []string { return []string{"yes", "no", "abstain", "block", "withdraw"} }

// Commands are the first words by which a post asks bylaw for something, so that none of them can be a vote.
func Commands() []string {
	return []string{"help", "status", "explain", "article", "propose", "appeal"}
}

var voteWord = regexp.MustCompile(`^\p{L}[\p{L}\p{M}\p{N}'’-]{0,31}$`)

func ballotsFields() []field {
	visibilities := []string{"public", "unlisted", "private", "direct"}
	words := make([]field, 0, len(Choices()))
	for _, choice := range Choices() {
		words = append(words, field{name: choice, shape: textShape, list: true, pattern: voteWord, like: "ja", doc: "Words that mean " + choice + "."})
	}
	return []field{
		{name: "channels", shape: wordShape, list: true, words: provision.Channels(), doc: "Where votes are cast; only by review if absent."},
		{name: "visibility", shape: wordShape, list: true, words: visibilities, doc: "Which posts may be ballots; all if absent."},
		{name: "words", shape: mapShape, fields: words, doc: "Words by which a post votes, in addition to the English ones."},
		{name: "key", shape: textShape, doc: "The public half of the key with which the inbox signs the ballots that it records."},
	}
}

// ballots reads the settings of that name.
func ballots(s section) Ballots {
	b := Ballots{Channels: s.words("channels"), Visibility: s.words("visibility"), Words: voteWords(s.section("words")), Key: s.text("key")}
	if len(b.Channels) == 0 {
		b.Channels = []string{provision.Review}
	}
	if !slices.Contains(b.Channels, provision.Review) {
		s.At("channels").Fail("write channels: [review, mastodon]", "reviews always count")
	}
	if len(b.Visibility) == 0 {
		b.Visibility = s.field("visibility").words
	}
	switch _, err := note.NewVerifier(b.Key); {
	case strings.HasPrefix(b.Key, "PRIVATE+KEY+"):
		s.At("key").Fail("make a new pair: this one is no secret any more once it was pushed", "key is the private half of a signing key, which only the inbox may have")
	case b.Key != "" && err != nil:
		s.At("key").Fail(keyHint, "key is not the public half of a signing key: %v", err)
	}
	if b.Mastodon() && !s.Has("key") {
		s.At("channels").Fail(keyHint, "votes on Mastodon are counted only from entries that the inbox has signed, and ballots.key is missing")
	}
	return b
}

const keyHint = "write the verifier key that belongs to BYLAW_INBOX_KEY, such as social.example/bylaw-inbox+1a2b3c4d+AbCd..."

// voteWords reads what words of the community's own stand for. None may mean two things, or be a word that has a meaning.
func voteWords(s section) map[string]string {
	meaning := map[string]string{}
	for _, choice := range Choices() {
		for _, v := range s.At(choice).List() {
			word := strings.ToLower(norm.NFC.String(s.field(choice).check(v)))
			switch other, taken := meaning[word]; {
			case word == "":
			case taken:
				v.Fail("keep one of the two", "word %q means %s and %s", word, other, choice)
			case slices.Contains(Choices(), word):
				v.Fail("remove it", "word %q has its own meaning in every community", word)
			case slices.Contains(Commands(), word):
				v.Fail("choose another word", "%q is a command, so it cannot be a vote", word)
			default:
				meaning[word] = choice
			}
		}
	}
	if len(meaning) == 0 {
		return nil
	}
	return meaning
}

// VoteWords gives everything that a first word may stand for as a vote: the English words and those of the settings.
func (b Ballots) VoteWords() map[string]string {
	all := map[string]string{}
	maps.Copy(all, b.Words)
	for _, choice := range Choices() {
		all[choice] = choice
	}
	return all
}
