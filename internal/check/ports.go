package check

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// Ports is everything that deciding needs.
type Ports struct {
	Forge   port.Forge
	History port.History
	Judge   port.Judge
	Ledger  port.Ledger
	Branch  string     // the protected branch, which is the default branch
	Creator int64      // the account whose statuses count, by the operator's word; 0: see CreatorBy
	Acting  int64      // the account that the token of a job acts as; 0: not known
	Posts   port.Posts // where ballots that were cast on Mastodon are read again before anything is enacted by them; nil: the ledger's word stands
	Now     func() time.Time
	Random  io.Reader // for the salts of commitments; nil: the system's own

	// Repository is what was read of commits before, so that one run reads each once; nil: nothing.
	Repository *branch.Repository

	// Limit bounds the work on one proposal: its context ends with ErrTooLong. Nil is two minutes.
	Limit func(context.Context) (context.Context, context.CancelFunc)

	reevaluate bool     // votes behind what is not enacted yet are re-evaluated, whatever the ledger says of them
	vouched    []string // heads of the ledger that no one but bylaw can have written down elsewhere; see distrust
}

// CreatorBy gives the account whose statuses count: the one that the operator names, else the settings, else the one that the
// job's token acts as, else the one that all workflows share.
func (a Ports) CreatorBy(settings int64) int64 {
	return cmp.Or(a.Creator, settings, a.Acting, facts.SharedBot)
}

// SaltSource is Random, or what the system offers where that is nil.
func (a Ports) SaltSource() io.Reader {
	if a.Random == nil {
		return rand.Reader
	}
	return a.Random
}
