package charter_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/golden"
)

func TestSchemasAreAsChecked(t *testing.T) {
	for _, name := range charter.SchemaNames() {
		t.Run(name, func(t *testing.T) {
			schema, err := charter.Schema(name)
			if err != nil {
				t.Fatal(err)
			}
			if !json.Valid(schema) {
				t.Error("not JSON")
			}
			golden.Compare(t, "testdata/schema/"+name+".json", string(schema))
		})
	}
}

func TestAnUnknownSchemaNamesTheKnownOnes(t *testing.T) {
	if _, err := charter.Schema("excess.yaml"); err == nil || !strings.Contains(err.Error(), `"excess.yaml"`) {
		t.Errorf("got %v", err)
	}
	want := "access.yaml accounts.yaml action announcements.yaml bylaw.yaml federation.yaml hashtags.yaml profile.yaml roster.yaml rules.yaml site.yaml"
	if got := strings.Join(charter.SchemaNames(), " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
