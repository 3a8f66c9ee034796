package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

func TestBlocksThatCoverTooMuchAreNamed(t *testing.T) {
	files := repository(sound(), members, "")
	files["governance/instance/federation.yaml"] = &fstest.MapFile{Data: []byte(`domain_blocks:
  - {domain: co.uk, severity: suspend}
  - {domain: github.io, severity: silence}
  - {domain: bad.co.uk, severity: suspend}
  - {domain: partner.example, severity: noop}
`)}
	c, mistakes := charter.Load(files)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	c.Settings.Limits.Domains = []string{"partner.example"}
	expect(t, run(t, c, nil),
		`warning: others have their own servers below "co.uk": the block covers all of them`,
		`warning: others have their own servers below "github.io": the block covers all of them`,
		`error: "partner.example" touches "partner.example", which is protected (limits.protect)`,
	)
}
