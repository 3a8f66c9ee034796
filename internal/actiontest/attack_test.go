package actiontest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// with is a change that replaces a file.
func with(text string) func(string) string { return func(string) string { return text } }

// approveAll lets every member but the proposer approve, and goes on to when every vote is over. The workflows that the
// votes would trigger are left out: the schedule looks at everything.
func (r *runner) approveAll(number int) {
	r.Helper()
	for _, login := range []string{"ada", "bruno", "chidi", "emre", "freya", "goran", "hana"} {
		_, err := r.GitHub.Review(login, number, github.Ballot{Event: "APPROVE"})
		r.must(err)
	}
	r.started = len(r.GitHub.Runs())
	r.now = r.now.Add(15 * 24 * time.Hour)
}

// fork gives a stranger an account and a fork.
func (r *runner) fork(login string, id int64) {
	r.Helper()
	r.GitHub.Join(github.Account{ID: id, Login: login})
	dir := filepath.Join(r.dir, "fork of "+login)
	_, err := git.Create(dir)
	r.must(err)
	r.must(r.GitHub.Fork(login, dir))
}

// untouched fails after any request to the community's server.
func (r *runner) untouched() {
	r.Helper()
	if asked := r.Mastodon.Requests(); len(asked) > 0 {
		r.Errorf("the Mastodon server got %v", asked)
	}
}

// unwritten fails if anything was written to the community's server.
func (r *runner) unwritten() {
	r.Helper()
	for _, request := range r.Mastodon.Requests() {
		if request.Writes() {
			r.Errorf("the Mastodon server got a write: %v", request)
		}
	}
}

// secretive fails if a job shows a token anywhere, or has the one of the server outside of apply.
func (r *runner) secretive() {
	r.Helper()
	for _, j := range r.log {
		for _, shown := range []string{j.output.String(), j.summary, fmt.Sprint(j.outputs)} {
			if strings.Contains(shown, r.secret) || strings.Contains(shown, r.Tokens[community.WorkflowBot]) {
				r.Errorf("%s shows a token:\n%s", j.workflow, shown)
			}
		}
		if j.workflow != "bylaw-apply.yml" && strings.Contains(strings.Join(j.environment, "\n"), r.secret) {
			r.Errorf("%s, triggered by %s, has the token of the server", j.workflow, j.event)
		}
	}
}

// expect fails unless a job ended as expected and said some words.
func (r *runner) expect(j *job, failed bool, words string) {
	r.Helper()
	if j.failed != failed || !strings.Contains(j.output.String(), words) {
		r.Errorf("%s, triggered by %s, failed: %t, want %t and %q\n%s", j.workflow, j.event, j.failed, failed, words, j.output.String())
	}
}

var (
	lineCommand = regexp.MustCompile(`(?m)^\s*::([a-z-]+)`)
	oldCommand  = regexp.MustCompile(`##\[[a-z-]*`)
)

// obeyed lists what a runner would take for its commands in a log, but for the annotations that bylaw means.
func (j *job) obeyed() (commands []string) {
	for _, found := range lineCommand.FindAllStringSubmatch(strings.ReplaceAll(j.output.String(), "\r", "\n"), -1) {
		if !slices.Contains([]string{"error", "warning", "notice"}, found[1]) {
			commands = append(commands, found[1])
		}
	}
	return append(commands, oldCommand.FindAllString(j.output.String()+j.summary, -1)...)
}

// Attack 3. Dana replaces the workflow that checks by one that sets the status green, in the pull request that suspends a
// server. Her file runs, for it is a pull request's; the next check runs the file of the default branch and takes the green
// away. Even with every vote in favour, bylaw does not merge what changes workflows.
func TestAttack03AWorkflowChangedInTheSameProposal(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t, "merge: auto")
	number := r.offer("dana", "green", "Speed up the checks", map[string]func(string) string{
		"governance/instance/federation.yaml": suspending,
		".github/workflows/bylaw-check.yml": with(`name: bylaw check
on: pull_request
permissions: {statuses: write}
jobs:
  green:
    steps:
      - run: |
          curl -sSf -o answer -H "Authorization: Bearer $TOKEN" -d '{"state":"success","context":"bylaw","description":"passed"}' \
            "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/statuses/${{ github.event.pull_request.head.sha }}"
          echo all green
        env: {TOKEN: "${{ github.token }}"}
`),
	})
	r.expect(r.log[0], false, "all green")
	r.expect(r.last("bylaw-check.yml"), false, "#1  open until")
	statuses, err := r.as("ada").Statuses(t.Context(), r.pull(number).Head)
	r.must(err)
	if said := statuses[0].State + " " + statuses[len(statuses)-1].State; said != "success pending" {
		t.Errorf("the statuses are %s: %+v", said, statuses)
	}

	r.approveAll(number)
	r.expect(r.schedule("bylaw-check.yml"), false, "it touches workflow files, which bylaw may not merge: a person or an App has to")
	if p := r.pull(number); !p.Open {
		t.Errorf("the proposal is %+v", p)
	}
	r.untouched()
	r.secretive()
}

// Attack 5. Mallory, a stranger, proposes from a fork: a workflow on the privileged trigger that checks out and runs what is
// proposed, and a ping workflow that asks for every right and for the environment with the token. The privileged one never starts,
// since it is not in the default branch; the ping workflow gets a token that reads, and no environment.
func TestAttack05AForkWithAPrivilegedTrigger(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.fork("mallory", 666)
	number := r.offer("mallory", "mallory:steal", "Correct the spelling", map[string]func(string) string{
		"governance/instance/federation.yaml": suspending,
		".github/workflows/steal.yml": with(`on: [pull_request_target, workflow_run]
permissions: write-all
jobs: {steal: {environment: mastodon, steps: [{run: "touch ../stolen"}]}}
`),
		".github/workflows/bylaw-ping.yml": with(`name: bylaw ping
on: pull_request
permissions: write-all
jobs:
  grab: {environment: mastodon, steps: [{run: "touch ../stolen"}]}
  green:
    steps:
      - run: |
          curl -s -H "Authorization: Bearer $TOKEN" -d '{"state":"success","context":"bylaw"}' "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/statuses/${{ github.event.pull_request.head.sha }}"
        env: {TOKEN: "${{ github.token }}"}
`),
	})
	branch := "refs/heads/" + r.Branch
	r.start(github.Run{Event: "pull_request_target", Action: "opened", Source: branch, Ref: branch}, "")
	r.expect(r.log[0], true, "is not allowed to deploy to mastodon")
	r.expect(r.log[1], false, "Resource not accessible by integration")
	r.expect(r.last("bylaw-check.yml"), false, "#1  open until")
	if len(r.log) != 3 {
		t.Errorf("%d jobs ran", len(r.log))
	}
	statuses, err := r.as("ada").Statuses(t.Context(), r.pull(number).Head)
	r.must(err)
	if len(statuses) != 1 || statuses[0].State != "pending" {
		t.Errorf("the statuses are %+v", statuses)
	}
	if found, _ := filepath.Glob(filepath.Join(r.dir, "stolen")); len(found) > 0 {
		t.Errorf("it ran: %q", found)
	}
	r.untouched()
	r.secretive()
}
