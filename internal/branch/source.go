package branch

import (
	"io/fs"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Source is a governed tree to enact, what it says, and where it comes from.
type Source struct {
	Files   fs.FS
	Charter charter.Charter
	Commit  string   // "" outside git
	Notes   []string // what a reader must know, such as a dirty work tree
	// Authorization is nil for a tree whose decisions were not asked for, as in a sandbox.
	Authorization *Authorization
	Began         string // the head of the ledger before the run wrote to it
	// Charters holds the charters that the run has parsed; nil where none was.
	Charters *facts.Charters
}

// CharterOf reads what another tree says. Mostly it is one that the run has parsed before.
func (s Source) CharterOf(files facts.Tree) (charter.Charter, error) {
	if own, ok := s.Files.(facts.Tree); ok && own.Equal(files) {
		return s.Charter, nil
	}
	if s.Charters == nil {
		s.Charters = &facts.Charters{}
	}
	other, found := s.Charters.Load(files)
	return other, found.Err()
}

// Load reads what a tree says. All mistakes in its files are one *diag.Mistakes.
func Load(files fs.FS, commit string, notes []string) (Source, error) {
	law, found := charter.Load(files)
	if err := found.Err(); err != nil {
		return Source{}, err
	}
	return Source{Files: files, Charter: law, Commit: commit, Notes: notes, Charters: &facts.Charters{}}, nil
}

// ProposalSince gives the number of the one proposal that enacting the source puts into force, 0 where several or none do.
func (s Source) ProposalSince(commit string, p plan.Plan) int {
	if s.Authorization != nil {
		if one := s.Authorization.Since(commit); one > 0 {
			return one
		}
	}
	return p.Proposal()
}
