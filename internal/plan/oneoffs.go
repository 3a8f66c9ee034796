package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// ruling is what becomes of a one-off action in a plan. A one-off action with neither why nor task is done.
type ruling struct {
	why  string // why the server would refuse it
	so   string // how the server is as the action wants it already: it is recorded, and not repeated
	task string // what a person has to do, instead or in addition
	text string // what the person has to say there
	page string // where, on the server
	wait bool   // the person comes first: nothing is done now
}

// oneOffs plans the one-off actions of the agenda, and leaves out those whose outcome is recorded.
func (d *difference) oneOffs() {
	for _, a := range d.options.Agenda.Actions {
		if was, done := d.options.Agenda.Done[a.Stem]; done {
			d.spent(a, was)
			continue
		}
		d.oneOff(a)
	}
	d.withdraw()
}

// spent deals with a one-off action that was done already: nothing is done twice, and its name is never free again.
func (d *difference) spent(a OneOffAction, was Change) {
	if !a.same(was) {
		d.refuse(Change{ID: a.ID()}, Refused, fmt.Sprintf("the action %q is recorded with other values (%s of %s), and happens only once: give the new one a name of its own",
			a.Stem, was.Skill, was.Target))
		return
	}
	if a.Skill != skill.DeleteStatus || d.options.Agenda.Settled[a.Stem] {
		return
	}
	r := ruling{}
	if d.unreadOf(a) == "" {
		r = d.ruleOnPost(a)
	}
	if r.wait && !d.asked(a) {
		return // the bot deleted a post of its own
	}
	d.task(a, r)
	d.settle(a, r)
}

// asked reports whether a person was asked to finish a one-off action.
func (d *difference) asked(a OneOffAction) bool {
	return slices.ContainsFunc(d.options.Open, func(t Task) bool { return t.ID == a.TaskID() })
}

// unreadOf says why the target of a one-off action, or the report that it answers, could not be read, or nothing.
func (d *difference) unreadOf(a OneOffAction) string {
	why := func(resource, target string) string {
		why, _ := d.live[resource][target].Params[Unread].(string)
		return cmp.Or(d.options.Unread[resource], why)
	}
	about := why(a.Resource(), a.Target)
	if a.Report() != "" {
		about = cmp.Or(about, why(ReportResource, a.Report()))
	}
	return about
}

func (d *difference) oneOff(a OneOffAction) {
	if why := d.unreadOf(a); why != "" {
		d.plan.Unreadable = append(d.plan.Unreadable, Refusal{ID: a.ID(), State: Unreadable, Why: why})
		return
	}
	r := ruling{}
	if d.read[a.Resource()] {
		r = d.rule(a)
	}
	switch {
	case r.why != "":
		d.refuse(Change{ID: a.ID()}, Refused, r.why)
		return
	case r.so != "":
		d.plan.Notes = append(d.plan.Notes, fmt.Sprintf("%s: %s; it is recorded and not repeated", a.ID(), r.so))
	}
	d.task(a, r)
	d.settle(a, r)
	if r.wait {
		return
	}
	change := d.once(a)
	if d.live[a.Resource()][a.Target].Params[Ours] == true && a.Skill == skill.DeleteStatus {
		change.After[Ours] = true // what is missing later is gone: a server shows every author their own posts
	}
	if r.so != "" {
		change.Before = maps.Clone(change.After)
	}
	d.plan.Changes = append(d.plan.Changes, change)
}

// task adds what a person has to do.
func (d *difference) task(a OneOffAction, r ruling) {
	what, text := r.task, r.text
	if text == "" {
		what, text = "", r.task // nothing has to be said there
	}
	if text != "" {
		d.plan.Tasks = append(d.plan.Tasks, Task{
			ID: a.TaskID(), Skill: a.Skill, Action: Do, Target: a.Target, After: a.Params, What: what, Text: text, URL: d.options.Site + r.page,
			Reason: a.Reason, Origin: Decided, Provisions: []string{},
		})
	}
}

// settle closes the task of a one-off action where the server shows it as done.
func (d *difference) settle(a OneOffAction, r ruling) {
	for _, t := range d.options.Open {
		if t.ID == a.TaskID() && r.so != "" {
			d.close(t, Shown)
		}
	}
}

// withdraw closes the tasks of one-off actions whose files are gone.
func (d *difference) withdraw() {
	for _, t := range d.options.Open {
		asked := slices.ContainsFunc(d.options.Agenda.Actions, func(a OneOffAction) bool { return a.TaskID() == t.ID })
		if t.Action == Do && !asked {
			d.close(t, Withdrawn)
		}
	}
}

// once is the change that a one-off action makes.
func (d *difference) once(a OneOffAction) Change {
	s, _ := skill.Find(a.Skill)
	params := map[string]any{}
	maps.Copy(params, a.Params)
	return Change{
		ID: a.ID(), Action: Do, Skill: a.Skill, Target: a.Target, Params: params, After: maps.Clone(params),
		Reason: a.Reason, Origin: Decided, Provisions: []string{}, ReversibleUntil: reversibleUntil(s),
	}
}

// rule says what becomes of a one-off action by the state that its target is in.
func (d *difference) rule(a OneOffAction) ruling {
	if why := d.missing(a.Skill); why != "" {
		return ruling{why: why}
	}
	switch a.Resource() {
	case ReportResource:
		return d.ruleOnReport(a)
	case PostResource:
		return d.ruleOnPost(a)
	}
	person, known := d.live[PersonResource][a.Target]
	switch {
	case a.Skill == skill.CreateAccount:
		return d.ruleOnName(a, known)
	case !known && d.options.Agenda.Begun[a.Stem] && a.Skill != skill.ApproveAccount:
		return ruling{so: fmt.Sprintf("the account %s is gone since it was begun", a.Target)}
	case !known:
		return ruling{why: fmt.Sprintf("the server knows no account %s; check the name, or remove the action if it was done already", a.Target)}
	case person.Params[Hidden] == true:
		return ruling{why: fmt.Sprintf("%s is a pseudonym, which needs the moderators' pseudonym map (BYLAW_PSEUDONYMS)", a.Target)}
	}
	return d.ruleOnPerson(a, person.Params)
}

// missing says which permission the bot's role does not have for a skill, "" where it has it.
func (d *difference) missing(name skill.Name) string {
	limits, _ := d.live[ServerResource][ServerResource].Params[limitsKey].(ServerLimits)
	if unsupported := limits.software().Unsupported(name, nil); unsupported != "" {
		return unsupported
	}
	s, _ := skill.Find(name)
	granted, _ := d.bot()[Permissions].([]any)
	if s.Permission == "" || slices.Contains(granted, any(s.Permission)) {
		return ""
	}
	return fmt.Sprintf("the bot's role does not have the permission %s; an administrator grants it at /admin/roles", s.Permission)
}

func (d *difference) bot() map[string]any { return d.live[BotResource][BotResource].Params }

func (d *difference) ruleOnReport(a OneOffAction) ruling {
	report, known := d.live[ReportResource][a.Target]
	if !known {
		return ruling{why: fmt.Sprintf("the server has no report %s", a.Target)}
	}
	resolved, assigned := report.Params[Resolved] == true, report.Params[AssignedTo]
	switch {
	case a.Skill == skill.ResolveReport && resolved:
		return ruling{so: fmt.Sprintf("report %s is closed already, by %v", a.Target, report.Params[ResolvedBy])}
	case a.Skill == skill.ReopenReport && !resolved:
		return ruling{so: fmt.Sprintf("report %s is open", a.Target)}
	case a.Skill == skill.AssignReport && report.Params[Ours] == true:
		return ruling{so: fmt.Sprintf("report %s is assigned to the bot already", a.Target)}
	case a.Skill == skill.UnassignReport && assigned == "":
		return ruling{so: fmt.Sprintf("report %s is not assigned", a.Target)}
	case a.Skill == skill.ClassifyReport && len(differingKeys(a.Params, report.Params)) == 0:
		return ruling{so: fmt.Sprintf("report %s is classified so already", a.Target)}
	}
	return ruling{}
}

// ruleOnName: an account is created by the server's own sign-up, and by a person where that is not open to bylaw.
func (d *difference) ruleOnName(a OneOffAction, taken bool) ruling {
	bot := d.bot()
	switch {
	case taken && (d.options.Agenda.Begun[a.Stem] || d.options.Agenda.Asked[a.Stem]):
		return ruling{so: fmt.Sprintf("the account %s exists since it was begun", a.Target)}
	case taken:
		return ruling{why: fmt.Sprintf("the name %s is taken on the server", a.Target)}
	case bot[SignUps] == true && bot[AppToken] == true && bot[Barrier] == nil:
		return ruling{}
	}
	why := any("sign-ups are closed")
	switch {
	case bot[SignUps] == true && bot[Barrier] != nil:
		why = bot[Barrier]
	case bot[SignUps] == true:
		why = "bylaw has no credentials of an application"
	}
	return ruling{
		wait: true, page: "/invites",
		task: fmt.Sprintf("invite the person who is to be %s, because %v", a.Target, why),
	}
}

func (d *difference) ruleOnPerson(a OneOffAction, person map[string]any) ruling {
	switch {
	case a.Skill == skill.DeleteAccountData:
		return d.ruleOnData(a, person)
	case a.Skill == skill.WarnAccount && person[Local] != true:
		return ruling{why: fmt.Sprintf("%s is an account of another server, and no warning reaches it", a.Target)}
	case a.Skill == skill.WarnAccount:
		return ruling{why: d.misanswers(a, person[Account])}
	case a.Skill != skill.ApproveAccount && a.Skill != skill.RejectAccount:
		return ruling{}
	case person[Local] != true:
		return ruling{why: fmt.Sprintf("%s is an account of another server: only our own applicants can be let in or turned down", a.Target)}
	case person[Pending] == true:
		return ruling{}
	case a.Skill == skill.ApproveAccount:
		return ruling{so: fmt.Sprintf("%s is let in already", a.Target)}
	}
	return ruling{why: fmt.Sprintf("%s does not wait for approval: the sign-up was approved", a.Target)}
}

// misanswers says what is wrong with the report that a one-off action against an account answers: the server closes any report
// is named. The id of an account behind a pseudonym is not known here.
func (d *difference) misanswers(a OneOffAction, account any) string {
	report, known := d.live[ReportResource][a.Report()]
	switch {
	case a.Report() == "" || !d.read[ReportResource]:
		return ""
	case !known:
		return fmt.Sprintf("the server has no report %s", a.Report())
	case account != nil && account != report.Params[About]:
		return fmt.Sprintf("report %s is about another account", a.Report())
	}
	return ""
}

// ruleOnData: what cannot be undone at all comes last, after the time for an appeal.
func (d *difference) ruleOnData(a OneOffAction, person map[string]any) ruling {
	since, known := d.options.Agenda.Suspended[a.Target]
	free := since.Add(cooling)
	switch {
	case person[Suspended] != true:
		return ruling{why: fmt.Sprintf("%s is not suspended: data goes only 14 days after a suspension, and never with it", a.Target)}
	case person[ByDomain] == true:
		return ruling{why: fmt.Sprintf("%s is suspended through the block of its domain, and the server deletes no data for that", a.Target)}
	case !known:
		return ruling{why: fmt.Sprintf("the ledger does not say since when %s is suspended: declare it in accounts.yaml, and wait 14 days", a.Target)}
	case d.options.At.Before(free):
		return ruling{why: fmt.Sprintf("%s is suspended since %s: its data may go from %s on",
			a.Target, since.UTC().Format("2006-01-02"), free.UTC().Format("2006-01-02 15:04 MST"))}
	}
	return ruling{}
}
