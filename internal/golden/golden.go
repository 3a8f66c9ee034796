// Package golden compares what a test got with a file that a person has read and found right. Only tests import it.
package golden

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files again; read the difference before you commit it")

// Updating reports whether golden files are to be written, for a test that does so itself.
func Updating() bool { return *update }

// Compare fails a test that got another text than the file holds. With -update it writes the file first.
func Compare(t testing.TB, file, got string) {
	t.Helper()
	if *update {
		write(t, file, got)
	}
	if diff := cmp.Diff(read(t, file), got); diff != "" {
		t.Errorf("%s (-want +got), run \"make golden\" if it is right now:\n%s", file, diff)
	}
}

// Within does so for the part of a file between two texts, each of which must be there.
func Within(t testing.TB, file, begin, end, got string) {
	t.Helper()
	before, rest, opened := strings.Cut(read(t, file), begin)
	shown, after, closed := strings.Cut(rest, end)
	if !opened || !closed {
		t.Fatalf("%s has nothing between %q and %q", file, begin, end)
	}
	if *update {
		write(t, file, before+begin+got+end+after)
		return
	}
	if diff := cmp.Diff(shown, got); diff != "" {
		t.Errorf("%s (-want +got), run \"make golden\" if it is right now:\n%s", file, diff)
	}
}

func read(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
