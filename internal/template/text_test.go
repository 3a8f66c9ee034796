package template_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// said gives for every number of the provisions the words of the text.
var said = map[string]string{
	`"1/2"`: "half", `"2/3"`: "two thirds", `"3/4"`: "three quarters", `"1/3"`: "a third", `"1/4"`: "a quarter",
	`"9/10"`: "nine tenths", `"95%"`: "95%", `"1/5*eligible"`: "a fifth", `"1/4*eligible"`: "a quarter",
	"24h": "24 hours", "48h": "48 hours", "72h": "72 hours",
	"6d": "six days", "7d": "seven days", "10d": "ten days", "12d": "12 days", "14d": "14 days", "20d": "20 days", "30d": "30 days",
	"0": "no", "1": "one", "2": "two", "3": "three",
}

var (
	number   = regexp.MustCompile(`"[0-9][^"]*"|\b[0-9]+[hdw]?\b`)
	fraction = regexp.MustCompile(`(two thirds|three quarters|nine tenths|half|a third|a quarter|a fifth|95%)`)
)

func TestTextAndProvisionStateTheSameNumbers(t *testing.T) {
	each(t, func(t *testing.T, files fs.FS) {
		for _, a := range articles(t, files) {
			text := strings.ToLower(a.text)
			var stated []string
			for _, n := range number.FindAllString(a.block, -1) {
				stated = append(stated, said[n])
				if said[n] == "" || !strings.Contains(text, said[n]) {
					t.Errorf("article %s has %s in its provision and not %q in its text", a.citation, n, said[n])
				}
			}
			for _, word := range fraction.FindAllString(text, -1) {
				if !slices.Contains(stated, word) {
					t.Errorf("article %s has %q in its text and not in its provision", a.citation, word)
				}
			}
		}
	})
}

func TestTextSaysWhatThePresenceOfAParameterMeans(t *testing.T) {
	phrases := map[string]string{
		"early_pass: when_decided": "close early", "early_pass: when_passing": "at once", "proposer_vote: counts": "not presumed",
		"on_no_quorum: extend": "runs on to", "sponsor:": "sign.", "stance: block": "block", "min_membership": "members of at least",
	}
	each(t, func(t *testing.T, files fs.FS) {
		for _, a := range articles(t, files) {
			for parameter, phrase := range phrases {
				inText, inBlock := strings.Contains(strings.ToLower(a.text), phrase), strings.Contains(a.block, parameter)
				if inBlock && !inText || inText && !inBlock && phrase != "block" {
					t.Errorf("article %s: %q in the provision is %t, %q in the text is %t", a.citation, parameter, inBlock, phrase, inText)
				}
			}
		}
	})
}
