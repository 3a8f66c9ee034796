package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Enactments gives what decisions brought into force until a moment, by the record, oldest first. commits is the protected
// branch, oldest first, by which an enacted commit covers the merges up to it; where it is not known, the order of the record
// has to do. A decision whose facts the record no longer tells is left out.
func (c Chain) Enactments(commits []string, until time.Time) ([]facts.Enactment, error) {
	var found, waiting []facts.Enactment
	var merges []string // of those that wait
	for _, e := range c.Entries {
		if e.Time > facts.Stamp(until) {
			break
		}
		switch e.Kind {
		case Decided:
			decided, ok, err := c.merged(e)
			if err != nil {
				return nil, err
			}
			if ok {
				waiting, merges = append(waiting, decided), append(merges, e.Commit)
			}
		case Enacted:
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
func (c Chain) merged(e Entry) (found facts.Enactment, ok bool, err error) {
	body, err := Body[DecisionBody](e)
	if err != nil || body.MergedAt == "" || !body.Lawful || body.Facts == "" {
		return facts.Enactment{}, false, err
	}
	f, err := c.ReadFacts(body.Facts)
	return facts.Enactment{Proposal: e.Proposal, Changes: f.Changes}, err == nil, err
}

// ReadFacts reads a facts file, by its digest, with the people whom it still knows; no file is no facts.
func (c Chain) ReadFacts(sum string) (facts.Facts, error) {
	if sum == "" {
		return facts.Facts{}, nil
	}
	var f facts.Facts
	if err := json.Unmarshal(c.Facts[sum], &f); err != nil {
		return f, fmt.Errorf("facts %s of the record: %w", sum, err)
	}
	return c.ClearFacts(f), nil
}
