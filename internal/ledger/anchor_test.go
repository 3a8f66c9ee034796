package ledger_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

func TestAnAnchorsTextIsReadBackAndNothingElse(t *testing.T) {
	head := strings.Repeat("0a", 32)
	text := ledger.AnchorText(head)
	if got, ok := ledger.ParseAnchor(text); !ok || got != head || len(text) > 140 {
		t.Errorf("%q: %q, %t", text, got, ok)
	}
	for _, other := range []string{"", head, text + " ", " " + text, strings.ToUpper(text), text[:len(text)-1], text + "0", text + "\n"} {
		if got, ok := ledger.ParseAnchor(other); ok {
			t.Errorf("%q is read as %q", other, got)
		}
	}
}

func TestACutLedgerLacksTheAnchorOfTheWholeOne(t *testing.T) {
	whole, files := record(t)
	cut, err := ledger.Verify(files[:len(files)-1])
	if err != nil {
		t.Fatal(err)
	}
	anchors := []ledger.Anchor{{Head: cut.Head}, {Head: whole.Head, Place: "there", Binding: true}}
	if missing := whole.WithoutAnchors(anchors); len(missing) != 0 {
		t.Errorf("the whole ledger lacks %v", missing)
	}
	if missing := cut.WithoutAnchors(anchors); len(missing) != 1 || missing[0].Place != "there" {
		t.Errorf("the cut ledger lacks %v", missing)
	}
}

func TestTheBeginningOfAHeadIsAnAnchorIfItIsLongEnough(t *testing.T) {
	whole, _ := record(t)
	for anchor, want := range map[string]bool{
		whole.Head[:32]: true, whole.Head[:31]: false, "": false,
		strings.Repeat("0", 32): true, strings.Repeat("0", 64): false, strings.Repeat("ab", 16): false,
	} {
		if got := whole.Contains(anchor); got != want {
			t.Errorf("%q: %t", anchor, got)
		}
	}
}
