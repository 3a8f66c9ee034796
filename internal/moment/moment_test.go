package moment_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/canonical"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

func FuzzATextIsWrittenAsItWasRead(f *testing.F) {
	for _, text := range []string{
		"", "2026-11-21T13:00:00Z", "2026-11-21T13:00:00.50Z", "2026-11-21T13:00:00+00:00", "2026-11-21T9:00:00Z",
		"0001-01-01T00:00:00Z", "2026-11-21", "noon <&> \"x\" \u2028",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		type as[T any] struct {
			At T `json:"at"`
		}
		data, err := canonical.JSON(as[string]{text})
		var read as[moment.Time]
		if err != nil || json.Unmarshal(data, &read) != nil {
			t.Skip()
		}
		if again, err := canonical.JSON(read); err != nil || string(again) != string(data) {
			t.Errorf("%s is written as %s: %v", data, again, err)
		}
		at, err := time.Parse(time.RFC3339, text)
		if known := err == nil && !at.IsZero(); read.At.Known() != known || !read.At.Time.Equal(at) {
			t.Errorf("%q is read as %s", text, read.At.Time)
		}
		if read.At.IsZero() != (text == "") {
			t.Errorf("%q is zero: %t", text, read.At.IsZero())
		}
	})
}

func TestCanonical(t *testing.T) {
	for text, canonical := range map[string]bool{
		"": false, "2026-11-21T13:00:00Z": true, "2026-11-21T13:00:00.25Z": false, "2026-11-21T13:00:00+00:00": false, "noon": false,
	} {
		if moment.Parse(text).Canonical() != canonical {
			t.Errorf("%q is canonical: %t", text, !canonical)
		}
	}
}

func TestEqual(t *testing.T) {
	for _, test := range []struct {
		a, b  string
		equal bool
	}{
		{"", "", true}, {"noon", "noon", true}, {"noon", "", false}, {"noon", "night", false}, {"noon", "0001-01-01T00:00:00Z", false},
		{"2026-11-21T13:00:00Z", "2026-11-21T14:00:00.0+01:00", true}, {"2026-11-21T13:00:00Z", "2026-11-21T13:00:00.5Z", false},
	} {
		if a, b := moment.Parse(test.a), moment.Parse(test.b); a.Equal(b) != test.equal || b.Equal(a) != test.equal {
			t.Errorf("%q and %q are equal: %t", test.a, test.b, !test.equal)
		}
	}
}

func TestWhatIsNoTimeIsUnknown(t *testing.T) {
	for _, text := range []string{"", "noon", "2026-11-21"} {
		if at, err := moment.Parse(text).Read(); err == nil || !at.IsZero() {
			t.Errorf("%q is read as %s", text, at)
		}
	}
}

func TestOmitted(t *testing.T) {
	type document struct {
		At moment.Time `json:"at,omitzero"`
	}
	for text, want := range map[string]string{"": `{}`, "noon": `{"at":"noon"}`} {
		data, err := json.Marshal(document{moment.Parse(text)})
		if err != nil || string(data) != want {
			t.Errorf("%s, want %s: %v", data, want, err)
		}
	}
}

func TestOf(t *testing.T) {
	at := time.Date(2026, 11, 21, 13, 0, 0, 7, time.FixedZone("", 3600))
	if got := moment.Of(at); !got.Canonical() || got.String() != "2026-11-21T12:00:00Z" {
		t.Errorf("%s", got)
	}
	if got := moment.Of(time.Time{}.In(time.FixedZone("", 3600))); !got.IsZero() {
		t.Errorf("%s", got)
	}
}

func TestPast(t *testing.T) {
	for _, test := range []struct {
		at, now string
		past    bool
	}{
		{"2026-11-21T13:00:00Z", "2026-11-21T13:00:00Z", true}, {"2026-11-21T13:00:01Z", "2026-11-21T13:00:00Z", false},
		{"2026-11-21T13:00:00Z", "", false}, {"", "2026-11-21T13:00:00Z", false}, {"noon", "2026-11-21T13:00:00Z", false},
	} {
		if moment.Parse(test.at).Past(test.now) != test.past {
			t.Errorf("%q is past at %q: %t", test.at, test.now, !test.past)
		}
	}
}
