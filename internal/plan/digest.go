package plan

import (
	"cmp"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// fewestPublishing is what publishing takes at least: one post, reading it, pinning it.
const fewestPublishing = 3

// measuring is what a measure against an account takes: reading the account, the call, and reading it again, because the
// call answers with nothing.
const measuring = 3

// withDigest fills in what follows from the rest of a plan: no nil lists, the summary, the requests and the digest.
func (p Plan) withDigest(publishing int) Plan {
	p.Requests, p.Summary = 0, Summarise(p.Changes)
	p.Summary.Tasks = len(p.Tasks)
	for _, c := range p.Changes {
		p.Requests += requests(c, publishing)
	}
	p.Seconds = int(p.duration(publishing) / time.Second)
	for _, list := range [][]Refusal{p.Refused, p.Unreadable} {
		slices.SortFunc(list, func(a, b Refusal) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Why, b.Why)) })
	}
	p = p.withoutNil()
	p.Digest = p.digest()
	return p
}

// requests counts the calls of one change. A well-formed answer is its reading back.
func requests(c Change, publishing int) int {
	switch {
	case c.Skill == PublishSkill:
		return max(publishing, fewestPublishing)
	case c.Action == Do:
		return 2 // a one-off action is read first: it may be done already
	}
	if _, ok := skill.FindMeasure(c.Skill); ok {
		return measuring
	}
	return 1
}

// Summarise counts changes by what they do. Tasks are not changes, and are not counted.
func Summarise(changes []Change) Summary {
	var sum Summary
	for _, c := range changes {
		switch c.Action {
		case Create:
			sum.Create++
		case Update:
			sum.Update++
		case Remove:
			sum.Remove++
		case Do:
			sum.Act++
		}
	}
	return sum
}

// withoutNil makes empty lists of absent ones, so that a plan is written in one way only.
func (p Plan) withoutNil() Plan {
	p.Changes, p.Tasks, p.Closed = list(p.Changes), list(p.Tasks), list(p.Closed)
	p.Unmanaged, p.Drift, p.Conflicts = list(p.Unmanaged), list(p.Drift), list(p.Conflicts)
	p.Refused, p.Notes = list(p.Refused), list(p.Notes)
	return p
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
