package schema_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/schema"
)

// TestSchemasOfDocumentsAreFresh compares what is checked in with what the Go types say now.
func TestSchemasOfDocumentsAreFresh(t *testing.T) {
	documents := map[string]any{
		"facts": facts.Facts{}, "decision": decision.Decision{}, "plan": plan.Plan{}, "ledger": ledger.Entry{},
	}
	for name, document := range documents {
		t.Run(name, func(t *testing.T) {
			want, err := encode(reflector(t).Reflect(document))
			fresh(t, name, want, err)
		})
	}
}

// fresh compares a checked-in schema with the wanted one, or rewrites it.
func fresh(t *testing.T, name string, want []byte, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if golden.Updating() {
		if err := os.WriteFile(name+".schema.json", want, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := schema.Of(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("stale schema, run \"make gen\" (-want +got):\n%s", diff)
	}
}

// reflector reads descriptions from the doc comments of the packages that hold the documents.
func reflector(t *testing.T) *jsonschema.Reflector {
	t.Helper()
	r := &jsonschema.Reflector{Anonymous: true, Mapper: func(t reflect.Type) *jsonschema.Schema {
		if t == reflect.TypeFor[moment.Time]() {
			return &jsonschema.Schema{Type: "string"}
		}
		return nil
	}}
	for _, core := range []string{"facts", "decision", "plan", "ledger"} {
		if err := r.AddGoComments("github.com/bylaw-dev/bylaw/internal/"+core, "../"+core); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestAnUnknownSchemaIsAnError(t *testing.T) {
	if _, err := schema.Of("nonsense"); err == nil {
		t.Error("no error for a schema that does not exist")
	}
}

func TestEverySchemaIsJSONOfTheDraft(t *testing.T) {
	if len(schema.Names()) == 0 {
		t.Fatal("no schema is embedded")
	}
	for _, name := range schema.Names() {
		data, err := schema.Of(name)
		if err != nil {
			t.Fatal(err)
		}
		var document struct {
			Schema string `json:"$schema"`
		}
		if err := json.Unmarshal(data, &document); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if document.Schema != "https://json-schema.org/draft/2020-12/schema" {
			t.Errorf("%s: $schema is %q", name, document.Schema)
		}
	}
}

// encode writes a schema as it is checked in: two spaces, no HTML escapes.
func encode(s *jsonschema.Schema) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(s)
	return buffer.Bytes(), err
}
