package length_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/length"
)

// TestPost holds what spec/validators/status_length_validator_spec.rb and twitter-text say.
func TestPost(t *testing.T) {
	for name, c := range map[string]struct {
		warning, text string
		want          int
	}{
		"letters":                               {"", "abc", 3},
		"what is seen as one":                   {"", "👩‍👧🏳️‍⚧️é", 3},
		"a warning counts in full":              {"https://example.org/x", "a", 22},
		"an address":                            {"", "https://example.org/" + strings.Repeat("a", 600), 23},
		"a short address counts as much":        {"", "http://a.de", 23},
		"after a space":                         {"", "see https://example.org now", 4 + 23 + 4},
		"glued to a word":                       {"", "seehttps://example.org", 22},
		"glued to a digit":                      {"", "1https://example.org", 20},
		"after a bracket":                       {"", "(https://example.org)", 25},
		"after a hash":                          {"", "#https://example.org", 20},
		"after a letter of another script":      {"", "見https://example.org", 24},
		"an ending that does not exist":         {"", "https://social.example/abc", 26},
		"an ending that came later":             {"", "https://example.music/abcdef", 28},
		"an ending in letters":                  {"", "https://пример.рф/abcdefghijklmn", 23},
		"an ending in ASCII":                    {"", "https://a.xn--p1ai/abcdefghijklmnop", 23},
		"a country with nothing right below":    {"", "https://example.ck/abcdefghijklm", 23},
		"onion":                                 {"", "http://example.onion/abcdefghijklm", 23},
		"a host that ends too early":            {"", "https://example.com.localtest", 23 + len(".localtest")},
		"no host at all":                        {"", "http://localhost:3000/abc", 25},
		"numbers":                               {"", "http://127.0.0.1/abc", 20},
		"another scheme":                        {"", "gemini://example.org/abcdefghijk", 23},
		"a scheme that does not count":          {"", "ftp://example.org/abcdefghijk", 29},
		"no scheme":                             {"", "example.org/abcdefghijklmnopqrst", 32},
		"inside of an address without scheme":   {"", "example.org/https://example.org/abc", 35},
		"capitals":                              {"", "HTTPS://EXAMPLE.ORG/abcdefghijklm", 23},
		"a full stop after it":                  {"", "https://example.org/abcdefghijk.", 24},
		"a comma after the host":                {"", "https://example.org, and", 23 + 5},
		"brackets that belong to it":            {"", "https://example.org/a_(b)_c_abcdefgh", 23},
		"brackets that do not":                  {"", "(https://example.org/abcdefghijk)", 25},
		"a port and a query":                    {"", "https://example.org:8080/a?b=c&d=e#abcdefghij", 23},
		"a query that ends in punctuation":      {"", "https://example.org/a?b=c!?", 23 + 2},
		"an underscore below the domain":        {"", "https://a_b.example.org/abcdefgh", 23},
		"an underscore in the domain":           {"", "https://a_b.org/abcdefghijklmnop", 32},
		"a label that is too long":              {"", "https://" + strings.Repeat("a", 64) + ".org", 8 + 64 + 4},
		"longer than 4096":                      {"", "http://example.com/valid?" + strings.Repeat("#foo?", 1000), 25 + 5000},
		"4096":                                  {"", "https://example.org/" + strings.Repeat("a", 4076), 23},
		"4097":                                  {"", "https://example.org/" + strings.Repeat("a", 4077), 4097},
		"two":                                   {"", "https://example.org https://example.com", 47},
		"two without a space":                   {"", "https://example.orghttps://example.com", 38},
		"lines":                                 {"", "a\nhttps://example.org\nb", 27},
		"a handle without its server":           {"", "@alice@" + strings.Repeat("b", 30) + ".com", 6},
		"a handle of this server":               {"", "hello @alice", 12},
		"a server that is too long":             {"", "@alice@" + strings.Repeat("b", 506) + ".com", 7 + 510},
		"no handle after a word":                {"", "a@alice@example.org", 19},
		"a handle in an address":                {"", "https://example.org/@alice@example.com", 23},
		"a mail address":                        {"", "write to alice@example.org", 26},
		"an address behind a mark of direction": {"", "\u200fhttps://example.org", 24},
	} {
		if got := length.Post(c.warning, c.text, 23); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// TestNote holds what spec/validators/note_length_validator_spec.rb says.
func TestNote(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"an address takes the space before it along": {strings.Repeat("a", 76) + " http://" + strings.Repeat("b", 30) + ".com/example", 76 + 23},
		"at the beginning":                           {"https://example.org/abcdefghijklm now", 23 + 4},
		"glued to a word":                            {strings.Repeat("a", 76) + "http://" + strings.Repeat("b", 30) + ".com/example", 76 + 7 + 30 + 12},
		"an ending that does not exist":              {"https://social.example/abc", 26},
		"longer than 4096":                           {"https://example.org/" + strings.Repeat("a", 5000), 23},
		"another scheme":                             {"gemini://example.org", 20},
		"after a host without a scheme":              {"example.org/https://example.com", 11 + 23},
		"a handle without its server":                {"by @alice@example.org", 9},
		"what is seen as one":                        {"🏳️‍⚧️✨", 2},
	} {
		if got := length.Note(c.text, 23); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// TestLongTextsTakeNoTime counts texts that a search from every place would take minutes for.
func TestLongTextsTakeNoTime(t *testing.T) {
	for _, part := range []string{"見", "a.", "見.", "(", "https://", "@a@", "a-"} {
		text := strings.Repeat(part, 4_000)
		if length.Post("", text, 23) == 0 || length.Note(text, 23) == 0 {
			t.Errorf("%q counts nothing", part)
		}
	}
}
