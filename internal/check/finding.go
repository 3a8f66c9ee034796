package check

import (
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Finding is what checking one proposal came to, with what it was made from. Notifying and settling read nothing again
// that stands here.
type Finding struct {
	Pull     facts.Pull
	Events   []facts.Event // oldest first
	Facts    facts.Facts
	Decision decision.Decision
	Charter  charter.Charter // the one that decides
	Proposed charter.Charter // what the files would say; zero where they have mistakes
	Mistakes diag.List       // in the proposal's files
	// Plan is what enacting would change if the server is as the protected branch says; its Version is 0 where no one knows.
	Plan     plan.Plan
	Statuses []facts.CommitStatus // of the head, in all contexts, oldest first
	// Comments are those of the proposal, oldest first; nil where they were not read.
	Comments []facts.Comment
	reviews  []facts.Review // as the forge lists them
	unread   []facts.Review // whose words the ledger does not keep yet
	Notes    []string       // what people should know apart from, in sentences without a full stop
	// Problem is why nothing could be decided; then Facts and Decision say nothing.
	Problem error
}

// Listed gives the reviews as the forge lists them, whatever words of them count.
func (f Finding) Listed() []facts.Review {
	if f.reviews == nil {
		return f.Facts.Reviews
	}
	return f.reviews
}
