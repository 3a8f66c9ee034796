package scenario_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func onTheirWord() apply.Override {
	return apply.Override{Reason: "a wave of spam", Who: "ada", Random: bytes.NewReader(make([]byte, 64))}
}

// committed is the sample with some files replaced, as if at a commit.
func (s *testEnv) committed(replaced map[string]string) branch.Source {
	source := s.source(replaced)
	source.Commit = strings.Repeat("ab", 20)
	return source
}

func TestAnOverrideNeverGoesPastALimit(t *testing.T) {
	cases := map[string]struct {
		old, new, says string
		domains        []string
	}{
		"of changes":          {"changes: 500", "changes: 2", "3 changes in one plan, the limit is 2", []string{"a.example", "b.example", "c.example", "kept.example"}},
		"of removals":         {"floor: 10", "floor: 0", "removal", nil},
		"on protected things": {"domains: []", "domains: [friends.example]", `"friends.example"`, []string{"kept.example", "friends.example"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			files := blocks("kept.example")
			files["bylaw.yaml"] = strings.Replace(s.file("governance/bylaw.yaml"), test.old, test.new, 1)
			s.mustApply(s.source(files))
			s.server.ForgetRequests()
			files["instance/federation.yaml"] = blocks(test.domains...)["instance/federation.yaml"]
			// What the override says of limits itself counts for nothing.
			files["bylaw.yaml"] = s.file("governance/bylaw.yaml")
			_, _, err := apply.RunOverride(t.Context(), s.world, s.committed(files), apply.Options{}, onTheirWord())
			refusal, ok := errors.AsType[*diag.Refusal](err)
			if !ok || !strings.HasPrefix(refusal.Why, "an override never goes past a limit: ") || !strings.Contains(refusal.Why, test.says) {
				t.Errorf("error %v, want one with %q", err, test.says)
			}
			if n := s.writes(); n != 0 || slices.Contains(s.kinds(), ledger.Override) {
				t.Errorf("%d writes, ledger %v", n, s.kinds())
			}
		})
	}
}

func TestAnOverrideLeavesOutWhatNothingTakesBack(t *testing.T) {
	s := newTestEnv(t)
	s.server.Edit(func(st *sandbox.State) {
		st.Accounts = append(st.Accounts, &sandbox.Account{ID: 4711, Username: "troll", Domain: "bad.example", Suspended: true})
	})
	files := blocks("a.example")
	files["instance/accounts.yaml"] = "accounts:\n  - {account: \"@troll@bad.example\", state: [suspended], reason: r}\n"
	s.mustApply(s.source(files))
	s.Set(s.Now().AddDate(0, 0, 30))
	files["instance/federation.yaml"] = blocks("a.example", "flood.example")["instance/federation.yaml"]
	files["actions/empty.yaml"] = "skill: delete_account_data\nparams: {account: \"@troll@bad.example\"}\nreason: r\n"
	files["constitution.md"] = s.file("governance/constitution.md") + "\nOne more sentence.\n"
	prospect, receipt, err := apply.RunOverride(t.Context(), s.world, s.committed(files), apply.Options{}, onTheirWord())
	if err != nil || receipt.Count(apply.Done) != 1 || receipt.Results[0].ID != "block_domain:flood.example" {
		t.Errorf("%+v, %v", receipt, err)
	}
	for _, want := range []string{"delete_account_data", "publish_constitution"} {
		if !slices.ContainsFunc(prospect.Plan.Refused, func(r plan.Refusal) bool {
			return strings.HasPrefix(r.ID, want) && strings.HasPrefix(r.Why, "an override does")
		}) {
			t.Errorf("%s is not refused: %+v", want, prospect.Plan.Refused)
		}
	}
}
