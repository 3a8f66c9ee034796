package facts_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	data, err := json.Marshal(vote())
	if err != nil {
		t.Fatal(err)
	}
	got, err := facts.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(vote(), got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFactsThatAreNotUnderstoodAreRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "empty, expected a facts document"},
		{" \n\t", "empty, expected a facts document"},
		{"yes", "line 1: invalid character"},
		{"{\n\"version\": 1,", "line 2: unexpected end of JSON input"},
		{"[]", "expected an object, found array"},
		{"null", "no version, expected 1"},
		{"{}", "no version, expected 1"},
		{`{"version": 3, "new": true}`, "facts of version 3, expected 1 or 2"},
		{`{"version": "1"}`, `"version" cannot be string`},
		{`{"version": 1.5}`, `"version" cannot be number 1.5`},
		{`{"version": 1, "revews": []}`, `unknown field "revews"`},
		{`{"version": 1, "proposal": {"autor": {}}}`, `unknown field "autor"`},
		{`{"version": 1, "proposal": {"author": {"id": "101"}}}`, `"proposal.author.id" cannot be string`},
		{`{"version": 1} {"version": 1}`, "line 1: invalid character"},
	} {
		_, err := facts.Parse([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

// FuzzParse looks for a document that is read although it cannot be written again as what was read.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"version": 1}`, `{"version": 1, "reviews": [{"id": 1, "dismissed": {"by": {"id": 2}}}]}`, "[]", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := facts.Parse(data)
		if err != nil {
			return
		}
		written, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		again, err := facts.Parse(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if diff := cmp.Diff(got, again, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	})
}
