package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Task is something only a person can do, at the page named. It does not keep a tree from being enacted: the ledger carries
// it as open, and a later plan closes it once the server shows it.
type Task struct {
	ID         string         `json:"id"` // of the skill and of exactly this content: another text is another task
	Skill      skill.Name     `json:"skill"`
	Action     Action         `json:"action"`
	Target     string         `json:"target"`
	Before     map[string]any `json:"before"` // what the server shows, nil where it shows nothing
	After      map[string]any `json:"after"`  // what it must show, nil where it must not
	What       string         `json:"what"`   // what to do, in a sentence without its full stop
	Text       string         `json:"text"`   // exactly what to enter, or what to look for where something is taken away
	URL        string         `json:"url"`    // the page to open
	Reason     string         `json:"reason"`
	Until      string         `json:"until"` // RFC 3339, UTC, or ""
	Origin     Origin         `json:"origin"`
	Provisions []string       `json:"provisions"` // citations of the provisions that govern it
}

// Closing says why a recorded task no longer waits for a person.
type Closing struct {
	ID    string `json:"id"`
	State Ending `json:"state"`
}

// Ending is how a task ended.
type Ending string

// The ends of a task.
const (
	Shown     Ending = "done"      // the server shows what was asked for
	Withdrawn Ending = "withdrawn" // the repository no longer asks for it
)

// taskOf makes a task of a change that no call can make.
func taskOf(s skill.Skill, c Change, site string) Task {
	what, text := wording(c)
	return Task{
		ID: taskID(c), Skill: c.Skill, Action: c.Action, Target: c.Target, Before: c.Before, After: c.After,
		What: what, Text: text, URL: site + s.Page,
		Reason: c.Reason, Until: c.Until, Origin: c.Origin, Provisions: []string{},
	}
}

// idDigits are enough to distinguish the tasks of one community.
const idDigits = 12

// taskID is alike for the same wish in every plan, whatever the server shows meanwhile.
func taskID(c Change) string {
	return ID(c.Skill, digest([]any{c.Action == Remove, c.Target, c.Params})[:idDigits])
}

// wording says what a person must do, and gives the text that goes onto the page.
func wording(c Change) (what, text string) {
	if what, text = wordingOfSingle(c); what != "" {
		return what, text
	}
	if c.Action == Remove {
		return "delete this announcement", c.Target
	}
	what = "publish this announcement"
	if c.Action == Update {
		what = "change this announcement"
	}
	for _, end := range []struct{ key, word string }{{"starts_at", " from "}, {"ends_at", " until "}} {
		if at, ok := c.After[end.key].(string); ok && at != "" {
			what += end.word + at
		}
	}
	return what, c.Target
}

// wordingOfSingle does so for what a server has one of; "" for anything else.
func wordingOfSingle(c Change) (what, text string) {
	switch c.Skill {
	case skill.UpdateInstanceRules:
		return "make the server's rules exactly these, in this order", numbered(c.After["rules"])
	case skill.UpdateSite:
		return "enter exactly this, and leave the rest of the page as it is", branding(c.Params)
	case skill.UpdateRegistrations:
		word, _ := c.Params[skill.Registrations].(string)
		return "choose who can sign up", map[string]string{
			skill.SignUpsOpen: "Anyone can sign up", skill.SignUpsApproved: "Approval required for sign up", skill.SignUpsClosed: "No one can sign up",
		}[word]
	case skill.UpdateExtendedDescription:
		text, _ = c.Params[skill.ExtendedDescription].(string)
		return "make the extended description exactly this", text
	case skill.PublishTerms:
		text, _ = c.Params[skill.TermsOfService].(string)
		return "publish exactly these terms of service", text
	default:
		return "", ""
	}
}

// branding gives values with the names that Mastodon's page has for them.
func branding(params map[string]any) string {
	var lines []string
	for _, field := range []struct{ key, label string }{
		{"title", "Server name"}, {"contact_account", "Contact username"}, {"contact_email", "Contact e-mail"}, {"short_description", "Server description"},
	} {
		if value, declared := params[field.key]; declared {
			lines = append(lines, fmt.Sprintf("%s: %v", field.label, value))
		}
	}
	return strings.Join(lines, "\n")
}

func numbered(list any) string {
	texts, _ := list.([]any)
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = fmt.Sprintf("%d. %v", i+1, text)
	}
	return strings.Join(lines, "\n")
}

// waits says whether the ledger carries the task that an entry asks for as open.
func (d *difference) waits(want Item) bool {
	put := d.kinds[want.Resource].put
	if put.Kind != skill.Manual {
		return false
	}
	return d.inLedger(askedBy(put, want))
}

// askedBy is the ID of the task that an entry asks for.
func askedBy(put skill.Skill, want Item) string {
	return taskID(Change{Skill: put.Name, Target: want.Target, Params: want.Params})
}

func (d *difference) inLedger(id string) bool {
	return slices.ContainsFunc(d.options.Open, func(t Task) bool { return t.ID == id })
}

// settleTasks closes the recorded tasks that the server shows as done, or that the repository no longer asks for. What is to be
// taken away is asked for until it is gone: the tree that did away with it may be in force by now.
func (d *difference) settleTasks() {
	resource := bySkill(d.kinds)
	for _, t := range d.options.Open {
		name, ours := resource[t.Skill]
		if !ours || slices.ContainsFunc(d.plan.Tasks, func(planned Task) bool { return planned.ID == t.ID }) {
			continue
		}
		want, wanted := d.desired[name][t.Target]
		is, isLive := d.live[name][t.Target]
		asked := t.After
		if wanted && askedBy(d.kinds[name].put, want) == t.ID {
			asked = want.Params // After has also what the server showed then and no file declares
		}
		switch {
		case !d.read[name]:
			d.close(t, Withdrawn)
		case t.shownBy(asked, is, isLive):
			d.close(t, Shown)
		case t.Action == Remove && !wanted:
			t.Before = is.Params
			d.plan.Tasks = append(d.plan.Tasks, t)
		default:
			d.close(t, Withdrawn)
		}
	}
}

func (d *difference) close(t Task, how Ending) {
	d.plan.Closed = append(d.plan.Closed, Closing{t.ID, how})
}

// shownBy says whether the server shows what a task asks for.
func (t Task) shownBy(asked map[string]any, is Item, isLive bool) bool {
	if t.Action == Remove {
		return !isLive
	}
	return isLive && len(differingKeys(asked, is.Params)) == 0
}
