package policies

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A module that is left out would not be missed by the compiler: what it adds to a package would just be undefined.
func TestEveryModuleIsEmbeddedAndNoTest(t *testing.T) {
	files, err := filepath.Glob("*.rego")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, name := range files {
		if !strings.HasSuffix(name, "_test.rego") {
			want = append(want, name)
		}
	}
	entries, err := Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("embedded modules (-in the folder +embedded):\n%s", diff)
	}
}
