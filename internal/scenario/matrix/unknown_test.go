package matrix_test

import (
	"maps"
	"path"
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// unproven is an action of which the server does not show whether it was done. If the answer to its write is lost for good,
// the action may neither count as done nor be repeated: its outcome is unknown, and the plan asks a person to look.
type unproven struct {
	id, file string // of the action
	write    string // "METHOD path" as in path.Match
	without  finalState
}

var unknownForm = regexp.MustCompile(`whether (\S+) was done`)

// unknownActions are the actions about which the notes of a plan ask a person to look.
func unknownActions(notes []string) (ids []string) {
	for _, note := range notes {
		if found := unknownForm.FindStringSubmatch(note); found != nil {
			ids = append(ids, found[1])
		}
	}
	return ids
}

// leaveOut keeps what an undisturbed run ends in without the action.
func (f *fixture) leaveOut(action *unproven) {
	f.t.Helper()
	f.reset()
	full := f.wanted
	reduced := files(f.endpoints, func(e endpoint) string { return e.after })
	delete(reduced, action.file)
	f.wanted = f.source(reduced)
	if err := f.run(&faultyTransport{at: -1}); err != nil {
		f.t.Fatal(err)
	}
	action.without, f.wanted = f.state(), full
}

// expected is what the run after a fault ends in: what an undisturbed one does, unless the answer of the unproven action was
// lost for good.
func (f *fixture) expected(undisturbed finalState, s *faultyTransport) finalState {
	action := f.unproven
	if action == nil || !s.fault.stays || s.fault.refuses || !slices.ContainsFunc(s.seen[s.at:], action.wrote) {
		return undisturbed
	}
	end := action.without
	if slices.ContainsFunc(s.reached, action.wrote) {
		end.Server = undisturbed.Server
	}
	end.Changes = maps.Clone(end.Changes)
	end.Changes[action.id], end.Unknown = ledger.Unknown, []string{action.id}
	return end
}

func (action *unproven) wrote(request string) bool {
	ok, _ := path.Match(action.write, request)
	return ok
}

// sent counts the writes of the action in two runs.
func (action *unproven) sent(runs ...[]string) (n int) {
	if action == nil {
		return 0
	}
	for _, request := range slices.Concat(runs...) {
		if action.wrote(request) {
			n++
		}
	}
	return n
}

// tryAtUnproven loses the answer to the unproven action for good, in every way: which request that is differs from run to run.
func (f *fixture) tryAtUnproven(undisturbed finalState) (cases int) {
	f.t.Helper()
	if f.unproven == nil {
		return 0
	}
	f.leaveOut(f.unproven)
	for _, fault := range faults() {
		if fault.stays {
			cases++
			f.try(&faultyTransport{fault: fault, at: -1, upon: f.unproven.write}, undisturbed)
		}
	}
	return cases
}
