package canonical_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"

	"github.com/bylaw-dev/bylaw/internal/canonical"
)

func TestKeysAreSortedAndTextIsNotEscaped(t *testing.T) {
	got, err := canonical.JSON(map[string]any{"b": "<&>", "a": []any{true, nil, 1.50}, "é": "\u2028"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"a":[true,null,1.5],"b":"<&>","é":"` + "\u2028" + `"}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhatHasNoJSONIsAnError(t *testing.T) {
	if got, err := canonical.JSON(math.NaN()); err == nil {
		t.Errorf("got %s", got)
	}
}

// FuzzJSON compares with the library that knows every form of JSON.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"b":{"d":1,"c":[true,false,null]},"a":"x"}`, `{"a b":1,"a":2,"a!":3,"":4}`, `[-0,0,-7,0.5,1e21,1e-7,123456789012345,1234567890123456789]`,
		`{"\u00e9":1,"\ue000":2,"😀":3,"<":4,"\"":5,"\\":6}`, `["<&>\u2028\u0000\b\n",""]`, `{"a":{"b":[{"d":{},"c":[]}]}}`, `"text"`, `7`, ` [ 1 , 2 ] `,
		`{"a":1,"a":2}`, `["` + "\xff" + `"]`, strings.Repeat("[", 70) + strings.Repeat("]", 70), `{"a":tru}`, `[01]`, `["\ud800"]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, v := range []any{json.RawMessage(text), struct {
			Z any             `json:"z"`
			A json.RawMessage `json:"a"`
		}{text, json.RawMessage(text)}} {
			var want []byte
			loose, wantErr := json.Marshal(v)
			if wantErr == nil {
				want, wantErr = jcs.Transform(loose)
			}
			got, err := canonical.JSON(v)
			if (err == nil) != (wantErr == nil) || string(got) != string(want) {
				t.Fatalf("got %s, %v, want %s, %v", got, err, want, wantErr)
			}
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		type entry struct {
			Target string         `json:"target"`
			Params map[string]any `json:"params"`
			Reason string         `json:"reason"`
		}
		entries := make([]entry, n)
		for i := range entries {
			entries[i] = entry{fmt.Sprintf("s%d.example", i), map[string]any{"severity": "suspend", "reject_media": true}, "Spam & worse"}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := canonical.JSON(entries); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
