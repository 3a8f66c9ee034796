// Package provision reads the machine-readable form of an article: who decides, by what threshold, with which quorum,
// within what time, and over which powers. Every parameter is parsed into a typed, validated value; nothing is decided here.
package provision

import (
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Provision is one provision of a constitution, or of a worked case, where ID, Citation and Governs are empty.
type Provision struct {
	ID       string // unique in the constitution; by default made from the citation
	Citation string // of the article that it stands under
	Place    diag.Place
	Governs  []Power
	Rule     Rule
}

// Power is one line of governs: skills, or subjects, with conditions.
type Power struct {
	Skills   []string
	Subjects []string
	Where    map[string]any // catalogue parameter or derived key → a value, or a list of them: any of
}

// Rule is the decision parameters, defaults filled in.
type Rule struct{}
