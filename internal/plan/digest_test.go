package plan_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestAPlanIsWrittenAsRFC8785Asks(t *testing.T) {
	p := plan.Plan{Version: plan.Version, Notes: []string{"<\u20ac>\x01\n"}}
	p.Drift = []plan.Difference{{Resource: "profile", Live: map[string]any{"\ue000": 1, "\U0001F600": 2.5, "a": 1e21, "A": nil}}}
	want := `{"basis":{"base":"","commit":"","constitution":"","live":""},"changes":[],"closed":[],"conflicts":[],"digest":"",` +
		`"drift":[{"desired":null,"live":{"A":null,"a":1e+21,"` + "\U0001F600" + `":2.5,"` + "\ue000" + `":1},"resource":"profile","target":"","why":""}],` +
		`"notes":["<` + "\u20ac" + `>\u0001\n"],"refused":[],"requests":0,"summary":{"act":0,"create":0,"remove":0,"tasks":0,"update":0},` +
		`"tasks":[],"unmanaged":[],"version":1}` + "\n"
	if diff := cmp.Diff(want, encoded(t, p)); diff != "" {
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
