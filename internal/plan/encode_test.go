package plan_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func sample() plan.Plan {
	p := plan.Between(state(), state(block("a.example", "silence", "<Spam> & \u20ac")), state(block("b.example", "noop")), plan.Options{
		At: at, Basis: plan.Basis{Commit: "c1", Base: "c0", Constitution: "k", Live: "l"}, Notes: []string{"dirty"},
	})
	return plan.Authorize(p, map[string][]string{"block_domain:a.example": {"4.2"}}, 0)
}

func TestTheDigestIsOfWhatIsDoneAndWhy(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*plan.Plan)
		same   bool
	}{
		"another live state":      {func(p *plan.Plan) { p.Basis.Live = "m" }, true},
		"another note":            {func(p *plan.Plan) { p.Notes = nil }, true},
		"another digest":          {func(p *plan.Plan) { p.Digest = "d" }, true},
		"another commit":          {func(p *plan.Plan) { p.Basis.Commit = "c2" }, false},
		"another authority":       {func(p *plan.Plan) { p.Changes[0].Provisions = []string{"4.3"} }, false},
		"another severity":        {func(p *plan.Plan) { p.Changes[0].Params["severity"] = "noop" }, false},
		"another reason":          {func(p *plan.Plan) { p.Changes[0].Reason = "because" }, false},
		"a task":                  {func(p *plan.Plan) { p.Tasks = []plan.Task{{ID: "t"}} }, false},
		"an empty list for a nil": {func(p *plan.Plan) { p.Tasks = nil }, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := sample()
			test.change(&p)
			if got := plan.Equal(p, sample()); got != test.same {
				t.Errorf("equal: %t, want %t", got, test.same)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	sound := encoded(t, sample())
	for name, test := range map[string]struct{ old, replacement, want string }{
		"another version":  {`"version":1`, `"version":2`, "version 2 is unknown"},
		"an unknown field": {`"version":1`, `"version":1,"x":0`, "unknown field"},
		"what follows":     {"\n", "\n{}", "something follows it"},
		"half a plan":      {sound[len(sound)/2:], "", "not the JSON of a plan"},
		"an edited change": {`"silence"`, `"suspend"`, plan.ErrDigest.Error()},
		"no digest":        {sample().Digest, "", plan.ErrDigest.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := plan.Decode([]byte(strings.Replace(sound, test.old, test.replacement, 1)))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if edited := strings.Contains(test.want, "edited"); errors.Is(err, plan.ErrDigest) != edited {
				t.Errorf("errors.Is(%v, ErrDigest) is not %t", err, edited)
			}
		})
	}
}

func TestAPlanLaidOutForPeopleIsReadToo(t *testing.T) {
	loose := strings.ReplaceAll(encoded(t, sample()), `":`, "\" :\n  ")
	p, err := plan.Decode([]byte(loose))
	if err != nil || !plan.Equal(p, sample()) {
		t.Errorf("%v, %v", p, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, p := range []plan.Plan{sample(), plan.Authorize(plan.Between(state(), state(), state(), plan.Options{At: at}), nil, 0)} {
		data, err := plan.Encode(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"version":1,"changes":[{"params":{"a":1e400}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := plan.Decode(data)
		if err != nil {
			return
		}
		again, err := plan.Decode([]byte(encoded(t, p)))
		if err != nil || encoded(t, again) != encoded(t, p) {
			t.Errorf("read, written and read: %v, %v", again, err)
		}
	})
}
