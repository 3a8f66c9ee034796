package facts

import (
	"regexp"
	"slices"
	"strings"
)

// words are the first lines of reviews that mean something to a vote.
var words = regexp.MustCompile(`^/(abstain|withdraw|yes|no|block|second|casting (yes|no)|judge (pass|fail))$`)

// voteWord finds the words by which people vote, alone or before other words.
var voteWord = regexp.MustCompile(`^[>*\s]*(/(?:abstain|withdraw|yes|no|block))\b`)

// VoteWord gives the word of a vote that a text begins with, in small letters; ok is false where it begins with none.
func VoteWord(text string) (word string, ok bool) {
	found := voteWord.FindStringSubmatch(strings.ToLower(text))
	if found == nil {
		return "", false
	}
	return found[1], true
}

const said = "…" // stands for a text that was there

// Redacted gives the facts without what people wrote in their reviews: of each text only its word remains, and whether
// there was more, because a veto may need a reason. The decision on it is the same, but for the list of what was meant as a
// ballot and is none.
func Redacted(f Facts) Facts {
	f.Reviews = slices.Clone(f.Reviews)
	for i, r := range f.Reviews {
		f.Reviews[i].Body = redacted(r.Body)
	}
	return f
}

func redacted(body string) string {
	first, rest, _ := strings.Cut(body, "\n")
	word := strings.Join(strings.Fields(strings.ToLower(first)), " ")
	switch {
	case strings.TrimSpace(body) == "":
		return ""
	case !words.MatchString(word):
		return said
	case strings.TrimSpace(rest) == "":
		return word
	}
	return word + "\n" + said
}
