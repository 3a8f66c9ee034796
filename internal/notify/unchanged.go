package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/render"
)

const (
	// staleAfter is how long a check is good for where nothing seems to have changed.
	staleAfter = 6 * time.Hour
	// ownEcho is how much later than our own comment the forge may date the proposal's change that the comment was.
	ownEcho = 10 * time.Second
)

// Unchanged says of each proposal, by number, whether nothing has happened since its last full check: one request each.
// Proposals that share a head commit are looked at together or not at all. One that cannot be asked about counts as changed: the
// check of it finds out why.
func (t Notifier) Unchanged(ctx context.Context, pulls []facts.Pull) (map[int]bool, error) {
	same := make(map[int]bool, len(pulls))
	moved := map[string]bool{}
	for _, pull := range pulls {
		reviews, comments, err := t.Timeline.Talk(ctx, pull.Number)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		same[pull.Number] = err == nil && unchanged(pull, reviews, t.among(comments), t.Now())
		moved[pull.Head] = moved[pull.Head] || !same[pull.Number]
	}
	for _, pull := range pulls {
		same[pull.Number] = !moved[pull.Head]
	}
	return same, nil
}

// unchanged compares a proposal with the marker of its living comment. A change that the forge dates at our own writing of
// that comment is our own.
func unchanged(pull facts.Pull, reviews []facts.Review, living facts.Comment, now time.Time) bool {
	m, ok := render.FindMarker(living.Body)
	if !ok || m.State != stateHash(pull, reviews) {
		return false
	}
	checked, err := time.Parse(time.RFC3339, m.Checked)
	if err != nil || now.Sub(checked) >= staleAfter {
		return false
	}
	if m.Next != "" && facts.Stamp(now) >= m.Next {
		return false
	}
	return facts.Stamp(pull.Updated) == m.Updated || !pull.Updated.After(living.Updated.Add(ownEcho))
}

// stateHash is the SHA-256 in hex of what the vote on a proposal depends on, as far as one list says it.
func stateHash(pull facts.Pull, reviews []facts.Review) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %s %t %s\n", pull.Head, pull.State(), pull.Draft, pull.BaseRef)
	sorted := slices.SortedFunc(slices.Values(reviews), func(a, b facts.Review) int { return int(a.ID - b.ID) })
	for _, r := range sorted {
		fmt.Fprintf(sum, "%d %d %s %s %q\n", r.ID, r.Author.ID, strings.ToUpper(r.State), r.Commit, r.Body)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// markerOf says what a finding was made from. After an error, while a merge is owed that the server may refuse for a moment, and
// where votes come from the ledger, which the forge does not show, the next run looks again in any case.
func markerOf(f check.Finding, now time.Time) render.Marker {
	m := render.Marker{State: stateHash(f.Pull, f.Listed()), Updated: facts.Moment(f.Pull.Updated), Checked: facts.Stamp(now)}
	if f.Problem != nil || check.Owed(f) || f.TakesPosts() {
		m.State = strings.Repeat("0", 2*sha256.Size)
		return m
	}
	m.Next = nextMoment(f, now)
	return m
}

// nextMoment is when time alone changes what is to be said, "" where it does not.
func nextMoment(f check.Finding, now time.Time) string {
	d := f.Decision
	moments := []moment.Time{d.ClosesAt, d.EnactableAt}
	for _, r := range d.Rulings {
		moments = append(moments, r.ClosesAt)
	}
	if d.OpenedAt.Known() && d.ClosesAt.Known() {
		moments = append(moments, moment.Of(check.RemindAt(d.OpenedAt.Time, d.ClosesAt.Time, f.Charter.Settings.Remind)))
	}
	next := moment.Time{}
	for _, at := range moments {
		if at.Time.After(now) && (!next.Known() || at.Time.Before(next.Time)) {
			next = at
		}
	}
	return next.String()
}

// keepUnchanged keeps of the marker that stands in the living comment what says nothing new, so that a second run writes
// nothing.
func keepUnchanged(m, before render.Marker, written, now time.Time) render.Marker {
	updated, err := time.Parse(time.RFC3339, m.Updated)
	if err == nil && !updated.After(written.Add(ownEcho)) {
		m.Updated = before.Updated
	}
	if checked, err := time.Parse(time.RFC3339, before.Checked); err == nil && now.Sub(checked) < staleAfter {
		m.Checked = before.Checked
	}
	return m
}
