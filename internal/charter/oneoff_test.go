package charter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestActsAreReadByTheNamesOfTheirFiles(t *testing.T) {
	const ref = "ref:0123456789abcdef"
	got := load(t, map[string]string{
		charter.ActionFile("2026-11-21-welcome"): "skill: approve_account\nparams: {account: \"@Newcomer\"}\nreason: application of 20 November\n",
		charter.ActionFile("close-12"):           "skill: resolve_report\nparams: {report: 12}\n",
		charter.ActionFile("category"):           "skill: classify_report\nparams: {report: 12, category: violation, rules: [1, 3]}\n",
		charter.ActionFile("hidden"):             "skill: reject_account\nparams: {account: \"" + ref + "\"}\nreason: r\n",
		charter.ActionFile("post"):               "skill: delete_status\nparams: {status: \"115000000000000000001\", message: Please.}\nreason: r\n",
		charter.ActionFile("sign-up"):            "skill: create_account\nparams: {username: Ada_2, email_from: env:BYLAW_SECRET_MAIL, password_from: env:BYLAW_SECRET_WORD}\n",
		charter.ActionsFolder + "/README.md":     "What we do once.\n",
	}).Actions
	want := []plan.OneOffAction{
		{Stem: "2026-11-21-welcome", Skill: "approve_account", Target: "@newcomer", Params: map[string]any{}, Reason: "application of 20 November"},
		{Stem: "category", Skill: "classify_report", Target: "12", Params: map[string]any{"category": "violation", "rules": []any{"1", "3"}}},
		{Stem: "close-12", Skill: "resolve_report", Target: "12", Params: map[string]any{}},
		{Stem: "hidden", Skill: "reject_account", Target: ref, Params: map[string]any{}, Reason: "r"},
		{Stem: "post", Skill: "delete_status", Target: "115000000000000000001", Params: map[string]any{"message": "Please."}, Reason: "r"},
		{Stem: "sign-up", Skill: "create_account", Target: "@ada_2", Params: map[string]any{
			"username": "ada_2", "email_from": "env:BYLAW_SECRET_MAIL", "password_from": "env:BYLAW_SECRET_WORD",
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("acts (-want +got):\n%s", diff)
	}
}
