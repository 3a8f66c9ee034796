package canonical_test

import (
	"math"
	"testing"

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
