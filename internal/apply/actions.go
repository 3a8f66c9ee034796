package apply

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// agenda gives the actions of a charter with what the ledger knows of them.
func (w Ports) agenda(ctx context.Context, desired branch.Source, past ledger.State) (plan.Agenda, error) {
	a := past.Agenda
	a.Actions, a.Suspended = desired.Charter.Actions, map[string]time.Time{}
	for _, act := range a.Actions {
		if _, done := a.Done[act.Stem]; done || act.Skill != skill.DeleteAccountData {
			continue
		}
		since, known, err := w.suspendedSince(ctx, desired, past, act.Target)
		if err != nil {
			return a, err
		}
		if known {
			a.Suspended[act.Target] = since
		}
	}
	return a, nil
}

// unsure says of every act of a charter, whose answer was lost and of which the server did not show, that a person has to look.
// Taking its file away ends that.
func unsure(law charter.Charter, past ledger.State) []string {
	var notes []string
	for _, act := range law.Actions {
		if past.Outcomes[ledger.ActDeed(act.ID())] == ledger.Unknown {
			notes = append(notes, fmt.Sprintf("it is not known whether %s was done: its answer was lost, and it is never tried again; look at %q on the server, and do it by hand if it is missing",
				act.ID(), act.Target))
		}
	}
	return notes
}

// suspendedSince gives since when the enacted trees have said without a break that an account is suspended. The server
// itself does not say when a suspension began.
func (w Ports) suspendedSince(ctx context.Context, desired branch.Source, past ledger.State, account string) (since time.Time, known bool, err error) {
	for _, e := range slices.Backward(past.Enacted) {
		files, err := w.Trees.Enacted(ctx, e.Entry.Commit, e.Body.Tree)
		if err != nil {
			return since, false, fmt.Errorf("the tree of ledger entry %d: %w", e.Entry.Seq, err)
		}
		charter, _ := desired.CharterOf(files) // what has mistakes by now says what it says as far as it can be read
		if !suspends(charter.StateAt(e.Entry.Time.Time), account) {
			return since, known, nil
		}
		since, known = e.Entry.Time.Time, true
	}
	return since, known, nil
}

// suspends says whether a state says of an account that it is suspended.
func suspends(state plan.State, account string) bool {
	return slices.ContainsFunc(state.Items, func(item plan.Item) bool {
		states, _ := item.Params["state"].([]any)
		return item.Resource == "accounts" && item.Target == account && slices.Contains(states, any("suspended"))
	})
}

// aboutActs asks what the actions of an agenda are about, and what the bot may do. What the ledger settles is not asked again,
// except posts that a person was asked to delete.
func aboutActs(a plan.Agenda) []question {
	targets := map[string][]string{}
	for _, act := range a.Actions {
		if _, done := a.Done[act.Stem]; !done || act.Skill == skill.DeleteStatus && !a.Settled[act.Stem] {
			targets[act.Resource()] = plan.Union(targets[act.Resource()], []string{act.Target})
			targets[plan.BotResource] = []string{plan.BotResource}
			if act.Report() != "" && act.Resource() == plan.PersonResource {
				targets[plan.ReportResource] = plan.Union(targets[plan.ReportResource], []string{act.Report()})
			}
		}
	}
	var questions []question
	for _, resource := range []string{plan.BotResource, plan.PersonResource, plan.ReportResource, plan.PostResource} {
		if len(targets[resource]) > 0 {
			questions = append(questions, question{resource, targets[resource]})
		}
	}
	return questions
}
