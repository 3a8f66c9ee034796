package actiontest

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// Attack 24. A person who may edit an operator's own workflow tries to steer what is enacted by the arguments of apply: a
// target, a branch, a plan that was changed after it was made, a checkout of a proposal. Apply takes no target, and enacts
// the tip of the protected branch whatever is checked out.
func TestAttack24ArgumentsCannotWidenApply(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.propose("suspend", "governance/instance/federation.yaml", suspending)
	for arguments, want := range map[string]string{
		"block_domain evil.example":        "accepts 0 arg(s), received 2",
		"--target evil.example":            "unknown flag: --target",
		"--ref suspend":                    "--ref goes with --sandbox only",
		"--ref=refs/pull/1/head":           "--ref goes with --sandbox only",
		"--found":                          "unknown flag: --found",
		"--override\nit is urgent":         "--override is for a person at a terminal",
		"--plan\ngovernance/roster.yaml":   "governance/roster.yaml",
		"-C\n../nowhere":                   "nowhere",
		"--dir governance/instance --json": "there is no governance/ folder",
	} {
		j := r.use(map[string]string{"command": "apply", "arguments": arguments, "mastodon-url": r.MastodonURL, "mastodon-token": r.secret})
		r.expect(j, true, want)
	}
	r.untouched()

	server := map[string]string{"command": "plan", "arguments": "--out\nsaved.json", "mastodon-url": r.MastodonURL, "mastodon-token": r.secret}
	apply := map[string]string{"command": "apply", "arguments": "--plan\nsaved.json", "mastodon-url": r.MastodonURL, "mastodon-token": r.secret}
	j := r.steps(r.Branch, step{Uses: "bylaw-dev/bylaw@hash", With: server},
		step{Run: "sed -i.bak s/pile-on.example/evil.example/ saved.json"}, step{Uses: "bylaw-dev/bylaw@hash", With: apply})
	r.expect(j, true, "digest")
	r.unwritten()

	delete(apply, "arguments")
	r.expect(r.steps("suspend", step{Uses: "bylaw-dev/bylaw@hash", With: apply}), false, "changes applied")
	r.Mastodon.Edit(func(state *box.State) {
		for _, b := range state.DomainBlocks {
			if b.Domain == "aaa.example" || b.Domain == "evil.example" {
				t.Errorf("%s is blocked", b.Domain)
			}
		}
	})
}

// Attack 27. Dana, who may push branches, rewrites ping and apply in her branch: they print the secret, without its
// environment and with it, and she starts apply by hand on that branch. Without the environment there is no secret, and
// the environment is for the default branch alone.
func TestAttack27ATokenReachedFromAProposal(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.offer("dana", "grab", "Correct the spelling", map[string]func(string) string{
		".github/workflows/bylaw-ping.yml": with(`name: bylaw ping
on: [pull_request]
permissions: write-all
jobs:
  plain: {steps: [{run: 'echo "the token is [$TOKEN]"', env: {TOKEN: "${{ secrets.MASTODON_ACCESS_TOKEN }}"}}]}
  within: {environment: mastodon, steps: [{run: 'echo "the token is [$TOKEN]"', env: {TOKEN: "${{ secrets.MASTODON_ACCESS_TOKEN }}"}}]}
`),
		".github/workflows/bylaw-apply.yml": with(`name: bylaw apply
on: workflow_dispatch
jobs:
  apply:
    environment: mastodon
    steps:
      - run: 'echo "the token is [$TOKEN]"'
        env: {TOKEN: "${{ secrets.MASTODON_ACCESS_TOKEN }}"}
`),
	})
	r.start(github.Run{Event: "workflow_dispatch", Source: "refs/heads/grab", Ref: "refs/heads/grab"}, "")
	var said []string
	for _, j := range r.log {
		if j.workflow != "bylaw-check.yml" {
			said = append(said, j.event+": "+strings.TrimSpace(j.output.String()))
		}
	}
	want := `pull_request opened: the token is []
pull_request opened: "refs/pull/1/merge" is not allowed to deploy to mastodon due to environment protection rules
workflow_dispatch: "refs/heads/grab" is not allowed to deploy to mastodon due to environment protection rules`
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("the jobs said\n%s\nwant\n%s", got, want)
	}
	r.untouched()
	r.secretive()
}

// Attack 41. A proposal moves the instance to a server of its author's. Every vote is in favour, dana merges it, and apply
// runs with the token: the token goes to the server that the operator named or nowhere.
func TestAttack41TheInstanceIsMoved(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	thief := box.New(box.Options{})
	served := httptest.NewServer(thief)
	defer served.Close()
	number := r.propose("move", "governance/bylaw.yaml", func(text string) string {
		return strings.Replace(text, "instance: "+r.MastodonURL, "instance: "+served.URL, 1)
	})
	r.approveAll(number)
	r.expect(r.schedule("bylaw-check.yml"), false, "#1  passed")
	_, err := r.GitHub.Merge("dana", number, "", "")
	r.must(err)
	r.settle()
	r.expect(r.last("bylaw-apply.yml"), true, served.URL)
	if asked := thief.Requests(); len(asked) > 0 {
		t.Errorf("the other server was asked %v", asked)
	}
	r.unwritten()
	r.secretive()
}

// Attack 42. An action makes an account whose password is to be the token of the server, and whose address is that of GitHub:
// only names with the prefix for secrets are read. The action is a mistake at check, and stays one when it is merged anyhow.
func TestAttack42ASecretByName(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	number := r.propose("grab", "governance/actions/grab.yaml", with(`skill: create_account
params: {username: grabber, email_from: "env:GITHUB_TOKEN", password_from: "env:MASTODON_ACCESS_TOKEN"}
reason: a new member
`))
	r.expect(r.last("bylaw-check.yml"), false, "BYLAW_SECRET_")
	if outcome := r.last("bylaw-check.yml").outputs["outcome"]; outcome != "failed" {
		t.Errorf("the outcome is %q", outcome)
	}
	_, err := r.GitHub.Merge("dana", number, "", "")
	r.must(err)
	r.settle()
	if j := r.last("bylaw-apply.yml"); !j.failed || j.outputs["outcome"] != "refused" {
		t.Errorf("apply failed: %t, outputs %q\n%s", j.failed, j.outputs, j.output.String())
	}
	r.unwritten()
	r.secretive()
}
