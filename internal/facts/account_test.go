package facts_test

import (
	"strings"
	"testing"
)

const accountsFile = "governance/instance/accounts.yaml"

func TestEachWordOfAnAccountsStateIsAPowerOfItsOwn(t *testing.T) {
	entry := func(rest string) string { return "accounts:\n  - {account: \"@troll@bad.example\", " + rest + "}\n" }
	for name, c := range map[string]struct {
		before, after string
		want          []string
	}{
		"two words come": {"accounts: []\n", entry("state: [suspended, silenced]"), []string{
			"create silence_account:@troll@bad.example", "create suspend_account:@troll@bad.example"}},
		"one goes, one comes": {entry("state: [silenced]"), entry("state: [suspended]"), []string{
			"create suspend_account:@troll@bad.example", "remove unsilence_account:@troll@bad.example"}},
		"the end moves": {entry("state: [silenced], until: 2027-01-01"), entry("state: [silenced], until: 2028-01-01"), []string{
			"update silence_account:@troll@bad.example"}},
		"the same in other words": {entry("state: [silenced, sensitive]"), entry("state: [sensitive, silenced]"), nil},
		"words without a measure": {"accounts: []\n", entry("state: [], reason: gossip"), []string{"update path:" + accountsFile}},
		"the server's own name":   {"accounts: []\n", "accounts:\n  - {account: \"@ada@social.example\", state: [silenced]}\n", []string{"create silence_account:@ada"}},
		"an entry goes":           {entry("state: [silenced]"), "accounts: []\n", []string{"remove unsilence_account:@troll@bad.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := ids(compare(t, tree(map[string]string{accountsFile: c.before}), tree(map[string]string{accountsFile: c.after})))
			if want := strings.Join(c.want, ", "); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
