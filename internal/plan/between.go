package plan

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Options are what Between needs apart from the three states.
type Options struct {
	At        time.Time         // the moment that desired was evaluated at
	AdoptOurs bool              // on first run the repository wins over what differs
	AdoptLive bool              // on first run the server keeps what differs
	Repair    []string          // resources whose drift is repaired instead of reported
	Agenda    Agenda            // one-off actions
	Site      string            // where the server's pages are, such as https://social.example
	Open      []Task            // tasks that the ledger carries as open
	Accepted  []Difference      // differences that were kept by choice on first run
	Known     []KnownDrift      // differences that the settings accept until a date
	Unread    map[string]string // resources that could not be read, and why
	Basis     Basis             // without Live, which follows from the live state
	Notes     []string
}

// Between works out what turns live into desired, where base is what was last enacted. What is not declared, what was
// changed by hand, and what differs on the first run is reported and left unchanged: the first run is over a resource that base
// does not manage. The order of items does not matter. The plan is not complete before Authorize has seen it.
func Between(base, desired, live State, o Options) Plan {
	d := difference{
		options: o, kinds: kinds(),
		base: index(renewing(expiring(base))), desired: index(renewing(expiring(desired))), live: index(expiring(live)),
		adopted: set(base.Managed), read: set(live.Managed),
	}
	for _, resource := range desired.Managed {
		switch {
		case !d.plannable(resource):
		case resource == skill.Accounts:
			d.accounts()
		default:
			d.resource(resource)
		}
	}
	d.refuseOverlaps()
	d.refuseImpossible()
	d.refuseHashtags()
	d.settleTasks()
	d.plan.Version, d.plan.Basis, d.plan.Notes = Version, o.Basis, slices.Clone(o.Notes)
	d.oneOffs()
	d.plan.Notes = append(d.plan.Notes, d.notesOnAdoption()...)
	d.plan.Notes = append(d.plan.Notes, notesOnLoss(d.plan.Changes)...)
	d.plan.Basis.Live = live.digest()
	return d.sorted().withoutNil()
}

// digest is the SHA-256 of a state's RFC 8785 JSON, whatever the order of its items.
func (s State) digest() string {
	s.Managed, s.Items = slices.Sorted(slices.Values(s.Managed)), slices.Clone(s.Items)
	slices.SortFunc(s.Items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Target, b.Target), cmp.Compare(a.ID, b.ID))
	})
	return digest(s)
}

// States by resource and target.
type items map[string]map[string]Item

func index(s State) items {
	counts := map[string]int{}
	for _, item := range s.Items {
		counts[item.Resource]++
	}
	found := make(items, len(counts))
	for _, item := range s.Items {
		if found[item.Resource] == nil {
			found[item.Resource] = make(map[string]Item, counts[item.Resource])
		}
		found[item.Resource][item.Target] = item
	}
	return found
}

// state gives the items back in their order.
func (i items) state(managed []string) State {
	s := State{Managed: managed}
	for _, name := range slices.Sorted(maps.Keys(i)) {
		for _, target := range slices.Sorted(maps.Keys(i[name])) {
			s.Items = append(s.Items, i[name][target])
		}
	}
	return s
}

func set(names []string) map[string]bool {
	found := make(map[string]bool, len(names))
	for _, name := range names {
		found[name] = true
	}
	return found
}

// difference is a plan in the making.
type difference struct {
	options             Options
	kinds               map[string]kind
	base, desired, live items
	adopted             map[string]bool // resources that base speaks for
	read                map[string]bool // resources that live speaks for
	early               map[string]bool // IDs that must come before other changes of their resource
	matching            int             // entries that are on the server as declared, on first run
	plan                Plan
}

// plannable says whether a resource can be planned, and refuses it as a whole where it cannot.
func (d *difference) plannable(resource string) bool {
	k, known := d.kinds[resource]
	switch {
	case !known || !k.built:
		if len(d.desired[resource]) > 0 || len(d.base[resource]) > 0 {
			d.refuse(Change{ID: resource}, Unsupported, "this version of bylaw cannot enact "+resource)
		}
		return false
	case !d.read[resource]:
		d.unread(resource)
		return false
	}
	return true
}

func (d *difference) resource(name string) {
	base, desired, live := d.base[name], d.desired[name], d.live[name]
	d.plan.Changes = slices.Grow(d.plan.Changes, max(0, len(desired)-len(live))) // so many at least are not there
	for target, want := range desired {
		was, wasOurs := base[target]
		is, isLive := live[target]
		switch {
		case isLive:
			d.both(was, wasOurs, want, is)
		case wasOurs && !d.restores(want) && !d.waits(want) && !decidedSince(was, want):
			d.drift(want, Item{}, slices.Sorted(maps.Keys(want.Params)), removedByHand)
		default:
			d.put(want, nil, want.Params, d.origin(was, wasOurs, want))
		}
	}
	for target, is := range live {
		if _, wanted := desired[target]; wanted {
			continue
		}
		if was, wasOurs := base[target]; wasOurs {
			d.remove(was, is)
			continue
		}
		d.plan.Unmanaged = append(d.plan.Unmanaged, Difference{
			Resource: name, Target: target, Live: is.Params, Why: "on the server, and not declared",
		})
	}
}

// repairs reports whether the settings repair the drift of an entry. Known drift is left as it is.
func (d *difference) repairs(want Item) bool {
	_, known := d.known(want)
	return slices.Contains(d.options.Repair, want.Resource) && !known
}

// restores reports whether an entry that was removed on the server is put there again. The constitution always is: that its text
// can be read is no choice of an account that can delete posts.
func (d *difference) restores(want Item) bool {
	return want.Resource == ConstitutionResource || d.repairs(want)
}

func (d *difference) origin(was Item, wasOurs bool, want Item) Origin {
	if wasOurs && !d.waits(want) && !decidedSince(was, want) {
		return Repair
	}
	return Decided
}

// put plans a creation where before is nil, else an update.
func (d *difference) put(want Item, before, params map[string]any, why Origin) {
	put := d.kinds[want.Resource].put
	if put.Kind == skill.Manual {
		params = want.Params // a person is asked for the whole, so that it is one task until it is done
	}
	after := maps.Clone(before)
	action := Update
	if before == nil {
		action, after = Create, map[string]any{}
	}
	maps.Copy(after, params)
	d.change(put, Change{
		ID: ID(put.Name, want.Target), Action: action, Skill: put.Name, Target: want.Target, Params: params,
		Before: before, After: after, Reason: want.Reason, Until: want.Until, Origin: why, Provisions: []string{},
		ReversibleUntil: reversibleUntil(put),
	})
}

func (d *difference) remove(was, is Item) {
	k := d.kinds[was.Resource]
	undo := k.undo()
	if undo.Name == "" {
		d.refuse(Change{
			ID: ID(k.put.Name, was.Target), Action: Remove, Skill: k.put.Name, Target: was.Target, Before: is.Params, Until: was.Until,
		}, Unsupported, "nothing can take a "+k.noun+" off a server")
		return
	}
	why, reason := d.ended(was, k)
	d.change(undo, Change{
		ID: ID(undo.Name, was.Target), Action: Remove, Skill: undo.Name, Target: was.Target, Params: map[string]any{},
		Before: is.Params, Reason: reason, Until: was.Until, Origin: why, Provisions: []string{},
		ReversibleUntil: reversibleUntil(undo),
	})
}

// ended says why something that was ours is taken away.
func (d *difference) ended(was Item, k kind) (Origin, string) {
	if until, err := time.Parse(time.RFC3339, was.Until); err == nil && !until.After(d.options.At) {
		return Sunset, "its time is over: " + until.UTC().Format("2006-01-02 15:04 MST")
	}
	return Decided, "no longer in " + k.file
}

// change plans a call of a skill, or a task for a person where the server has no call for it.
func (d *difference) change(s skill.Skill, c Change) {
	if s.Kind == skill.Manual {
		d.plan.Tasks = append(d.plan.Tasks, taskOf(s, c, d.options.Site))
		return
	}
	d.plan.Changes = append(d.plan.Changes, c)
}

// reversibleUntil says until when a change can be undone, where a plan can know.
func reversibleUntil(s skill.Skill) string {
	if s.Reversible && s.Until == "" {
		return NoEnd
	}
	return ""
}

// drift adds what was changed outside the process, as accepted where the settings know of it.
func (d *difference) drift(want, is Item, keys []string, why string) {
	found := subset(want, is, keys, why)
	if known, ok := d.known(want); ok {
		found.Why, found.Until = "known drift: "+known.Reason, known.Until
		d.plan.Accepted = append(d.plan.Accepted, found)
		return
	}
	d.plan.Drift = append(d.plan.Drift, found)
}

// subset is a difference in some parameters only.
func subset(want, is Item, keys []string, why string) Difference {
	found := Difference{Resource: want.Resource, Target: want.Target, Desired: map[string]any{}, Why: why}
	if is.Params != nil {
		found.Live = map[string]any{}
	}
	for _, key := range keys {
		found.Desired[key] = want.Params[key]
		if found.Live != nil {
			found.Live[key] = is.Params[key]
		}
	}
	return found
}

// ID names a change, alike in every plan and in the ledger.
func ID(name skill.Name, target string) string { return string(name) + ":" + target }

func (d *difference) sorted() Plan {
	p := d.plan
	p.Changes = d.order(p.Changes)
	slices.SortFunc(p.Tasks, func(a, b Task) int { return cmp.Compare(a.ID, b.ID) })
	byPlace := func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Target, b.Target))
	}
	slices.SortFunc(p.Unmanaged, byPlace)
	slices.SortFunc(p.Drift, byPlace)
	slices.SortFunc(p.Accepted, byPlace)
	slices.SortFunc(p.Conflicts, byPlace)
	return p
}
