package apply

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// edition is a constitution on its way into force, and what came before it.
type edition struct {
	charter charter.Charter
	base    base
	past    ledger.State
	limits  thread.Limits
	now     time.Time
	// proposal is what decided on it, 0 where nothing or several did.
	proposal int
	head     string // of the ledger, where it is not that of the chain
}

// compose makes the thread that a plan publishes and counts the requests that it takes. Where the plan publishes nothing
// there is none.
func (w Ports) compose(ctx context.Context, e edition, desired branch.Source, p plan.Plan) (hanging thread.Thread, requests int, err error) {
	at := slices.IndexFunc(p.Changes, func(c plan.Change) bool { return c.Skill == plan.PublishSkill })
	if at < 0 {
		return thread.Thread{}, 0, nil
	}
	if e, err = w.asFirst(ctx, e, desired); err != nil {
		return thread.Thread{}, 0, err
	}
	if hanging, err = e.thread(); p.Changes[at].RequotesOnly() {
		return hanging, hanging.QuoteRequests(), err
	}
	return hanging, hanging.Requests(p.Changes[at].Action == plan.Update), err
}

// asFirst gives the edition of a text that is in force already as it was first published: with the date, the decision and
// the amended articles of that time, so that what is left of its thread is continued word for word. Another text stays as
// it is.
func (w Ports) asFirst(ctx context.Context, e edition, desired branch.Source) (edition, error) {
	at, since, ok := e.begun()
	if !ok {
		return e, nil
	}
	e.head, e.proposal = e.anchor(), at.Proposal
	e.now = since
	chain := e.past.Chain
	chain.Entries, chain.Hashes = chain.Entries[:at.Seq-1], chain.Hashes[:at.Seq-1]
	var err error
	if e.past, err = ledger.Fold(chain); err != nil {
		return e, err
	}
	e.base, err = w.lastEnacted(ctx, e.past, desired)
	return e, err
}

// thread is the constitution as it is posted.
func (e edition) thread() (thread.Thread, error) {
	return thread.Compose(e.charter.Constitution, e.options(e.version()))
}

// options says what the first post says. All of it follows from the ledger, so that an interrupted publication goes on
// with the same words.
func (e edition) options(version int) thread.Options {
	publish, amended := e.charter.Settings.Publish, e.amended()
	o := thread.Options{
		Limits: e.limits, Date: e.since().Format(time.DateOnly), Version: strconv.Itoa(version), Decision: e.proposal,
		Repository: e.repository(), LedgerHead: e.anchor(), Added: amended.Added, Changed: amended.Changed, Removed: amended.Removed,
		Language: publish.Language, Visibility: publish.Visibility, Replies: publish.Replies, Mode: publish.Mode,
		Warning: publish.Warning, Quotes: publish.Quotes,
	}
	if o.Decision != 0 && o.Repository != "" {
		o.DecisionURL = o.Repository + "/pull/" + strconv.Itoa(o.Decision)
	}
	return o
}

// amended compares with the constitution in force; of the first one nothing is new.
func (e edition) amended() constitution.Amendment {
	if !e.base.exists {
		return constitution.Amendment{}
	}
	return constitution.Amended(e.base.charter.Constitution, e.charter.Constitution)
}

// repository is where people find the text and the ledger, "" where the settings do not say.
func (e edition) repository() string {
	forge := e.charter.Settings.Forge
	if forge.Kind != "github" || forge.Repository == "" {
		return ""
	}
	return "https://github.com/" + forge.Repository
}

// settled counts the entries up to the last one that says what is in force.
func (e edition) settled() int {
	if n := len(e.past.Enacted); n > 0 {
		return e.past.Enacted[n-1].Entry.Seq
	}
	return 0
}

// anchor is the head of the ledger when the text before was in force: what comes after is still moving. Before anything was,
// it is the bootstrap, or zeros. The line is always there, so that the head can be brought up to date later.
func (e edition) anchor() string {
	switch n := e.settled(); {
	case e.head != "":
		return e.head
	case n > 0:
		return e.past.Chain.Hashes[n-1]
	case len(e.past.Chain.Hashes) > 0:
		return e.past.Chain.Hashes[0]
	default:
		return strings.Repeat("0", 64)
	}
}

// version counts the constitutions that were in force one after another, up to this one.
func (e edition) version() int {
	all := issues(e.past)
	if e.inForce(all) {
		return len(all)
	}
	return len(all) + 1
}
