package plan_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// reference writes RFC 8785 JSON by way of a library that does nothing else.
func reference(t *testing.T, p plan.Plan) string {
	t.Helper()
	loose, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	strict, err := jcs.Transform(loose)
	if err != nil {
		t.Fatal(err)
	}
	return string(strict) + "\n"
}

func TestAPlanIsWrittenAsRFC8785Asks(t *testing.T) {
	p := sample()
	p.Tasks = []plan.Task{{ID: "t", Text: "\x00\x01\b\f\n\r\t\x1f\x7f\u2028<>&\"\\/", URL: "\xff\xfe\xe2\x82"}}
	p.Drift = []plan.Difference{{Resource: "profile", Live: map[string]any{}, Desired: map[string]any{
		"\ue000": 1, "\U0001F600": 2.5, "a": 1e21, "A": []any{nil, true, "x", map[string]any{"b": []any{}, "a": 0.1}},
		"fields": []map[string]string{{"name": "n", "b": "v"}}, "numbers": []int{3}, "number": json.Number("10.0"),
	}}}
	if diff := cmp.Diff(reference(t, p), encoded(t, p)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatHasNoJSONIsAnError(t *testing.T) {
	p := sample()
	p.Changes[0].Params["f"] = func() {}
	if _, err := plan.Encode(p); err == nil {
		t.Error("a function was written")
	}
	if plan.Equal(p, p) {
		t.Error("a plan without a digest equals another")
	}
}

func FuzzText(f *testing.F) {
	f.Add("plain", "\u20ac\U0001F600\x00")
	f.Add("\xff", "\\\"")
	f.Fuzz(func(t *testing.T, key, text string) {
		p := sample()
		p.Changes[0].Params = map[string]any{key: text, "other": key}
		if key == "other" {
			return
		}
		if diff := cmp.Diff(reference(t, p), encoded(t, p)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheBasisNamesTheLiveState(t *testing.T) {
	a, b := block("a.example", "noop"), block("b.example", "noop")
	a.ID = "7"
	live := func(items ...plan.Item) string {
		return plan.Between(state(), state(), state(items...), plan.Options{At: at, Basis: plan.Basis{Live: "forged"}}).Basis.Live
	}
	strict, err := jcs.Transform([]byte(`{"managed":["domain_blocks"],"items":[` +
		`{"resource":"domain_blocks","target":"a.example","id":"7","params":{"severity":"noop"}},` +
		`{"resource":"domain_blocks","target":"b.example","params":{"severity":"noop"}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := sha256.Sum256(strict)
	if got := live(a, b); got != hex.EncodeToString(want[:]) || live(b, a) != got {
		t.Errorf("digest %s, in the other order %s, want %x", got, live(b, a), want)
	}
}
