package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/canonical"
	"github.com/bylaw-dev/bylaw/internal/charter"
)

// The subjects of changes that no skill claims.
const (
	AboutConstitution = "constitution"
	AboutRoster       = "roster"
	AboutPolicies     = "policies"
	AboutSettings     = "settings"
	AboutWorkflows    = "workflows"
	AboutCases        = "cases"
	AboutOther        = "other"
	AboutMass         = "mass_change" // past the limits of the settings
)

// Digest is the content digest that ballots are cast on: SHA-256 in hex of the RFC 8785 JSON of a change set, whatever
// order it comes in.
func Digest(changes []Change) (string, error) {
	content := sortedChanges(changes)
	for i := range content {
		content[i].Reverses = nil
	}
	data, err := canonical.JSON(content)
	if err != nil {
		return "", fmt.Errorf("digest of the change set: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// sortedChanges gives a change set ordered by ID, never nil.
func sortedChanges(changes []Change) []Change {
	sorted := append([]Change{}, changes...)
	slices.SortFunc(sorted, func(a, b Change) int { return strings.Compare(a.ID, b.ID) })
	return sorted
}

// SubjectsOf gives what a change set is about apart from skills, sorted and each once.
func SubjectsOf(changes []Change) []string {
	subjects := []string{}
	for _, c := range changes {
		if c.Subject != "" {
			subjects = append(subjects, c.Subject)
		}
	}
	slices.Sort(subjects)
	return slices.Compact(subjects)
}

// PathsOf gives the files in which two governed trees differ, in order, those that differ in layout only too.
func PathsOf(before, after Tree) []Path {
	paths := []Path{}
	for _, p := range before.Differing(after) {
		paths = append(paths, Path{p, subjectOf(p)})
	}
	return paths
}

// subjectOf gives the subject that a file belongs to; "" for desired state, which belongs to the skills of its entries.
func subjectOf(file string) string {
	switch file {
	case charter.ConstitutionFile:
		return AboutConstitution
	case charter.RosterFile:
		return AboutRoster
	case charter.SettingsFile:
		return AboutSettings
	}
	folders := []struct{ prefix, subject string }{
		{path.Join(charter.Folder, "policies"), AboutPolicies},
		{path.Join(charter.Folder, "cases"), AboutCases},
		{".github/workflows", AboutWorkflows},
		{".github/actions", AboutWorkflows},
	}
	for _, folder := range folders {
		if strings.HasPrefix(file, folder.prefix+"/") {
			return folder.subject
		}
	}
	if slices.Contains(charter.StateFiles(), file) || charter.IsActionFile(file) {
		return ""
	}
	return AboutOther
}
