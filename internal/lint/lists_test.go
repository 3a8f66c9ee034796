package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

func TestEntriesOfListsThatAreNoLongerReadAreReported(t *testing.T) {
	files := repository(sound(), members, "")
	files[charter.FederationFile] = &fstest.MapFile{Data: []byte(`sources: {lists: [{name: read, file: lists/read.csv}]}
domain_blocks:
  - {domain: a.example, severity: suspend, sources: {read: 2026-11-01, gone: 2026-11-01}}
  - {domain: b.example, severity: suspend, sources: {gone: 2026-11-01}}
`)}
	c, mistakes := charter.Load(files)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	expect(t, run(t, c, nil), `warning: 2 of the entries come from the list "gone", which sources does not name: a.example is the first`)
}
