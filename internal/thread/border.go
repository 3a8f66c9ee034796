package thread

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// border is a kind of place where a text may be cut, the best last.
type border int

const (
	noBorder border = iota
	inWord
	atWord
	atSentence
	atLine
	atParagraph
	atArticle
)

// borderAt says what kind of border lies at an offset, before the white space that may follow. Breakable says that a line
// may be broken there by the rules of Unicode.
func borderAt(s string, at int, breakable bool) border {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[at:])
	if isGap(before) {
		return noBorder
	}
	if !unicode.IsSpace(after) {
		return betweenWords(s, at, before, after, breakable)
	}
	next := skipSpace(s, at)
	lines := strings.Count(s[at:next], "\n")
	if lines > 0 && (before == ':' || isHeading(s, at) || strings.HasPrefix(s[next:], ruleMark)) {
		return atWord
	}
	switch {
	case lines >= len(articleGap):
		return atArticle
	case lines == len(paragraphGap):
		return atParagraph
	case lines == len(lineGap):
		return atLine
	case !isGap(after):
		return inWord
	case endsSentence(s[:at], s[next:]):
		return atSentence
	case before == '.' && shortened.MatchString(tail(s[:at])):
		return inWord
	}
	return atWord
}

func skipSpace(s string, at int) int {
	return len(s) - len(strings.TrimLeftFunc(s[at:], unicode.IsSpace))
}

// betweenWords is for scripts that write without spaces, for hyphens, and for words that are longer than a post. No part
// begins with what would be a mention or a hashtag there: the character before it is what keeps it plain text.
func betweenWords(s string, at int, before, after rune, breakable bool) border {
	switch {
	case triggers(s[at:]):
		return noBorder
	case breakable && endsWide(s[:at]) && !strings.ContainsRune(closers, after):
		return atSentence
	case breakable && before != '/':
		return atWord
	}
	return inWord
}

// triggers says whether a text begins with a mention or a hashtag, were it the beginning of a post.
func triggers(s string) bool { return firstTrigger.MatchString(s) }

// isHeading says whether the line that ends at an offset is the first of an article: it is not left unchanged.
func isHeading(s string, at int) bool {
	line := strings.LastIndexByte(s[:at], '\n') + 1
	return line >= len(articleGap) && s[line-len(articleGap):line] == articleGap
}

// isGap is white space that may become the end of a post. A no-break space may not.
func isGap(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// closers may follow the end of a sentence and still belong to it.
const closers = `"'”’»«)]›」』）】〉》`

const (
	stops = ".!?…؟۔।॥։።‽" // with a space after them
	wide  = "。！？｡．"       // with none
)

// shortened is a word that ends with a full stop of its own: a single letter, letters with stops between them as in
// "e.g." or "z.B.", a number such as "4.2." or "3.", and words that are mostly written so before a name or a number.
var shortened = regexp.MustCompile(`(?i)(?:^|[\s("'“„«\[])(?:\pL|(?:\pL{1,2}\.)+\pL{1,2}|[0-9]+(?:\.[0-9]+)*|` +
	`art|arts|nr|no|nos|pp|vs|cf|ca|bzw|usw|vgl|abs|ggf|evtl|inkl|etc|al|dr|mr|mrs|ms|prof|st|inc|ltd|sec|para|vol|fig|ed|approx|núm|pág|sr|sra)\.$`)

// endsWide says whether a text ends with a sentence of a script that writes without spaces.
func endsWide(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(tail(s), closers))
	return strings.ContainsRune(wide, last)
}

// endsSentence says whether a sentence ends between two texts with a space between them.
func endsSentence(before, after string) bool {
	end := strings.TrimRight(tail(before), closers)
	last, _ := utf8.DecodeLastRuneInString(end)
	if strings.ContainsRune(wide, last) {
		return true
	}
	if end == "" || !strings.ContainsRune(stops, last) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, `"'“„«»([`))
	return !unicode.IsLower(first) && (last != '.' || !unicode.IsDigit(first) && !shortened.MatchString(end))
}

// tail is enough of a text to see how it ends.
func tail(s string) string {
	const enough = 40
	if len(s) <= enough {
		return s
	}
	at := len(s) - enough
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return s[at:]
}
