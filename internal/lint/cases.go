package lint

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Cases reads the worked decisions among the files at these paths, and reports what is wrong with them: provisions that the
// constitution does not have, words and keys that no case has, names that are nearly those of seats. A file that holds no case
// is an error: it would look like a success. loaded is what was wrong with the charter; where the constitution is, no case is
// blamed for a provision that is not there.
func Cases(fsys fs.FS, paths []string, c charter.Charter, loaded diag.List) ([]votecase.Case, diag.List) {
	var found diag.List
	lookup := votecase.In(c.Constitution)
	if slices.ContainsFunc(loaded, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && d.Place.File == charter.ConstitutionFile
	}) {
		lookup = func(string) (provision.Rule, error) { return provision.Rule{}, nil }
	}
	var cases []votecase.Case
	for _, file := range paths {
		name, below := strings.CutPrefix(file, charter.CasesFolder+"/")
		switch {
		case !below || name == "README.md" || name == ".gitkeep":
		case path.Ext(file) != ".yaml":
			found.Errorf(diag.Place{File: file}, "rename it to end in .yaml", "a file of cases is a YAML file")
		default:
			cases = append(cases, caseFile(fsys, file, lookup, &found)...)
		}
	}
	for _, each := range cases {
		strangers(each, c.Roster, &found)
	}
	return cases, found
}

func caseFile(fsys fs.FS, file string, lookup votecase.Lookup, found *diag.List) []votecase.Case {
	src, err := fs.ReadFile(fsys, file)
	if err != nil {
		found.Errorf(diag.Place{File: file}, "", "cannot be read")
		return nil
	}
	return ParseCases(file, src, lookup, found)
}

// ParseCases reads one file of cases, which must hold at least one.
func ParseCases(file string, src []byte, lookup votecase.Lookup, found *diag.List) []votecase.Case {
	before := len(*found)
	cases := votecase.Parse(file, src, lookup, found)
	if len(cases) == 0 && len(*found) == before {
		found.Errorf(diag.Place{File: file}, "write the first case, or remove the file", "the file holds no case")
	}
	return cases
}

// strangers warns of names in a case that are nearly those of seats, and of votes of nearly a member. Other names are made up.
func strangers(c votecase.Case, roster charter.Roster, found *diag.List) {
	var seats []string
	for _, s := range roster.Seats {
		seats = append(seats, s.Name)
	}
	members := slices.Clone(seats)
	for _, e := range c.Input.Electorate {
		for _, m := range e.Members {
			members = append(members, m.Name)
			stranger(m.Name, m.Place, "seat", seats, found)
		}
	}
	for _, votes := range c.Input.Votes {
		for _, b := range votes.Ballots {
			stranger(b.Voter, b.Place, "member of the case", members, found)
		}
	}
}

// stranger warns of a name that is near one that is known. Names of one or two letters are near everything.
func stranger(name string, at diag.Place, what string, known []string, found *diag.List) {
	if slices.Contains(known, name) || len([]rune(name)) < 3 {
		return
	}
	if hint := yamldoc.Suggest(name, known); hint != "" {
		found.Warnf(at, hint, "no %s is called %q", what, name)
	}
}
