package charter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestAccountsAreReadInTheirCanonicalForm(t *testing.T) {
	got := load(t, map[string]string{"governance/instance/accounts.yaml": `
accounts:
  - {account: "@Troll@Bücher.example", state: [suspended, silenced], message: Enough., report: "12", reason: article 3.3, until: 2027-01-01}
  - {account: "@Ada@SOCIAL.example", state: [], id: "109", notify: false}
  - {account: "ref:00112233445566778899AABBCCDDEEFF", state: [disabled]}
`}).Instance
	want := []plan.Item{
		{Resource: skill.Accounts, Target: "@ada", Params: map[string]any{"state": []any{}, "id": "109", "notify": false}},
		{Resource: skill.Accounts, Target: "@troll@xn--bcher-kva.example", Reason: "article 3.3", Until: "2027-01-02T00:00:00Z", Params: map[string]any{
			"state": []any{"silenced", "suspended"}, "message": "Enough.", "report": "12"}},
		{Resource: skill.Accounts, Target: "ref:00112233445566778899aabbccddeeff", Params: map[string]any{"state": []any{"disabled"}}},
	}
	var accounts []plan.Item
	for _, item := range got.Items {
		if item.Resource == skill.Accounts {
			accounts = append(accounts, item)
		}
	}
	if diff := cmp.Diff(want, accounts); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAMailToAnotherServersAccountIsOnlyWarnedOf(t *testing.T) {
	_, mistakes := charter.Load(repository(map[string]string{"governance/instance/accounts.yaml": `
accounts:
  - {account: "@troll@bad.example", state: [silenced], notify: true}
`}))
	if len(mistakes) != 1 || mistakes.Err() != nil {
		t.Errorf("mistakes:\n%s", lines(mistakes))
	}
}
