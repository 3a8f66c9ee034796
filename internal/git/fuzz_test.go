package git

import (
	"io/fs"
	"strings"
	"testing"
)

// FuzzAdmit states what an admitted path is: safe to use as a path anywhere, and no other admitted path is the same to
// a file system that ignores case.
func FuzzAdmit(f *testing.F) {
	f.Add("governance/roster.yaml", "governance/Roster.yaml")
	f.Add("governance/é", "governance/é")
	f.Add("governance/ſ", "governance/s")
	f.Add("governance/a\u200b", "governance/..")
	f.Add("governance/a\xff", `governance/a\b`)
	f.Fuzz(func(t *testing.T, one, two string) {
		c := newCollector()
		for _, path := range []string{one, two} {
			name := path[strings.LastIndexByte(path, '/')+1:]
			if c.admit(path) && !fs.ValidPath(name) {
				t.Errorf("%q was admitted", path)
			}
		}
		if len(c.folded) == 2 && strings.EqualFold(one, two) {
			t.Errorf("both %q and %q were admitted", one, two)
		}
	})
}
