package facts

import (
	"regexp"
	"slices"
	"strings"
)

// words are the first lines of reviews that mean something to a vote.
var words = regexp.MustCompile(`^/(abstain|withdraw|yes|no|block|second|casting (yes|no)|judge (pass|fail))$`)

const said = "…" // stands for a text that was there

// Redacted gives the facts without what people wrote in their reviews: of each text only its word remains, and whether
// there was more, because a veto may need a reason. The decision on it is the same.
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
