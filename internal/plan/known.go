package plan

import (
	"maps"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// KnownDrift is a difference that a community accepts until a date: it is reported as accepted, and not repaired.
type KnownDrift struct {
	Resource string
	Target   string // in canonical form
	Reason   string
	Until    string     // the first moment at which it is drift again, RFC 3339 in UTC
	Place    diag.Place // in bylaw.yaml
}

// known finds the known drift of an entry. One whose date has passed is none.
func (d *difference) known(want Item) (KnownDrift, bool) {
	i := slices.IndexFunc(d.options.Known, func(k KnownDrift) bool {
		until, err := time.Parse(time.RFC3339, k.Until)
		return err == nil && d.options.At.Before(until) && k.Resource == want.Resource && k.Target == want.Target
	})
	if i < 0 {
		return KnownDrift{}, false
	}
	return d.options.Known[i], true
}

// Chosen gives what was accepted by choice on first run, which the ledger remembers. What the settings accept until a date is
// read from them each time.
func (p Plan) Chosen() []Difference {
	var chosen []Difference
	for _, a := range p.Accepted {
		if a.Until == "" {
			chosen = append(chosen, a)
		}
	}
	return chosen
}

// Renew is the key of an entry that says when a proposal decided it again as it is. Where its value is another than the one that
// was enacted, the next apply puts back what was changed by hand in this entry. It is never sent to a server.
const Renew = "renewed"

// Sources is the key of an entry that names the block lists that it comes from, and since when. It is never sent to a server.
const Sources = "sources"

// renewing gives a state without what entries say of themselves: the dates of renewal stand apart from what is compared with
// the server, and from which lists an entry comes is left out.
func renewing(s State) State {
	s.Items = slices.Clone(s.Items)
	for n, item := range s.Items {
		at, renewed := item.Params[Renew].(string)
		if _, from := item.Params[Sources]; !renewed && !from {
			continue
		}
		s.Items[n].Params, s.Items[n].Renewed = maps.Clone(item.Params), at
		delete(s.Items[n].Params, Renew)
		delete(s.Items[n].Params, Sources)
	}
	return s
}

// renews reports whether an entry was decided again since it was enacted.
func renews(was, want Item) bool { return want.Renewed != "" && want.Renewed != was.Renewed }

// decidedSince reports whether a proposal changed an entry since it was enacted, or decided it again as it is.
func decidedSince(was, want Item) bool { return renews(was, want) || len(changedKeys(was, want)) > 0 }
