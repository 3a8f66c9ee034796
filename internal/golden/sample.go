package golden

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/governance"
)

// Sample gives the files of the sample charter by their paths in a repository, with some replaced or added, by their names below
// governance.
func Sample(t testing.TB, replaced map[string]string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	put := func(name string, data []byte) { files["governance/"+name] = &fstest.MapFile{Data: data, Mode: 0o644} }
	err := fs.WalkDir(governance.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := governance.Files.ReadFile(name)
		put(name, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range replaced {
		put(name, []byte(text))
	}
	return files
}
