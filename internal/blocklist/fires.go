package blocklist

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// FIRESVersion is the version of the FIRES documents that fires follows: the data model of changes and datasets at
// https://fires.fedimod.org/reference/protocol/.
const FIRESVersion = "1.5.0"

// snapshot is the latest state of all entities of a dataset, as the reference server (fires-server 0.8.0) answers it. One file
// is the whole of it: there is no feed of changes to follow, and who reads it reads it again.
type snapshot struct {
	Context    []string      `json:"@context"`
	ID         string        `json:"id"`
	Type       string        `json:"type"`
	Summary    string        `json:"summary"`
	Dataset    dataset       `json:"dataset"`
	TotalItems int           `json:"totalItems"`
	Updated    string        `json:"updated,omitempty"`
	Items      []firesChange `json:"orderedItems"` // the newest first
}

type dataset struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Name      string    `json:"name"`
	Endpoints endpoints `json:"endpoints"`
}

type endpoints struct {
	Snapshot string `json:"snapshot"`
}

// firesChange is a Recommendation or a Retraction; only the latter may say why.
type firesChange struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Published  string `json:"published"`
	EntityKind string `json:"entityKind"`
	EntityKey  string `json:"entityKey"`
	*recommendation
	Comment string `json:"comment,omitempty"`
}

// recommendation is what a Recommendation has more than a Retraction.
type recommendation struct {
	Labels  []string `json:"labels"`
	Policy  string   `json:"recommendedPolicy"`
	Filters []string `json:"recommendedFilters"`
}

func (e Export) fires(address string) snapshot {
	s := snapshot{
		Context: []string{"https://www.w3.org/ns/activitystreams", "https://fires.fedimod.org/context/fires.jsonld"},
		ID:      address, Type: "Collection", Summary: "Snapshot of the domain blocks of " + e.Server,
		Dataset: dataset{address + "#dataset", "Dataset", "Domain blocks of " + e.Server, endpoints{address}},
		Items:   []firesChange{},
	}
	for _, b := range e.Blocks {
		s.Items = append(s.Items, b.change(address))
	}
	for _, l := range e.Lifted {
		s.Items = append(s.Items, retraction(address, l.Domain, l.At, l.Why))
	}
	slices.SortFunc(s.Items, func(a, b firesChange) int {
		return cmp.Or(-cmp.Compare(a.Published, b.Published), cmp.Compare(a.EntityKey, b.EntityKey))
	})
	s.TotalItems = len(s.Items)
	if len(s.Items) > 0 {
		s.Updated = s.Items[0].Published
	}
	return s
}

// change takes severities as the reference server's import does. It knows no identifiers of filters yet, so that limits
// name none. A block that limits nothing takes back what was recommended before.
func (b Block) change(address string) firesChange {
	c := retraction(address, b.Target, b.Since, "kept on the list without any limit")
	policy := "filter"
	switch {
	case b.suspends():
		policy = "drop"
	case b.text("severity") == "noop" && !b.flag("reject_media") && !b.flag("reject_reports"):
		return c
	}
	c.Type, c.Comment, c.recommendation = "Recommendation", "", &recommendation{[]string{}, policy, []string{}}
	return c
}

// retraction names a change by its domain and time: the same change has the same id in every export.
func retraction(address, domain string, at moment.Time, why string) firesChange {
	return firesChange{
		ID: address + "#" + domain + "-" + at.String(), Type: "Retraction", Published: at.String(), EntityKind: "domain", EntityKey: domain,
		Comment: why,
	}
}
