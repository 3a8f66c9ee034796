package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheDocumentedCasesAreTheOnesThatRun compares docs/guides/cases.md with the script that runs its example.
func TestTheDocumentedCasesAreTheOnesThatRun(t *testing.T) {
	docs, script := read(t, "../../docs/guides/cases.md"), read(t, "testdata/script/test-example.txtar")
	for begin, name := range map[string]string{
		"which a test compares with this -->\n```yaml\n":          "example.yaml",
		"<!-- the file failing.txt of the same script -->\n```\n": "failing.txt",
	} {
		shown, run := between(docs, begin, "```\n"), between(script, "-- "+name+" --\n", "-- ")
		if diff := cmp.Diff(shown, run); diff != "" || shown == "" {
			t.Errorf("%s (-docs +script):\n%s", name, diff)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// between returns what is after a text and before another, or up to the end.
func between(text, begin, end string) string {
	_, rest, _ := strings.Cut(text, begin)
	inside, _, _ := strings.Cut(rest, end)
	return inside
}
