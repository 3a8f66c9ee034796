package flow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// enactments gives what decisions brought into force until a moment, by the record, oldest first. commits is the protected
// branch, oldest first, by which an enacted commit covers the merges up to it; where it is not known, the order of the record
// has to do. A decision whose facts the record no longer tells is left out.
func enactments(chain ledger.Chain, commits []string, until time.Time) ([]facts.Enactment, error) {
	var found, waiting []facts.Enactment
	var merges []string // of those that wait
	for _, e := range chain.Entries {
		if e.Time > stamp(until) {
			break
		}
		switch e.Kind {
		case ledger.Decided:
			decided, ok, err := merged(chain, e)
			if err != nil {
				return nil, err
			}
			if ok {
				waiting, merges = append(waiting, decided), append(merges, e.Commit)
			}
		case ledger.Enacted:
			var left []facts.Enactment
			var leftAt []string
			for i, w := range waiting {
				if !covers(commits, e.Commit, merges[i]) {
					left, leftAt = append(left, w), append(leftAt, merges[i])
					continue
				}
				w.At = e.Time
				found = append(found, w)
			}
			waiting, merges = left, leftAt
		default:
		}
	}
	return found, nil
}

// covers tells whether a merge is in the history of an enacted commit.
func covers(commits []string, enacted, merge string) bool {
	if commits == nil {
		return true
	}
	i, at := slices.Index(commits, merge), slices.Index(commits, enacted)
	return i >= 0 && at >= i
}

// merged reads what a lawful merge changed; ok is false for any other decision.
func merged(chain ledger.Chain, e ledger.Entry) (found facts.Enactment, ok bool, err error) {
	body, err := ledger.Body[ledger.DecisionBody](e)
	if err != nil || body.MergedAt == "" || !body.Lawful || body.Facts == "" {
		return facts.Enactment{}, false, err
	}
	f, err := (&sitting{chain: chain}).facts(body.Facts)
	return facts.Enactment{Proposal: e.Proposal, Changes: f.Changes}, err == nil, err
}

// reversed notes in a change set which enacted decisions it takes back, as of a moment.
func (s *sitting) reversed(changes []facts.Change, at time.Time) ([]facts.Change, error) {
	past, err := enactments(s.chain, s.commits, at)
	if err != nil {
		return nil, err
	}
	return facts.Reversed(changes, past), nil
}

// declaredChanges gives what is desired now and was not in force, with the enacted decisions that it takes back.
func declaredChanges(chain ledger.Chain, base, want plan.State, now time.Time) ([]facts.Change, error) {
	past, err := enactments(chain, nil, now)
	if err != nil || len(past) == 0 {
		return nil, err
	}
	return facts.Reversed(facts.Entries(base.Items, want.Items), past), nil
}

// takenBack says of every decision that changes take back what does not come back with it, one sentence for each decision
// and skill.
func takenBack(changes []facts.Change) []string {
	var notes []string
	counted := map[string]int{}
	for _, c := range changes {
		if c.Reverses == nil || c.Kind != facts.Entry {
			continue
		}
		note := fmt.Sprintf("%s what proposal #%d decided, in force since %s%s", c.Skill, c.Reverses.Proposal, c.Reverses.EnactedAt, lasting(c))
		if counted[note]++; counted[note] == 1 {
			notes = append(notes, note)
		}
	}
	for i, note := range notes {
		name, rest, _ := strings.Cut(note, " ")
		verb := "takes"
		if counted[note] > 1 {
			verb = "take"
		}
		notes[i] = fmt.Sprintf("%s of %s %s back %s", render.Count(counted[note], "change"), name, verb, rest)
	}
	return notes
}

func lasting(c facts.Change) string {
	if lost := skill.Lost(c.Skill, c.Before); lost != "" {
		return ": " + lost
	}
	return ""
}
