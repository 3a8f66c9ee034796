package apply

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/language"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// event is something of a proposal to announce.
type event struct {
	kind     ledger.Event
	proposal int
	decision decision.Decision
}

// Announce posts what the settings in force say is announced, and the ledger does not know as announced: votes that are open,
// and proposals that the last enactment put into force. It is for after an apply, because a check has no token for the
// server. Each is recorded as soon as it is posted; one that was posted and not recorded is found on the server. A post names
// articles, counts and the proposal, and never a person.
func Announce(ctx context.Context, w Ports, a check.Ports, source branch.Source, o Options) error {
	settings := source.Charter.Settings.Announce
	if !settings.Opened && !settings.Decided {
		return nil
	}
	past, err := w.load(ctx)
	if err != nil {
		return err
	}
	if err := w.unlocked(past, o); err != nil {
		return err
	}
	if source.Authorization != nil {
		a.Repository = source.Authorization.Repository
	}
	var events []event
	var problems []error
	if settings.Opened {
		opened, err := openVotes(ctx, a, past)
		events, problems = append(events, opened...), append(problems, err)
	}
	if settings.Decided {
		events = append(events, justDecided(past)...)
	}
	book := &journal.Journal{Ledger: w.Ledger, Chain: past.Chain, Now: w.Now, Commit: source.Commit}
	for _, e := range events {
		problems = append(problems, w.announce(ctx, e, source.Charter, book))
	}
	return errors.Join(problems...)
}

// openVotes gives the open proposals that the ledger saw open and whose vote is still going on.
func openVotes(ctx context.Context, a check.Ports, past ledger.State) ([]event, error) {
	waiting := map[int]bool{}
	for proposal, seen := range past.Openings {
		waiting[proposal] = seen[len(seen)-1].Body.OpenedAt.Known() && !past.Announced[ledger.Announcement{Event: ledger.VoteOpened, Proposal: proposal}]
	}
	pulls, err := a.Forge.OpenPulls(ctx, a.Branch)
	if err != nil {
		return nil, err
	}
	var asked []facts.Pull
	for _, pull := range pulls {
		if waiting[pull.Number] && !pull.Draft {
			asked = append(asked, pull)
		}
	}
	if len(asked) == 0 {
		return nil, nil
	}
	s, err := a.Evaluate(ctx)
	if err != nil {
		return nil, err
	}
	checked, err := s.Check(ctx, asked)
	var events []event
	for _, f := range checked.Findings {
		if f.Problem == nil && f.Decision.Outcome == decision.Open {
			events = append(events, event{ledger.VoteOpened, f.Pull.Number, f.Decision})
		}
	}
	return events, err
}

// justDecided gives the authorized proposals that the last enactment put into force: those that were merged after the one before.
// What came into force earlier is no news.
func justDecided(past ledger.State) []event {
	from, to := 0, 0 // the last enactment, and the one before
	if n := len(past.Enacted); n > 0 {
		to = past.Enacted[n-1].Entry.Seq
	}
	if n := len(past.Enacted); n > 1 {
		from = past.Enacted[n-2].Entry.Seq
	}
	var fresh []event
	known := map[int]bool{}
	for _, d := range past.Decisions {
		proposal := d.Entry.Proposal
		announced := past.Announced[ledger.Announcement{Event: ledger.VoteDecided, Proposal: proposal}]
		if d.Body.MergedAt.IsZero() || !d.Body.Lawful || proposal == 0 || known[proposal] || announced {
			continue
		}
		known[proposal] = true
		if from < d.Entry.Seq && d.Entry.Seq < to {
			fresh = append(fresh, event{ledger.VoteDecided, proposal, d.Body.Decision})
		}
	}
	return fresh
}

// announce posts one event, and records it.
func (w Ports) announce(ctx context.Context, e event, law charter.Charter, book *journal.Journal) error {
	limits, err := w.Instance.Describe(ctx)
	if err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	posted, err := w.Board.PostNotice(whole, e.notice(law, limits))
	if err != nil {
		return fmt.Errorf("announce proposal #%d as %s: %w", e.proposal, e.kind, err)
	}
	book.Posted = posted.URL
	return book.Record(whole, ledger.Publish, e.proposal, ledger.PublishBody{Root: posted.RootID, URL: posted.URL, Announces: e.kind})
}

// notice is the post. Where it is too long for the server, the articles are left out.
func (e event) notice(law charter.Charter, limits thread.Limits) thread.Notice {
	table, n := language.For(law.Settings.Publish.Language), strconv.Itoa(e.proposal)
	first, rulings := table.Say("announce.opened", "n", n), e.articles(table)
	if e.kind == ledger.VoteDecided {
		first, rulings = table.Say("announce.decided", "n", n), e.counts(table)
	}
	lines := append([]string{first}, rulings...)
	last := table.Say("announce.proposal", "n", n, "community", thread.Line(law.Settings.Community))
	if at := (edition{charter: law}).repository(); at != "" {
		last = fmt.Sprintf("%s/pull/%d", at, e.proposal)
	}
	text := strings.Join(append(lines, last), "\n")
	if thread.Count(text, limits) > limits.Characters {
		text = first + "\n" + last
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%s", law.Settings.Instance, e.kind, e.proposal, last))
	return thread.Notice{Text: text, Visibility: law.Settings.Publish.Visibility, Key: "bylaw-" + hex.EncodeToString(sum[:])}
}

// articles says which articles decide, and until when one may vote.
func (e event) articles(table language.Table) []string {
	var cited []string
	for _, r := range e.decision.Rulings {
		cited = append(cited, thread.Line(r.Citation))
	}
	var lines []string
	if len(cited) > 0 {
		lines = append(lines, table.Say("announce.under", "list", strings.Join(cited, ", ")))
	}
	if e.decision.ClosesAt.Known() {
		lines = append(lines, table.Say("announce.closes", "time", e.decision.ClosesAt.String()))
	}
	return lines
}

// counts says how each article was met.
func (e event) counts(table language.Table) []string {
	var lines []string
	for _, r := range e.decision.Rulings {
		line := table.Say("announce.counts", "article", thread.Line(r.Citation),
			"yes", fmt.Sprint(r.Tally.Yes), "no", fmt.Sprint(r.Tally.No), "abstain", fmt.Sprint(r.Tally.Abstain))
		if r.Tally.Eligible != nil {
			line = table.Say("announce.eligible", "counts", line, "n", fmt.Sprint(*r.Tally.Eligible))
		}
		lines = append(lines, line)
	}
	return lines
}
