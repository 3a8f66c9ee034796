package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/form"
	"github.com/bylaw-dev/bylaw/internal/propose"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// formFault is something that the person who filled in a form can mend.
type formFault struct{ err error }

func (f *formFault) Error() string { return f.err.Error() }
func (f *formFault) Unwrap() error { return f.err }

const lookAgain = "Edit the form above: bylaw looks at it again by itself."

// proposeFromIssue makes a proposal of a form, and answers in its issue. What a person wrote there is never an error of the
// program: it is answered.
func (a *app) proposeFromIssue(ctx context.Context, f proposeFlags) error {
	h, err := a.wire.Forge(ctx)
	if err != nil {
		return err
	}
	if err := h.Writable("nothing was proposed", "open the pull request yourself"); err != nil {
		return err
	}
	issue, err := h.Client.Issue(ctx, int(f.issue))
	if err != nil {
		return err
	}
	answered, err := form.Parse(issue.Body)
	if errors.Is(err, form.ErrNone) {
		_, err := fmt.Fprintf(a.Stdout, "issue #%d is none of the community's forms: nothing to do\n", issue.Number)
		return err
	}
	faults, faulty := errors.AsType[form.Faults](err)
	switch {
	case faulty:
		return a.refuseForm(ctx, h, f, issue, faults, lookAgain)
	case err != nil:
		return err
	}
	m, w, err := a.draftForm(ctx, h, issue, answered)
	if fault, ok := errors.AsType[*formFault](err); ok {
		return a.refuseForm(ctx, h, f, issue, faultLines(fault.err), nextStep(fault))
	}
	if err != nil {
		return err
	}
	return a.handInForm(ctx, h, f, issue, m, bodyOf(m, w))
}

// draftForm drafts what a form asks for.
func (a *app) draftForm(ctx context.Context, h wire.Forge, issue facts.Issue, answered form.Answer) (propose.Draft, propose.Request, error) {
	w := propose.Request{
		Reason: answered.Reason(), Prefix: check.FormPrefix(issue.Number), Notes: []string{render.FormNote(issue.Number, issue.Author.Login)},
		Name: issue.Author.Login, Email: fmt.Sprintf("%d+%s@users.noreply.github.com", issue.Author.ID, issue.Author.Login),
	}
	w.Make = func(b draft.Base) (draft.Draft, error) {
		if !slices.ContainsFunc(b.Charter.Roster.Seats, func(s charter.Seat) bool { return s.ID == issue.Author.ID && issue.Author.ID != 0 }) {
			return draft.Draft{}, &formFault{diag.WithHint(errors.New("only people with a seat on the roster propose by a form"), "Ask a member to propose it, or open a pull request yourself.")}
		}
		d, err := a.formDraft(ctx, b, answered)
		if err != nil {
			return d, &formFault{err}
		}
		return d, nil
	}
	m, err := propose.Prepare(ctx, h.Ports, h.Pusher, w)
	if _, wrong := errors.AsType[*diag.Mistakes](err); wrong {
		err = &formFault{err}
	}
	return m, w, err
}

// formDraft drafts the answer of a form.
func (a *app) formDraft(ctx context.Context, b draft.Base, answered form.Answer) (draft.Draft, error) {
	switch answered.Form {
	case "amend":
		return draft.AmendArticle(b, answered.Values["citation"], answered.Values["text"])
	case "member":
		args := []string{answered.Values["login"], "roles=" + strings.ReplaceAll(answered.Values["roles"], " ", "")}
		if handle := answered.Values["mastodon"]; handle != "" {
			args = append(args, "mastodon="+handle)
		}
		seat, err := a.newSeat(ctx, args)
		if err != nil {
			return draft.Draft{}, err
		}
		return draft.AddMember(b, seat)
	}
	name, args, err := answered.Arguments()
	if err != nil {
		return draft.Draft{}, err
	}
	return a.useOf(name, args)(b)
}

// handInForm proposes it, once: a form that was changed after it became a proposal does not become another next to it.
func (a *app) handInForm(ctx context.Context, h wire.Forge, f proposeFlags, issue facts.Issue, m propose.Draft, body string) error {
	if f.dryRun {
		a.showDraft(m, body)
		return a.showProposed(m, body, propose.Proposed{})
	}
	open, err := h.Client.OpenPulls(ctx, h.Ports.Branch)
	if err != nil {
		return err
	}
	for _, p := range open {
		if strings.HasPrefix(p.HeadRef, check.FormPrefix(issue.Number)) && p.HeadRef != m.Branch {
			return a.refuseForm(ctx, h, f, issue, []string{fmt.Sprintf("an earlier version of it is proposal #%d, which is still open", p.Number)},
				"Close that one first, then edit the form again.")
		}
	}
	done, err := propose.Run(ctx, h.Ports, h.Pusher, h.Client, m, body)
	if err != nil {
		return err
	}
	if err := a.answerForm(ctx, h, issue.Number, render.FormProposed(done.Pull.Number, m.Draft.Title)); err != nil {
		return err
	}
	return a.showProposed(m, body, done)
}

func (a *app) refuseForm(ctx context.Context, h wire.Forge, f proposeFlags, issue facts.Issue, faults []string, next string) error {
	said := render.FormRefused(faults, next)
	if !f.dryRun {
		if err := a.answerForm(ctx, h, issue.Number, said); err != nil {
			return err
		}
	}
	if a.json {
		return writeJSON(a.Stdout, map[string]any{"faults": faults})
	}
	_, err := fmt.Fprintf(a.Stdout, "no proposal was made of issue #%d:\n", issue.Number)
	for _, fault := range faults {
		fmt.Fprintf(a.Stdout, "  %s\n", render.Outside(fault))
	}
	return err
}

// answerForm writes the answer below the form, or brings the one that stands there up to date.
func (a *app) answerForm(ctx context.Context, h wire.Forge, number int, text string) error {
	text = facts.Body.Fit(text)
	comments, err := h.Client.Comments(ctx, number)
	if err != nil {
		return err
	}
	for _, c := range comments {
		if !slices.Contains(h.Notifier.Authors, c.Author.ID) || !strings.HasSuffix(strings.TrimSpace(c.Body), render.FormMarker) {
			continue
		}
		if c.Body != text {
			_, err = h.Client.EditComment(ctx, c.ID, text)
		}
		return err
	}
	_, err = h.Client.PostComment(ctx, number, text)
	return err
}

// faultLines says the mistakes that an error is made of, without the files that no one who fills in a form has seen.
func faultLines(err error) []string {
	mistakes, several := errors.AsType[*diag.Mistakes](err)
	if !several {
		return []string{err.Error()}
	}
	var lines []string
	for _, d := range mistakes.List {
		if d.Severity == diag.Error {
			lines = append(lines, d.Message)
		}
	}
	return lines
}

// nextStep is the next step that an error names, or else to mend the form.
func nextStep(err error) string {
	if hint := diag.HintOf(err); hint != "" {
		return hint
	}
	return lookAgain
}
