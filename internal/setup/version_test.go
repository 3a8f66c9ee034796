package setup_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/setup"
)

func TestReference(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.0": "v1.2.0", "v2.0.0-rc.1": "v2.0.0-rc.1", "(devel)": "", "": "", "v0.0.0-20261121120000-0123456789ab+dirty": "",
		"v0.0.0-20261121120000-0123456789ab": "0123456789ab", "v1.2.1-0.20261121120000-0123456789ab": "0123456789ab",
		"v1.2.0-pre.0.20261121120000-0123456789ab": "0123456789ab",
	} {
		if got := setup.Reference(version); got != want {
			t.Errorf("%q: got %q, want %q", version, got, want)
		}
	}
}
