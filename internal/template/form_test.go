package template_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/template"
)

func TestEveryFormIsKnownToLaterVersions(t *testing.T) {
	forms, err := template.Forms()
	if err != nil || len(forms) == 0 {
		t.Fatal(err)
	}
	for name, data := range forms {
		if template.FormOf(data) != name {
			t.Errorf("add to forms.txt, so that \"bylaw init --update\" can renew the form: %x %s", sha256.Sum256(data), name)
		}
		if windows := strings.ReplaceAll(string(data), "\n", "\r\n"); template.FormOf([]byte(windows)) != name {
			t.Errorf("%s is not known with the line ends of Windows", name)
		}
		if template.FormOf(append(data, '#')) != "" {
			t.Errorf("%s is taken for ours after an edit", name)
		}
	}
}
