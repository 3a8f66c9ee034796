package actiontest

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// bylaw runs the program as a person does on a machine of their own.
func (r *runner) bylaw(login, typed string, args ...string) string {
	r.Helper()
	environment := map[string]string{
		"GITHUB_TOKEN": r.Tokens[login], "GITHUB_API_URL": r.GitHubURL, "GITHUB_REPOSITORY": r.Repository,
	}
	var out bytes.Buffer
	code := cli.Run(r.Context(), args, cli.Process{
		Judge: decider, Dir: r.Clone, Stdin: strings.NewReader(typed), Stdout: &out, Stderr: &out, Now: r.clock,
		Env: func(name string) string { return environment[name] },
	})
	if code != 0 {
		r.Fatalf("bylaw %s: exit status %d\n%s", strings.Join(args, " "), code, out.String())
	}
	return out.String()
}

// bootstrapped is a runner whose community ada has bootstrapped, with lines of its settings replaced.
func bootstrapped(t *testing.T, settings ...string) *runner {
	t.Helper()
	r := newRunner(t, settings...)
	r.bylaw("ada", "127.0.0.1\n", "bootstrap")
	r.settle()
	return r
}

// propose pushes a branch of dana's with one file changed and opens the proposal.
func (r *runner) propose(branch, path string, change func(string) string) (number int) {
	r.Helper()
	return r.offer("dana", branch, "Suspend `$(touch pwned)` ##[add-mask]x", map[string]func(string) string{path: change})
}

// offer pushes a branch with files changed, as an account, and opens the proposal. The branch "login:name" is one of their fork.
func (r *runner) offer(login, branch, title string, changes map[string]func(string) string) (number int) {
	r.Helper()
	work, err := git.Open(r.Clone)
	r.must(err)
	_, name, forked := strings.Cut(branch, ":")
	if !forked {
		name = branch
	}
	r.must(work.Switch(name))
	for path, change := range changes {
		file := filepath.Join(r.Clone, filepath.FromSlash(path))
		text, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			r.Fatal(err)
		}
		r.must(os.MkdirAll(filepath.Dir(file), 0o750))
		r.must(os.WriteFile(file, []byte(change(string(text))), 0o600))
	}
	commit, err := work.Write(facts.Tree{}, git.Signature{Name: login, Email: login + "@social.example", Time: r.now}, "Change "+name)
	r.must(err)
	push := r.GitHub.Push
	if forked {
		push = r.GitHub.PushToFork
	}
	r.must(push(login, r.Clone, name, commit, false))
	r.must(work.Switch(r.Branch))
	number, err = r.GitHub.Propose(login, sandbox.Proposal{Title: title, Head: branch, Base: r.Branch})
	r.must(err)
	r.settle()
	return number
}

// as is the API as a member sees it.
func (r *runner) as(login string) *github.Client {
	r.Helper()
	client, err := github.Open(forge.Options{API: r.GitHubURL, Repository: r.Repository, Token: secret.New(r.Tokens[login])})
	r.must(err)
	return client
}

// suspending adds a server to the blocks.
func suspending(text string) string {
	return strings.Replace(text, "domain_blocks:\n", "domain_blocks:\n  - {domain: aaa.example, severity: suspend, reason: notice of 20 October unanswered}\n", 1)
}

// last gives the last job of a workflow.
func (r *runner) last(workflow string) *job {
	r.Helper()
	for _, j := range slices.Backward(r.log) {
		if j.workflow == workflow {
			return j
		}
	}
	r.Fatalf("%s did not run", workflow)
	return nil
}

func TestAnOpenVoteDoesNotLookLikeAFailure(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.propose("suspend", "governance/instance/federation.yaml", suspending)
	j := r.last("bylaw-check.yml")
	if j.failed || !strings.Contains(j.outputs["proposals"], `[{"number":1,"outcome":"open","digest":"`) {
		t.Errorf("failed: %t, outputs %q\n%s", j.failed, j.outputs, j.output.String())
	}
	if !strings.Contains(j.summary, "| 1 | ") || !strings.Contains(j.summary, "Open until") {
		t.Errorf("the summary is\n%s", j.summary)
	}
}

// Attacks 31 and 45: what a title holds can neither be a command of the shell nor one of the runner.
func TestATitleCannotCommandTheRunner(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.propose("suspend", "governance/instance/federation.yaml", suspending)
	for _, j := range r.log {
		for _, text := range []string{j.output.String(), j.summary} {
			if strings.Contains(text, "##[") {
				t.Errorf("%s says a command of the runner:\n%s", j.workflow, text)
			}
		}
	}
	if found, _ := filepath.Glob(filepath.Join(r.dir, "the workspace *", "pwned")); len(found) > 0 {
		t.Errorf("a title ran: %q", found)
	}
}

func TestACheckoutOfOneCommitIsEnough(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.shallow = true
	r.propose("suspend", "governance/instance/federation.yaml", suspending)
	if j := r.last("bylaw-check.yml"); j.failed {
		t.Errorf("failed:\n%s", j.output.String())
	}
}
