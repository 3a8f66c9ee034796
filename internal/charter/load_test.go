package charter_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
)

// TestBadRepositoriesAreReported loads the small repository of bench_test.go with the files of each case laid over it and
// those of without.txt taken away.
func TestBadRepositoriesAreReported(t *testing.T) {
	cases, err := filepath.Glob("testdata/load/*")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, dir := range cases {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			_, mistakes := charter.Load(overlaid(t, dir))
			if mistakes.Err() == nil {
				t.Error("no mistake was found")
			}
			golden.Compare(t, filepath.Join(dir, "want.txt"), lines(mistakes))
		})
	}
}

// lines gives each diagnostic as a line, its hint indented below.
func lines(mistakes diag.List) string {
	var b strings.Builder
	for _, d := range mistakes {
		b.WriteString(d.String() + "\n")
		if d.Hint != "" {
			b.WriteString("  hint: " + d.Hint + "\n")
		}
	}
	return b.String()
}

// overlaid gives the repository of a case.
func overlaid(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := repository(nil)
	if without, err := os.ReadFile(filepath.Join(dir, "without.txt")); err == nil {
		for _, name := range strings.Fields(string(without)) {
			delete(files, name)
		}
	}
	err := fs.WalkDir(os.DirFS(dir), "governance", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		for name := range files {
			if strings.HasPrefix(path, name+"/") {
				delete(files, name)
			}
		}
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return files
}
