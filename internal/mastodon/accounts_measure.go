package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// The permissions of a role that measures need.
const (
	manageReports = 0x10
	manageUsers   = 0x400
)

// measure brings one word of an account's state or lifts it. The account is read first, for an action that is repeated
// leaves another strike, and read again after it, for the answer is empty.
func (i *Instance) measure(ctx context.Context, change plan.Change, m skill.Measure) error {
	pinned, _ := change.Params["id"].(string)
	a, err := i.fetchAccount(ctx, change.Target, pinned)
	if err != nil {
		return err
	}
	put := change.Skill == m.Put
	if a.has(m.State) == put {
		return nil
	}
	if err := i.mayMeasure(ctx, change, a, m); err != nil {
		return err
	}
	there := func() (bool, error) {
		now, err := i.readAccount(ctx, change.Target, a.ID)
		return now.has(m.State) == put, err
	}
	err = i.settle(ctx, func() error { return i.applyMeasure(ctx, change, a, there) }, there)
	return i.explain(ctx, change, a, m, err)
}

// mayMeasure refuses what the server would answer with an internal error, what would shut out the bot itself, and what
// would answer a report about another account.
func (i *Instance) mayMeasure(ctx context.Context, change plan.Change, a account, m skill.Measure) error {
	if m.State == "disabled" && !a.local() {
		return &StateError{change.Skill, change.Target, "only accounts of this server can be disabled"}
	}
	if change.Skill != m.Put {
		return nil
	}
	self, err := i.Whoami(ctx)
	switch {
	case err != nil:
		return err
	case self.ID == a.ID:
		return &StateError{change.Skill, change.Target, "it is the bot's own account"}
	}
	return i.mayAnswer(ctx, change, a)
}

// applyMeasure makes the call and reads back.
func (i *Instance) applyMeasure(ctx context.Context, change plan.Change, a account, there func() (bool, error)) error {
	path, body := actionOn(change, a)
	if _, err := i.call(ctx, http.MethodPost, path, nil, body, nil); err != nil {
		return err
	}
	ok, err := there()
	if err == nil && !ok {
		return &MismatchError{change.Target, "state", change.Skill, "as it was"}
	}
	return err
}

// actionOn gives the call of a skill over an account. The server's own default is to send a mail, so what is meant is
// always said; the reason for the person goes by the name of text.
func actionOn(change plan.Change, a account) (path string, body any) {
	path = accountsPath + "/" + a.ID
	kinds := map[skill.Name]string{
		skill.SuspendAccount: "suspend", skill.SilenceAccount: "silence", skill.MarkAccountSensitive: "sensitive",
		skill.DisableAccount: "disable",
	}
	lifts := map[skill.Name]string{
		skill.UnsuspendAccount: "unsuspend", skill.UnsilenceAccount: "unsilence", skill.UnmarkSensitive: "unsensitive",
		skill.EnableAccount: "enable",
	}
	if verb, lifting := lifts[change.Skill]; lifting {
		return path + "/" + verb, nil
	}
	action := map[string]any{"type": kinds[change.Skill], "send_email_notification": change.Params["notify"] == true && a.local()}
	if message, _ := change.Params["message"].(string); message != "" {
		action["text"] = message
	}
	if report, _ := change.Params["report"].(string); report != "" {
		action["report_id"] = report
	}
	return path + "/action", action
}

// explain finds out what an error of an account call means, because one status stands for many causes and the server's
// words come in any language. What concerns the token or the bot's role concerns every other change as well.
func (i *Instance) explain(ctx context.Context, change plan.Change, a account, m skill.Measure, err error) error {
	status, answer := statusOf(err), []byte(nil)
	if api, ok := errors.AsType[*APIError](err); ok {
		answer = api.Body
	}
	if status != http.StatusForbidden && status != http.StatusNotFound || !json.Valid(answer) {
		return i.hide(change.Target, err)
	}
	now, readErr := i.readAccount(ctx, change.Target, a.ID)
	switch {
	case readErr != nil:
		return i.hide(change.Target, readErr)
	case now.has(m.State) == (change.Skill == m.Put):
		return nil
	case status == http.StatusNotFound:
		return &StateError{change.Skill, change.Target, fmt.Sprintf("the server has no report %q", change.Params["report"])}
	}
	if missing := i.missingPower(ctx); missing != "" {
		return diag.WithHint(i.hide(change.Target, err), "%s", missing)
	}
	return &StateError{change.Skill, change.Target, i.whyForbidden(ctx, change, now)}
}

// missingPower says what the token or the bot's role is missing for every measure, or "".
func (i *Instance) missingPower(ctx context.Context) string {
	if self, err := i.Whoami(ctx); err == nil && self.Permissions&(manageUsers|administrator) == 0 {
		return "the bot's role does not have the permission manage_users"
	}
	shown, err := i.Scopes(ctx)
	if err != nil {
		return ""
	}
	for _, scope := range []string{"admin:write", "admin:write:accounts"} {
		if slices.Contains(shown.List, scope) {
			return ""
		}
	}
	return "the token does not have the scope admin:write:accounts"
}

// whyForbidden distinguishes ranks from states once the token and the role are known to be enough.
func (i *Instance) whyForbidden(ctx context.Context, change plan.Change, a account) string {
	self, err := i.Whoami(ctx)
	reports, readErr := i.openReports(ctx, a.ID)
	switch {
	case change.Skill == skill.UnsuspendAccount:
		return "the account's own server suspended it"
	case change.Skill == skill.EnableAccount:
		return "the server does not let anyone enable it"
	case err == nil && self.Permissions&(manageReports|administrator) == 0 && (reports > 0 || readErr != nil):
		return "it would resolve open reports, for which the bot's role does not have the permission manage_reports"
	case a.staff():
		return fmt.Sprintf("the bot's role does not rank above the account's (%s)", httpapi.Plain(a.Role.Name))
	default:
		return "the server forbids it, though role and account allow it: the token may not have the scope admin:write:accounts"
	}
}

func (i *Instance) openReports(ctx context.Context, id string) (int, error) {
	reports, err := readPages[openReport](ctx, i, adminReportsPath, reportsPage)
	n := 0
	for _, r := range reports {
		if r.Target.ID == id {
			n++
		}
	}
	return n, err
}

// measured reports whether an account is in the state that a measure asks for.
func (i *Instance) measured(ctx context.Context, change plan.Change, m skill.Measure) (bool, error) {
	pinned, _ := change.Params["id"].(string)
	a, err := i.fetchAccount(ctx, change.Target, pinned)
	return err == nil && a.has(m.State) == (change.Skill == m.Put), err
}
