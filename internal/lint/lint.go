// Package lint finds what is wrong with a law that can be read: rules that no one could ever pass, text that says
// something else than its provision, powers that no one has. It asks a decider what votes would come to, and never
// decides by itself.
package lint

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// Decider says what one worked case comes to. The policies answer it, through package opa.
type Decider func(context.Context, votecase.Case) (decision.Outcome, error)

// Charter checks a charter that was loaded without errors. base is the charter in force, nil where there is none to compare with;
// now is the moment at which terms of office are looked at. An error means that the decider gave no answer.
func Charter(ctx context.Context, c charter.Charter, base *charter.Charter, d Decider, now time.Time) (diag.List, error) {
	l := &linter{
		ctx: ctx, decide: d, now: now.UTC().Truncate(time.Second),
		charter: c.Constitution, text: prose(c.Constitution.Source), server: c.Settings.Domain, seats: seatsAt(c.Roster, now), roster: c.Roster,
		lines: bytes.Split(c.Constitution.Source, []byte("\n")),
	}
	l.citations()
	l.coverage()
	l.numbers()
	l.reach()
	l.lookalikes(c.Instance)
	l.ends(c.Instance)
	l.knownDrift(c.Settings.KnownDrift, c.Instance)
	l.lists(c.Sources, c.Instance)
	l.suffixes(c.Instance, c.PlanLimits())
	l.sources()
	l.creator(c.Settings.Forge)
	l.channels(c.Settings.Ballots)
	l.language(c.Settings.Publish.Language)
	err := errors.Join(l.passing(), l.protections())
	if base != nil {
		l.electorates(base.Roster)
		err = errors.Join(err, l.weakening(base.Constitution))
	}
	return l.found.Sorted(), err
}

// linter is one run over one charter.
type linter struct {
	ctx     context.Context
	decide  Decider
	now     time.Time
	charter constitution.Constitution
	text    []byte // the source with everything but running text blanked
	roster  charter.Roster
	server  string         // the name of the community's server
	seats   []charter.Seat // whose term has not ended
	found   diag.List
	lines   [][]byte // of the source
	cursor  cursor
}

// cursor is a place that was worked out. Places are asked for mostly in order, and counting on from the last one keeps a
// text of one endless line from costing its square.
type cursor struct {
	offset int
	place  diag.Place
}

// place gives the position of an offset in the constitution.
func (l *linter) place(offset int) diag.Place {
	if l.cursor.place.Line == 0 || offset < l.cursor.offset {
		l.cursor = cursor{0, diag.Place{File: charter.ConstitutionFile, Line: 1, Column: 1}}
	}
	passed := l.charter.Source[l.cursor.offset:offset]
	if lines := bytes.Count(passed, []byte("\n")); lines > 0 {
		l.cursor.place.Line += lines
		l.cursor.place.Column, passed = 1, passed[bytes.LastIndexByte(passed, '\n')+1:]
	}
	l.cursor.place.Column += utf8.RuneCount(passed)
	l.cursor.offset = offset
	return l.cursor.place
}

// keyPlace gives the position of a parameter inside its provision, or of the provision where it is not written there.
func (l *linter) keyPlace(p provision.Provision, key string) diag.Place {
	for i := p.Place.Line; i < len(l.lines) && !bytes.HasPrefix(bytes.TrimSpace(l.lines[i]), []byte("```")); i++ {
		trimmed := bytes.TrimLeft(l.lines[i], " ")
		if bytes.HasPrefix(trimmed, []byte(key+":")) {
			return diag.Place{File: p.Place.File, Line: i + 1, Column: len(l.lines[i]) - len(trimmed) + 1}
		}
	}
	return p.Place
}

// heading gives the position of the constitution's first article, for what is missing from all of it.
func (l *linter) heading() diag.Place {
	return diag.Place{File: charter.ConstitutionFile, Line: 1, Column: 1}
}

// governing gives the provisions that have power over anything: only these must work.
func governing(law constitution.Constitution) []provision.Provision {
	var all []provision.Provision
	for _, p := range law.Provisions {
		if len(p.Governs) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// over gives the provisions that govern a subject. A condition under where never holds for a subject.
func over(law constitution.Constitution, subject string) []provision.Provision {
	var all []provision.Provision
	for _, p := range law.Provisions {
		if slices.ContainsFunc(p.Governs, func(power provision.Power) bool {
			return slices.Contains(power.Subjects, subject) && power.Always()
		}) {
			all = append(all, p)
		}
	}
	return all
}
