package mastodon

import (
	"encoding/json"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestNamesOfAServerHaveOneForm(t *testing.T) {
	for written, want := range map[string]string{
		"spam.example": "spam.example", "SPAM.Example": "spam.example", "bücher.example": "xn--bcher-kva.example",
		"BÜCHER.example": "xn--bcher-kva.example", "xn--bcher-kva.example": "xn--bcher-kva.example", "sp**.example": "sp**.example", "": "",
	} {
		text, err := json.Marshal(map[string]string{"domain": written, "id": "01M8QM0HNACF2JAPTZWYTTSCJZ"})
		if err != nil {
			t.Fatal(err)
		}
		var block domainBlock
		var row accessRow
		var person account
		for _, into := range []any{&block, &row, &person} {
			if err := json.Unmarshal(text, into); err != nil {
				t.Fatal(err)
			}
		}
		if got := []domainName{block.Domain, row.Domain, *person.Domain}; got[0] != domainName(want) || got[1] != got[0] || got[2] != got[0] {
			t.Errorf("%q is read as %q, want %q", written, got, want)
		}
	}
}

func TestABlockThatTheServerWritesInUnicodeIsTheOneThatWasAskedFor(t *testing.T) {
	var answer domainBlock
	if err := json.Unmarshal([]byte(`{"domain":"bücher.example","id":"01M8QM0HNACF2JAPTZWYTTSCJZ","public_comment":"idn"}`), &answer); err != nil {
		t.Fatal(err)
	}
	if err := answer.compare(plan.Change{Target: "xn--bcher-kva.example", Params: map[string]any{"public_comment": "idn"}}); err != nil {
		t.Error(err)
	}
	if got := answer.item().Target; got != "xn--bcher-kva.example" {
		t.Errorf("live target %q", got)
	}
}
