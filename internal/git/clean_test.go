package git_test

import (
	"os"
	"path/filepath"
	"testing"
)

// appendConfig adds to the settings of a repository.
func appendConfig(t *testing.T, dir, text string) {
	t.Helper()
	path := filepath.Join(dir, ".git", "config")
	settings, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(settings, text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
