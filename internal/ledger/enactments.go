package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Enactments gives what decisions brought into force until a moment, by the ledger, oldest first. commits is the protected
// branch, oldest first, by which an enacted commit covers the merges up to it; where it is not known, the order of the ledger
// has to do. A decision without facts is left out.
func (s State) Enactments(commits []string, until time.Time) ([]facts.Enactment, error) {
	var found []facts.Enactment
	waiting := slices.DeleteFunc(slices.Clone(s.Decisions), func(d Recorded[DecisionBody]) bool {
		return d.Body.MergedAt.IsZero() || !d.Body.Lawful || d.Body.Facts == ""
	})
	end := s.recordedUntil(until)
	for _, e := range s.Enacted {
		if e.Entry.Seq > end {
			break
		}
		var left []Recorded[DecisionBody]
		for _, w := range waiting {
			if w.Entry.Seq > e.Entry.Seq || !covers(commits, e.Entry.Commit, w.Entry.Commit) {
				left = append(left, w)
				continue
			}
			f, err := s.Chain.ReadFacts(w.Body.Facts)
			if err != nil {
				return nil, err
			}
			found = append(found, facts.Enactment{Proposal: w.Entry.Proposal, Changes: f.Changes, At: e.Entry.Time})
		}
		waiting = left
	}
	return found, nil
}

// recordedUntil counts the entries before the first one after a moment.
func (s State) recordedUntil(moment time.Time) int {
	for i, e := range s.Chain.Entries {
		if e.Time.Time.After(moment) {
			return i
		}
	}
	return len(s.Chain.Entries)
}

// covers says whether a merge is in the history of an enacted commit.
func covers(commits []string, enacted, merge string) bool {
	if commits == nil {
		return true
	}
	i, at := slices.Index(commits, merge), slices.Index(commits, enacted)
	return i >= 0 && at >= i
}

// ReadFacts reads a facts file, by its digest, with the people whom it still knows; no file is no facts.
func (c Chain) ReadFacts(sum string) (facts.Facts, error) {
	if sum == "" {
		return facts.Facts{}, nil
	}
	var f facts.Facts
	if err := json.Unmarshal(c.Facts[sum], &f); err != nil {
		return f, fmt.Errorf("facts %s of the ledger: %w", sum, err)
	}
	return c.ClearFacts(f), nil
}
