package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/propose"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// proposeFlags are what every way to propose has.
type proposeFlags struct {
	reason string
	dryRun bool
	yes    bool
	issue  number
}

// proposed is the JSON form of a proposal that was made, or would be.
type proposed struct {
	Title      string         `json:"title"`
	Branch     string         `json:"branch"`
	Files      []string       `json:"files"`
	Changes    []facts.Change `json:"changes"`
	Articles   []string       `json:"articles"` // whose provisions govern it
	Ungoverned []string       `json:"ungoverned"`
	Body       string         `json:"body"`
	Number     int            `json:"number,omitempty"` // of the proposal, absent in a dry run
	URL        string         `json:"url,omitempty"`
	Already    bool           `json:"already,omitempty"` // it was open before
}

// skillFlags are the options of propose SKILL.
type skillFlags struct {
	*proposeFlags
	skill  string
	params []string // the target, and parameters
}

func (o *skillFlags) complete(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		o.skill, o.params = args[0], args[1:]
	}
	return nil
}

func (a *app) proposeCommand() *cobra.Command {
	var f proposeFlags
	o := skillFlags{proposeFlags: &f}
	cmd := &cobra.Command{
		Use: "propose SKILL [TARGET] [key=value...]",
		Args: func(cmd *cobra.Command, args []string) error {
			if f.issue > 0 {
				return cobra.ExactArgs(0)(cmd, args)
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		ValidArgs: skill.Names(),
		RunE: runs(a, &o, func(ctx context.Context, o skillFlags) error {
			if o.issue != 0 {
				return a.proposeFromIssue(ctx, *o.proposeFlags)
			}
			return a.proposeSkill(ctx, *o.proposeFlags, o.skill, o.params)
		}),
	}
	cmd.PersistentFlags().StringVar(&f.reason, "reason", "", "why, as `TEXT` of a sentence or two for the ledger")
	cmd.PersistentFlags().BoolVar(&f.yes, "yes", false, "do not ask before the proposal is opened")
	cmd.PersistentFlags().BoolVar(&f.dryRun, "dry-run", false, "show the change and what it takes, and propose nothing")
	cmd.Flags().Var(&f.issue, "from-issue", "propose what the form of this issue `NUMBER` requests, and answer there")
	cmd.MarkFlagsMutuallyExclusive("from-issue", "reason")
	cmd.AddCommand(a.proposeActionCommand(&f), a.proposeAmendCommand(&f), a.proposeMemberCommand(&f), a.proposeRevertCommand(&f))
	return cmd
}

func (a *app) proposeActionCommand(f *proposeFlags) *cobra.Command {
	o := skillFlags{proposeFlags: f}
	return &cobra.Command{
		Use:  "action SKILL [TARGET] [key=value...]",
		Args: cobra.MinimumNArgs(1),
		RunE: runs(a, &o, func(ctx context.Context, o skillFlags) error { return a.proposeSkill(ctx, *f, o.skill, o.params) }),
	}
}

// proposeSkill proposes the use of a skill, and asks for parameters that are missing.
func (a *app) proposeSkill(ctx context.Context, f proposeFlags, name string, args []string) error {
	args = named(skill.Name(name), args)
	if f.reason != "" {
		args = append(args, "reason="+f.reason)
	}
	for {
		err := a.propose(ctx, f, propose.Request{Make: a.useOf(name, args), Reason: reasonOf(args)})
		missing, ok := errors.AsType[*draft.Missing](err)
		if !ok || !a.interactive() {
			return err
		}
		answer, askErr := a.ask(question(missing))
		if askErr != nil || answer == "" {
			return errors.Join(err, askErr)
		}
		args = append(args, missing.Param+"="+answer)
	}
}

// named writes a target that stands alone as the parameter that it is: "spam.example" as "domain=spam.example". "id" may
// stand for it as well.
func named(name skill.Name, args []string) []string {
	s, known := skill.Find(name)
	switch {
	case !known:
		return nil // the name is the mistake to say
	case len(s.Params) == 0 || s.Single:
		return args
	}
	target := s.Params[0].Name
	out := make([]string, len(args))
	for i, arg := range args {
		key, value, pair := strings.Cut(arg, "=")
		_, own := s.Compared("id")
		switch {
		case !pair && i == 0:
			out[i] = target + "=" + arg
		case pair && key == "id" && !own:
			out[i] = target + "=" + value
		default:
			out[i] = arg
		}
	}
	return out
}

func reasonOf(args []string) string {
	for _, arg := range args {
		if reason, ok := strings.CutPrefix(arg, "reason="); ok {
			return reason
		}
	}
	return ""
}

// useOf gives the draft of a skill's use.
func (a *app) useOf(name string, args []string) func(draft.Base) (draft.Draft, error) {
	return func(b draft.Base) (draft.Draft, error) {
		q, err := facts.ParseQuestion(b.Charter, name, args, a.Now())
		if err != nil {
			return draft.Draft{}, &usageMistake{err}
		}
		return draft.Use(b, q, a.Now().UTC().Format(time.DateOnly))
	}
}

// propose drafts a wish, shows it, and hands it in.
func (a *app) propose(ctx context.Context, f proposeFlags, w propose.Request) error {
	h, err := a.wire.Forge(ctx)
	if err != nil {
		return err
	}
	if !f.dryRun {
		err = h.Writable("nothing was proposed", "see the change with --dry-run, then push the branch and open the pull request yourself")
	}
	if err != nil {
		return err
	}
	if w.Name, w.Email, err = a.author(ctx, h); err != nil {
		return err
	}
	w.Prefix = "propose/"
	m, err := propose.Prepare(ctx, h.Ports, h.Pusher, w)
	if same, ok := errors.AsType[*draft.ErrSame](err); ok {
		return a.showSame(same)
	}
	if err != nil {
		return err
	}
	body := bodyOf(m, w)
	if f.dryRun || a.interactive() {
		a.showDraft(m, body)
	}
	if f.dryRun {
		return a.showProposed(m, body, propose.Proposed{})
	}
	if a.interactive() && !f.yes {
		if answer, err := a.ask("Open this proposal? [y/N] "); err != nil || !strings.EqualFold(answer, "y") {
			return errors.Join(err, &diag.Refusal{Why: "nothing was proposed"})
		}
	}
	done, err := propose.Run(ctx, h.Ports, h.Pusher, h.Client, m, body)
	if err != nil {
		return err
	}
	return a.showProposed(m, body, done)
}

func botEmail() string {
	return fmt.Sprintf("%d+github-actions[bot]@users.noreply.github.com", facts.SharedBot)
}

// author is the author of the commit: on GitHub the account that the token belongs to. The token of a workflow or an App
// belongs to no person.
func (a *app) author(ctx context.Context, h wire.Forge) (name, email string, err error) {
	if a.wire.InActions() {
		return "bylaw", botEmail(), nil
	}
	self, err := h.Client.Self(ctx)
	if errors.Is(err, facts.ErrForbidden) {
		return "bylaw", botEmail(), nil
	}
	return self.Login, fmt.Sprintf("%d+%s@users.noreply.github.com", self.ID, self.Login), err
}

func bodyOf(m propose.Draft, w propose.Request) string {
	return render.ProposalBody(render.Proposal{
		Reason: w.Reason, Changes: m.Changes, Constitution: m.Base.Charter.Constitution, Requirements: m.Requirements,
		Ungoverned: m.Ungoverned, Undone: m.Draft.Undone, Notes: w.Notes,
	})
}

// showDraft shows the change, line by line, and what it takes.
func (a *app) showDraft(m propose.Draft, body string) {
	if a.json {
		return
	}
	for _, path := range m.Draft.Paths() {
		text := diff.Diff("a/"+path, m.Base.Tree[path].Data, "b/"+path, m.After[path].Data)
		for line := range strings.Lines(string(text)) {
			fmt.Fprintln(a.Stdout, render.Outside(strings.TrimRight(line, "\n")))
		}
	}
	fmt.Fprintf(a.Stdout, "\n%s\n\n%s", render.Outside(m.Draft.Title), body)
}

func proposedForm(m propose.Draft, body string, done propose.Proposed) proposed {
	said := proposed{
		Title: m.Draft.Title, Branch: m.Branch, Files: m.Draft.Paths(), Changes: m.Changes, Articles: []string{},
		Ungoverned: append([]string{}, m.Ungoverned...), Body: body, Number: done.Pull.Number, URL: done.Pull.URL, Already: done.Already,
	}
	for _, r := range m.Requirements {
		said.Articles = append(said.Articles, r.Citation)
	}
	return said
}

func (a *app) showProposed(m propose.Draft, body string, done propose.Proposed) error {
	if a.json {
		return writeJSON(a.Stdout, proposedForm(m, body, done))
	}
	said := fmt.Sprintf("proposed: #%d %s\n%s\n", done.Pull.Number, render.Outside(m.Draft.Title), render.Outside(done.Pull.URL))
	switch {
	case done.Pull.Number == 0:
		said = "\ndry run: nothing was proposed\n"
	case done.Already:
		said = fmt.Sprintf("this is proposed already: #%d %s\n", done.Pull.Number, render.Outside(done.Pull.URL))
	}
	_, err := fmt.Fprint(a.Stdout, said)
	return err
}

// showSame says that there is nothing to propose. It is an answer, and no error.
func (a *app) showSame(same *draft.ErrSame) error {
	if a.json {
		return writeJSON(a.Stdout, map[string]string{"same": same.What})
	}
	_, err := fmt.Fprintln(a.Stdout, render.Outside(same.Error()))
	return err
}

// question asks for a parameter, with the words that it may be.
func question(m *draft.Missing) string {
	s, _ := skill.Find(m.Skill)
	for _, p := range s.Params {
		switch {
		case p.Name == m.Param && len(p.Words) > 0:
			return fmt.Sprintf("%s (%s): ", p.Name, strings.Join(p.Words, ", "))
		case p.Name == m.Param:
			return fmt.Sprintf("%s (%s): ", p.Name, p.Doc)
		}
	}
	return m.Param + ": "
}
