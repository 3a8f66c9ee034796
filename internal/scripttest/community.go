package scripttest

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// The charter of a small community: four members, more than half of the votes cast by at least two of them, three days.
const (
	smallConstitution = `# Constitution

## 1 Servers

` + "```provision" + `
governs:
  - skills: [block_domain, unblock_domain]
electorate: {role: member}
threshold: [{count: yes, op: ">", value: "1/2", of: cast}]
quorum: [{count: participating, op: ">=", value: 2}]
period: {min: 72h}
proposer_vote: implicit_yes
` + "```" + `

## 2 Everything else

` + "```provision" + `
governs:
  - subjects: [constitution, roster, policies, settings, workflows, cases, other, mass_change]
  - skills: [publish_constitution]
electorate: {role: member}
threshold: [{count: yes, op: ">", value: "1/2", of: cast}]
quorum: [{count: participating, op: ">=", value: 2}]
period: {min: 72h}
enact: {delay: 24h}
proposer_vote: implicit_yes
` + "```" + `
`
	smallRoster = `seats:
  - {seat: ada, github: {login: ada, id: 101}, roles: [member]}
  - {seat: bruno, github: {login: bruno, id: 102}, roles: [member]}
  - {seat: chen, github: {login: chen, id: 103}, roles: [member]}
  - {seat: dana, github: {login: dana, id: 104}, roles: [member]}
`
	smallSettings = `version: 1
community: A small community
forge: {kind: github, repository: example/governance, branch: main, creator: 41898282, merge_method: merge}
paused: false
`
	smallBlocks = "domain_blocks:\n  - {domain: ash.example, severity: suspend}\n"
)

// SmallCharter is the charter of a small community on a server: its files by their names below governance.
func SmallCharter(instance string) map[string]string {
	return map[string]string{
		"constitution.md": smallConstitution, "roster.yaml": smallRoster, "instance/federation.yaml": smallBlocks,
		"bylaw.yaml": smallSettings + "instance: " + instance + "\n",
	}
}

// openCommunity starts a fake Mastodon, writes the charter of a small community there, bootstraps it on a fake GitHub, and
// enacts that: "community DIR". What follows runs as a workflow of GitHub would.
func openCommunity(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: community DIR")
	}
	serve(ts, false, []string{"mastodon"})
	ts.Setenv("MASTODON_ACCESS_TOKEN", "sandbox-bot")
	for name, text := range SmallCharter(ts.Getenv("MASTODON_URL")) {
		path := filepath.Join(ts.MkAbs(args[0]), "governance", filepath.FromSlash(name))
		ts.Check(os.MkdirAll(filepath.Dir(path), 0o750))
		ts.Check(os.WriteFile(path, []byte(text), 0o600))
	}
	openHub(ts, args)
	ts.Setenv("GITHUB_ACTIONS", "true")
	ts.Setenv("GITHUB_RUN_ID", "1")
	ts.Setenv("GITHUB_ACTOR", "ada")
	runBylaw(ts, false, []string{"apply", "-C", args[0], "--quiet"})
}
