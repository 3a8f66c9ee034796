package cli

import (
	"slices"

	"github.com/spf13/cobra"
)

// group gathers the commands of help by when a community needs them.
func group(root *cobra.Command) {
	for _, g := range []struct {
		title    string
		commands []string
	}{
		{"To begin", []string{"demo", "init", "login", "doctor", "bootstrap", "import"}},
		{"To decide and apply", []string{"propose", "check", "inbox", "status", "plan", "apply", "publish", "drift", "sources", "export"}},
		{"To look up and prove", []string{"explain", "lint", "test", "log", "stats", "site", "verify", "replay", "skills"}},
		{"To administer", []string{"live", "pseudonym", "erase", "logout", "sandbox", "policy", "schema"}},
	} {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title})
		for _, cmd := range root.Commands() {
			if slices.Contains(g.commands, cmd.Name()) {
				cmd.GroupID = g.title
			}
		}
	}
}
