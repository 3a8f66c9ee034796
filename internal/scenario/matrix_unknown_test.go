package scenario_test

import (
	"maps"
	"path"
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// unproven is an act of which the server does not show whether it was done. If the answer to its write is lost for good, the
// act may neither count as done nor be repeated: its outcome is unknown, and the plan asks a person to look.
type unproven struct {
	id, file string // of the act
	write    string // "METHOD path" as in path.Match
	without  picture
}

var unknownForm = regexp.MustCompile(`^nobody knows whether (\S+) was done`)

// unknownActs are the acts about which the notes of a plan ask a person to look.
func unknownActs(notes []string) (ids []string) {
	for _, note := range notes {
		if found := unknownForm.FindStringSubmatch(note); found != nil {
			ids = append(ids, found[1])
		}
	}
	return ids
}

// leaveOut keeps what an undisturbed run ends in without the act.
func (b *bench) leaveOut(act *unproven) {
	b.t.Helper()
	b.reset()
	whole := b.wanted
	reduced := files(b.met, func(e endpoint) string { return e.after })
	delete(reduced, act.file)
	b.wanted = b.source(reduced)
	if err := b.run(&saboteur{at: -1}); err != nil {
		b.t.Fatal(err)
	}
	act.without, b.wanted = b.picture(), whole
}

// expected is what the run after a fault ends in: what an undisturbed one does, unless the answer of the unproven act was
// lost for good.
func (b *bench) expected(undisturbed picture, s *saboteur) picture {
	act := b.unproven
	if act == nil || !s.fault.stays || s.fault.refuses || !slices.ContainsFunc(s.seen[s.at:], act.wrote) {
		return undisturbed
	}
	end := act.without
	if slices.ContainsFunc(s.reached, act.wrote) {
		end.Server = undisturbed.Server
	}
	end.Changes = maps.Clone(end.Changes)
	end.Changes[act.id], end.Unknown = ledger.Unknown, []string{act.id}
	return end
}

func (act *unproven) wrote(request string) bool {
	ok, _ := path.Match(act.write, request)
	return ok
}

// sent counts the writes of the act in two runs.
func (act *unproven) sent(runs ...[]string) (n int) {
	if act == nil {
		return 0
	}
	for _, request := range slices.Concat(runs...) {
		if act.wrote(request) {
			n++
		}
	}
	return n
}

// meetAtUnproven loses the answer to the unproven act for good, in every way: which request that is differs from run to run.
func (b *bench) meetAtUnproven(undisturbed picture) (cases int) {
	b.t.Helper()
	if b.unproven == nil {
		return 0
	}
	b.leaveOut(b.unproven)
	for _, fault := range faults() {
		if fault.stays {
			cases++
			b.meet(&saboteur{fault: fault, at: -1, upon: b.unproven.write}, undisturbed)
		}
	}
	return cases
}
