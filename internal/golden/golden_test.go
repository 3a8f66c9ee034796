package golden_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/golden"
)

// recorder is a test that remembers its complaints.
type recorder struct {
	testing.TB
	said []string
}

func (t *recorder) Helper()                        {}
func (t *recorder) Errorf(format string, _ ...any) { t.said = append(t.said, format) }

func TestAnotherTextThanTheFilesIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "want.txt")
	if err := os.WriteFile(file, []byte("one\n<two>\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, file, "one\n<two>\n")
	golden.Within(t, file, "<", ">", "two")
	other := &recorder{TB: t}
	golden.Compare(other, file, "one\n")
	golden.Within(other, file, "<", ">", "three")
	if len(other.said) != 2 {
		t.Errorf("complaints: %q", strings.Join(other.said, ", "))
	}
}
