package plan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// scene is one act with what the server and the ledger say about it.
type scene struct {
	act    plan.OneOffAction
	live   map[string]any // nil: the server does not have it
	bot    map[string]any
	agenda plan.Agenda
	open   []plan.Task
	want   string // the changes, tasks and refusals, in one line
}

var allowed = map[string]any{
	plan.Permissions: []any{"manage_reports", "manage_users", "delete_user_data"}, plan.SignUps: true, plan.AppToken: true,
}

func act(name skill.Name, target string) plan.OneOffAction {
	return plan.OneOffAction{Stem: "once", Skill: name, Target: target, Params: map[string]any{}}
}

func classify(category string, rules ...any) plan.OneOffAction {
	a := act(skill.ClassifyReport, "12")
	a.Params["category"] = category
	if len(rules) > 0 {
		a.Params["rules"] = rules
	}
	return a
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func (s scene) plan() plan.Plan {
	if s.bot == nil {
		s.bot = allowed
	}
	live := plan.State{Managed: []string{plan.BotResource, s.act.Resource()}, Items: []plan.Item{
		{Resource: plan.BotResource, Target: plan.BotResource, Params: s.bot},
	}}
	if s.live != nil {
		live.Items = append(live.Items, plan.Item{Resource: s.act.Resource(), Target: s.act.Target, Params: s.live})
	}
	s.agenda.Actions = []plan.OneOffAction{s.act}
	return plan.Between(plan.State{}, plan.State{}, live, plan.Options{At: noon, Agenda: s.agenda, Site: "https://social.example", Open: s.open})
}

// inOneLine is a plan in one line.
func inOneLine(p plan.Plan) string {
	var all []string
	for _, c := range p.Changes {
		word := "do "
		if c.Before != nil {
			word = "record "
		}
		all = append(all, word+c.ID)
	}
	for _, t := range p.Tasks {
		all = append(all, "ask "+t.ID)
	}
	for _, r := range p.Refused {
		all = append(all, "refuse: "+r.Why)
	}
	for _, r := range p.Unreadable {
		all = append(all, "unread: "+r.Why)
	}
	return strings.Join(all, "; ")
}

func TestPlanOfAOneOffActionFollowsTheStateOfItsTarget(t *testing.T) {
	const who = "@new@social.example"
	pending := map[string]any{plan.Local: true, plan.Pending: true}
	member := map[string]any{plan.Local: true}
	suspended := map[string]any{plan.Local: true, plan.Suspended: true}
	since := func(days int) plan.Agenda {
		return plan.Agenda{Suspended: map[string]time.Time{who: noon.AddDate(0, 0, -days)}}
	}
	begun := plan.Agenda{Begun: map[string]bool{"once": true}}
	for name, s := range map[string]scene{
		"an applicant is let in":                    {act: act("approve_account", who), live: pending, want: "do approve_account:once"},
		"whoever is in is let in":                   {act: act("approve_account", who), live: member, want: "record approve_account:once"},
		"somebody from elsewhere cannot be let in":  {act: act("approve_account", who), live: map[string]any{}, want: "refuse: " + who + " is an account of another server: only our own applicants can be let in or turned down"},
		"nobody cannot be let in":                   {act: act("approve_account", who), want: "refuse: the server knows no account " + who + "; check the name, or remove the action if it was done already"},
		"an applicant is turned down":               {act: act("reject_account", who), live: pending, want: "do reject_account:once"},
		"whoever is in cannot be turned down":       {act: act("reject_account", who), live: member, want: "refuse: " + who + " does not wait for approval: the sign-up was approved"},
		"whoever was turned down by us stays so":    {act: act("reject_account", who), agenda: begun, want: "record reject_account:once"},
		"a pseudonym without a map":                 {act: act("reject_account", "ref:01"), live: map[string]any{plan.Hidden: true}, want: "refuse: ref:01 is a pseudonym, which needs the moderators' pseudonym map (BYLAW_PSEUDONYMS)"},
		"data of a member stays (trap 11)":          {act: act("delete_account_data", who), live: member, agenda: since(99), want: "refuse: " + who + " is not suspended: data goes only 14 days after a suspension, and never with it"},
		"data goes after 14 days":                   {act: act("delete_account_data", who), live: suspended, agenda: since(14), want: "do delete_account_data:once"},
		"data stays for 13 days":                    {act: act("delete_account_data", who), live: suspended, agenda: since(13), want: "refuse: " + who + " is suspended since 2026-11-08: its data may go from 2026-11-22 12:00 UTC on"},
		"data stays while nobody knows since when":  {act: act("delete_account_data", who), live: suspended, want: "refuse: the ledger does not say since when " + who + " is suspended: declare it in accounts.yaml, and wait 14 days"},
		"data stays with a domain block (trap 11)":  {act: act("delete_account_data", who), live: map[string]any{plan.Suspended: true, plan.ByDomain: true}, agenda: since(99), want: "refuse: " + who + " is suspended through the block of its domain, and the server deletes no data for that"},
		"a permission is missing (trap 11)":         {act: act("delete_account_data", who), live: suspended, agenda: since(14), bot: map[string]any{plan.Permissions: []any{"manage_users"}}, want: "refuse: the bot's role does not have the permission delete_user_data; an administrator grants it at /admin/roles"},
		"a free name is signed up":                  {act: act("create_account", who), want: "do create_account:once"},
		"a name is taken":                           {act: act("create_account", who), live: member, want: "refuse: the name " + who + " is taken on the server"},
		"a name is taken since we began":            {act: act("create_account", who), live: member, agenda: begun, want: "record create_account:once"},
		"sign-ups are closed (trap 12)":             {act: act("create_account", who), bot: map[string]any{plan.AppToken: true}, want: "ask create_account:once:by-hand"},
		"sign-ups ask for more than an act has":     {act: act("create_account", who), bot: map[string]any{plan.SignUps: true, plan.AppToken: true, plan.Permissions: allowed[plan.Permissions], plan.Barrier: "the server asks for their date of birth"}, want: "ask create_account:once:by-hand"},
		"no application is known (trap 12)":         {act: act("create_account", who), bot: map[string]any{plan.SignUps: true}, want: "ask create_account:once:by-hand"},
		"a report is closed":                        {act: act("resolve_report", "12"), live: map[string]any{}, want: "do resolve_report:once"},
		"a report that somebody closed stays so":    {act: act("resolve_report", "12"), live: map[string]any{plan.Resolved: true}, want: "record resolve_report:once"},
		"a report is opened again":                  {act: act("reopen_report", "12"), live: map[string]any{plan.Resolved: true}, want: "do reopen_report:once"},
		"an open report is not opened":              {act: act("reopen_report", "12"), live: map[string]any{}, want: "record reopen_report:once"},
		"a report is taken":                         {act: act("assign_report", "12"), live: map[string]any{plan.AssignedTo: "@ada"}, want: "do assign_report:once"},
		"our report is not taken":                   {act: act("assign_report", "12"), live: map[string]any{plan.AssignedTo: "@bylaw", plan.Ours: true}, want: "record assign_report:once"},
		"a report is given back":                    {act: act("unassign_report", "12"), live: map[string]any{plan.AssignedTo: "@ada"}, want: "do unassign_report:once"},
		"nobody's report is not given back":         {act: act("unassign_report", "12"), live: map[string]any{plan.AssignedTo: ""}, want: "record unassign_report:once"},
		"a report is classified":                    {act: classify("spam"), live: map[string]any{plan.Category: "other"}, want: "do classify_report:once"},
		"a report that is classified so stays so":   {act: classify("spam"), live: map[string]any{plan.Category: "spam", plan.Rules: []any{}}, want: "record classify_report:once"},
		"a report breaks another rule":              {act: classify("violation", "2"), live: map[string]any{plan.Category: "violation", plan.Rules: []any{"1"}}, want: "do classify_report:once"},
		"a report breaks that rule already":         {act: classify("violation", "2"), live: map[string]any{plan.Category: "violation", plan.Rules: []any{"2"}}, want: "record classify_report:once"},
		"rules that are not named stay":             {act: classify("violation"), live: map[string]any{plan.Category: "violation", plan.Rules: []any{"2"}}, want: "record classify_report:once"},
		"there is no such report":                   {act: act("resolve_report", "12"), want: "refuse: the server has no report 12"},
		"our post is deleted":                       {act: act("delete_status", "9"), live: map[string]any{plan.Ours: true}, want: "do delete_status:once"},
		"the constitution stays":                    {act: act("delete_status", "9"), live: map[string]any{plan.Ours: true, plan.Constitution: true}, want: "refuse: post 9 is the published constitution"},
		"a post of another is a task, too (trap 4)": {act: act("delete_status", "9"), live: map[string]any{plan.Ours: false}, want: "do delete_status:once; ask delete_status:once:by-hand"},
		"a post that is not shown is a task":        {act: act("delete_status", "9"), want: "ask delete_status:once:by-hand"},
		"a post that others see is a task":          {act: act("delete_status", "9"), live: map[string]any{plan.Unseen: true, plan.Public: true}, want: "ask delete_status:once:by-hand"},
		"a post with a resolved report is gone":     {act: act("delete_status", "9"), live: map[string]any{plan.Unseen: true, plan.FiledReport: "31", plan.Resolved: true}, want: "record delete_status:once"},
		"unless others see it":                      {act: act("delete_status", "9"), live: map[string]any{plan.Unseen: true, plan.Public: true, plan.FiledReport: "31", plan.Resolved: true}, want: "do delete_status:once; ask delete_status:once:by-hand"},
		"a post that cannot be read":                {act: act("delete_status", "9"), live: map[string]any{plan.Unread: "GET /api/v1/admin/reports answers 403"}, want: "unread: GET /api/v1/admin/reports answers 403"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inOneLine(s.plan()); got != s.want {
				t.Errorf("got  %s\nwant %s", got, s.want)
			}
		})
	}
}

func TestPlanDoesNotRepeatRecordedActions(t *testing.T) {
	a := act("resolve_report", "12")
	done := func(c plan.Change) plan.Agenda { return plan.Agenda{Done: map[string]plan.Change{"once": c}} }
	same := scene{act: a, live: map[string]any{}, agenda: done(plan.Change{ID: a.ID(), Skill: a.Skill, Target: "12"})}
	if got := inOneLine(same.plan()); got != "" {
		t.Errorf("what was done is planned again: %s", got)
	}
	other := scene{act: a, live: map[string]any{}, agenda: done(plan.Change{ID: a.ID(), Skill: a.Skill, Target: "11"})}
	if got := inOneLine(other.plan()); !strings.Contains(got, `the action "once" is recorded with other values (resolve_report of 11)`) {
		t.Errorf("a name is used twice: %s", got)
	}
	also := scene{act: a, live: map[string]any{}, agenda: done(plan.Change{ID: "reopen_report:once", Skill: "reopen_report", Target: "12"})}
	if got := inOneLine(also.plan()); !strings.HasPrefix(got, "refuse: ") {
		t.Errorf("a name is used for another skill: %s", got)
	}
}

func TestAPostOfAnotherIsAskedForUntilItIsGone(t *testing.T) {
	a := act("delete_status", "9")
	a.Params["message"] = "No insults."
	filed := plan.Agenda{Done: map[string]plan.Change{"once": {ID: a.ID(), Skill: a.Skill, Target: "9", Params: a.Params}}}
	p := scene{act: a, live: map[string]any{plan.FiledReport: "31"}, agenda: filed}.plan()
	if len(p.Changes) != 0 || len(p.Tasks) != 1 {
		t.Fatalf("got %s", inOneLine(p))
	}
	if got := p.Tasks[0]; got.URL != "https://social.example/admin/reports/31" || got.Text != "No insults." {
		t.Errorf("task %+v", got)
	}
	hidden := scene{act: a, live: map[string]any{plan.Unseen: true, plan.FiledReport: "31"}, agenda: filed}.plan()
	if len(hidden.Tasks) != 1 || !strings.Contains(hidden.Tasks[0].What, "the server does not show it to the bot") {
		t.Errorf("a post whose report is open is gone for the bot alone: %+v", hidden.Tasks)
	}
	gone := map[string]any{plan.Unseen: true, plan.FiledReport: "31", plan.Resolved: true}
	if got := inOneLine(scene{act: a, live: gone, agenda: filed}.plan()); got != "" {
		t.Errorf("a post that is gone is still asked for: %s", got)
	}
	if got := inOneLine(scene{act: a, agenda: filed}.plan()); got != "" {
		t.Errorf("a person is asked about a post that the bot deleted itself: %s", got)
	}
}

// The server closes whichever report an action names.
func TestAWarningAnswersAReportAboutTheSameAccount(t *testing.T) {
	warning := plan.OneOffAction{Stem: "once", Skill: skill.WarnAccount, Target: "@dana", Params: map[string]any{"message": "Please.", "report": "12"}}
	person := map[string]any{plan.Local: true, plan.Account: "7"}
	behindPseudonym := map[string]any{plan.Local: true}
	for name, c := range map[string]struct {
		person map[string]any
		report map[string]any // nil: the server has none
		want   string
	}{
		"about the same account":        {person, map[string]any{plan.About: "7"}, "do warn_account:once"},
		"about another":                 {person, map[string]any{plan.About: "8"}, "refuse: report 12 is about another account"},
		"that the server does not have": {person, nil, "refuse: the server has no report 12"},
		"behind a pseudonym":            {behindPseudonym, map[string]any{plan.About: "8"}, "do warn_account:once"},
		"that the token may not read":   {person, map[string]any{plan.Unread: "403"}, "unread: 403"},
	} {
		t.Run(name, func(t *testing.T) {
			items := []plan.Item{{Resource: plan.BotResource, Target: plan.BotResource, Params: allowed}, {Resource: plan.PersonResource, Target: "@dana", Params: c.person}}
			if c.report != nil {
				items = append(items, plan.Item{Resource: plan.ReportResource, Target: "12", Params: c.report})
			}
			live := plan.State{Managed: []string{plan.BotResource, plan.PersonResource, plan.ReportResource}, Items: items}
			got := inOneLine(plan.Between(plan.State{}, plan.State{}, live, plan.Options{At: noon, Agenda: plan.Agenda{Actions: []plan.OneOffAction{warning}}}))
			if got != c.want {
				t.Errorf("planned %q, want %q", got, c.want)
			}
		})
	}
}

// A suspended author's posts are not shown, and reports about them are refused.
func TestPostsAndReportsComeBeforeMeasuresAgainstTheirAuthors(t *testing.T) {
	const troll = "@troll@bad.example"
	acts := []plan.OneOffAction{
		{Stem: "a", Skill: "delete_status", Target: "9"}, {Stem: "b", Skill: "resolve_report", Target: "12"}, {Stem: "c", Skill: "reopen_report", Target: "13"},
	}
	suspend := plan.Item{Resource: "accounts", Target: troll, Params: map[string]any{"state": []any{"suspended"}}}
	wanted := state(block("bad.example", "suspend"))
	wanted.Managed, wanted.Items = append(wanted.Managed, "accounts"), append(wanted.Items, suspend)
	live := state()
	live.Managed = append(live.Managed, "accounts")
	live.Items = append(live.Items, plan.Item{Resource: "accounts", Target: troll, Params: map[string]any{"state": []any{}}})
	got := ids(plan.Between(state(), wanted, live, plan.Options{At: at, Agenda: plan.Agenda{Actions: acts}}))
	want := []string{"delete_status:a", "resolve_report:b", "block_domain:bad.example", "suspend_account:" + troll, "reopen_report:c"}
	if !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
}

func TestActsThatCanBeUndoneComeFirstAndByTheirNames(t *testing.T) {
	acts := []plan.OneOffAction{
		{Stem: "a", Skill: "reject_account", Target: "@x@social.example"}, {Stem: "b", Skill: "resolve_report", Target: "9"},
		{Stem: "c", Skill: "assign_report", Target: "1"},
	}
	p := plan.Between(plan.State{}, plan.State{}, plan.State{}, plan.Options{Agenda: plan.Agenda{Actions: acts}})
	var got []string
	for _, c := range p.Changes {
		got = append(got, plan.StemOf(c.ID))
	}
	if want := []string{"b", "c", "a"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestTheTaskOfAnActEndsWhenTheServerShowsItOrItsFileIsGone(t *testing.T) {
	a := act("delete_status", "9")
	open := []plan.Task{{ID: a.TaskID(), Skill: a.Skill, Action: plan.Do, Target: "9"}}
	filed := plan.Agenda{Done: map[string]plan.Change{"once": {ID: a.ID(), Skill: a.Skill, Target: "9"}}}
	if got := (scene{act: a, agenda: filed, open: open, live: map[string]any{}}).plan(); len(got.Closed) != 0 || len(got.Tasks) != 1 {
		t.Errorf("while the post stands: %+v", got.Closed)
	}
	gone := scene{act: a, agenda: filed, open: open, live: map[string]any{plan.Unseen: true, plan.FiledReport: "31", plan.Resolved: true}}.plan()
	if want := []plan.Closing{{ID: a.TaskID(), State: plan.Shown}}; !slices.Equal(gone.Closed, want) {
		t.Errorf("when the post is gone: %+v", gone.Closed)
	}
	taken := plan.Between(plan.State{}, plan.State{}, plan.State{}, plan.Options{Open: open})
	if want := []plan.Closing{{ID: a.TaskID(), State: plan.Withdrawn}}; !slices.Equal(taken.Closed, want) {
		t.Errorf("when the file is gone: %+v", taken.Closed)
	}
	filed.Settled = map[string]bool{"once": true}
	if got := (scene{act: a, agenda: filed, live: map[string]any{}}).plan(); len(got.Tasks)+len(got.Closed) != 0 {
		t.Errorf("a task that has ended is there again: %+v", got)
	}
}
