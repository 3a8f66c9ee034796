package apply

import (
	"context"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// base is what the ledger says is in force.
type base struct {
	exists  bool
	charter charter.Charter
	state   plan.State
	commit  string
	tree    string
	past    ledger.State      // the ledger that says so
	undone  []plan.Refusal    // what the tree decides and the server did not show: state is without it
	kept    []plan.Difference // where the server was left as it is by choice
	begun   []plan.Change     // what runs after it, that were not finished, were to do by decision, oldest first
}

// targets gives what has to be looked up of one resource: what is in force, and what unfinished runs were about.
func (e base) targets(resource string) []string {
	targets, ours := e.state.Targets(resource), map[skill.Name]bool{}
	for _, c := range e.begun {
		if _, known := ours[c.Skill]; !known {
			ours[c.Skill] = plan.ResourceOf(c.Skill) == resource
		}
		if ours[c.Skill] {
			targets = append(targets, c.Target)
		}
	}
	return targets
}

// law is the charter that judges a change: what is in force, or on first run the new one, because nothing came before.
func (e base) sampleConstitution(desired charter.Charter) charter.Charter {
	if e.exists {
		return e.charter
	}
	return desired
}

// lastEnacted evaluates the tree of the last enacted entry at that entry's time.
func (w Ports) lastEnacted(ctx context.Context, past ledger.State, desired branch.Source) (base, error) {
	begun := undertaken(past)
	if len(past.Enacted) == 0 {
		return base{past: past, begun: begun}, nil
	}
	last := past.Enacted[len(past.Enacted)-1]
	entry, body := last.Entry, last.Body
	files, err := w.Trees.Enacted(ctx, entry.Commit, body.Tree)
	if err != nil {
		return base{}, fmt.Errorf("the tree of ledger entry %d: %w", entry.Seq, err)
	}
	charter, err := desired.CharterOf(files)
	if err != nil {
		return base{}, fmt.Errorf("the tree of ledger entry %d: %w", entry.Seq, err)
	}
	return base{
		exists: true, charter: charter, state: plan.WithoutRefused(charter.StateAt(entry.Time.Time), body.Undone), commit: entry.Commit, tree: body.Tree,
		past: past, undone: body.Undone, kept: body.Accepted, begun: begun,
	}, nil
}

// undertaken gives what the runs after the last enacted entry were to do by decision. What a person did without one is not
// ours before a vote ratifies it.
func undertaken(past ledger.State) []plan.Change {
	var begun []plan.Change
	for _, run := range past.Runs {
		if !run.Overrides {
			begun = append(begun, run.Intent.Changes...)
		}
	}
	return begun
}

// fullDigest completes the short digest of a thread's marker where it is that of a text we know: the one that is wanted, or
// one that an unfinished run was to publish. A thread that names the bytes of a file with other line ends is of that text.
func (e base) fullDigest(short string, wanted constitution.Constitution) string {
	for _, law := range []constitution.Constitution{wanted, e.charter.Constitution} {
		if text := law.TextDigest(); text != law.Digest && short == thread.ShortDigest(law.Digest) {
			return text
		}
	}
	known := []string{wanted.TextDigest()}
	for _, c := range e.begun {
		if c.Skill == plan.PublishSkill {
			known = append(known, fmt.Sprint(c.Params["digest"]))
		}
	}
	for _, digest := range known {
		if short == thread.ShortDigest(digest) {
			return digest
		}
	}
	return short
}

// editedByHand is the digest of a thread whose marker line names a text that it no longer says.
const editedByHand = "a text that was edited by hand"

// clockLeeway is how far the clocks of the server and of the runner may lie apart, and how long a run takes to end.
const clockLeeway = 15 * time.Minute

// edited reports whether the thread in force was edited since bylaw last wrote to it. Who edits a thread of ours without a
// change of its text leaves no drift.
func (e base) edited(posted thread.Posted) bool {
	constitution := e.charter.Constitution
	if !e.exists || posted.Digest != thread.ShortDigest(constitution.TextDigest()) || len(e.past.Publications) == 0 {
		return false
	}
	published := e.past.Publications[len(e.past.Publications)-1].Entry.Time.Time
	wrote := e.past.Enacted[len(e.past.Enacted)-1].Entry.Time.Time
	if published.After(wrote) {
		wrote = published
	}
	ours := thread.Thread{Text: thread.Body(constitution, e.charter.Settings.Publish.Language), Marker: thread.Marker(constitution.TextDigest())}
	return ours.EditedSince(posted, wrote.Add(clockLeeway), published.Add(clockLeeway))
}
