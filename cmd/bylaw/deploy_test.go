package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/scripttest"
)

const deployGuide = "../../docs/guides/deploy.md"

// onEmbedded says what a line of the guide that is no command of bylaw is on embedded servers, as lines of a script. Lines that
// begin with one of these are known; another one in the guide fails the test.
var onEmbedded = []struct{ begins, script string }{
	{"mkdir our-governance && cd our-governance", "mkdir our-governance\ncd our-governance"},
	{"gh repo create ", "cd $WORK\nhub open our-governance empty\ncd our-governance"},
	{"gh variable set ", ""},
	{"gh api --method ", ""},
	{"export GITHUB_TOKEN=$(gh auth token)", "env GITHUB_TOKEN=token-ada"},
	{"gh pr review 1 --approve", `
bylaw check --all --quiet
hub review bruno 1 APPROVE
hub review chen 1 APPROVE
clock +8d
env GITHUB_TOKEN=token-github-actions[bot]
bylaw check --all --quiet
env GITHUB_TOKEN=token-ada`},
	{"gh pr merge 1 --merge", "clock +8d\nhub merge ada 1\nclock +1h"},
	{"git pull", "hub pull . main"},
	// the embedded GitHub has no environment: the lines of gh that make it do nothing here
	{"bylaw doctor", "bylaw =3 doctor --quiet\nstdout 'there is no environment'"},
	// getting a token needs a browser: the script login and the tests in a browser play it
	{"bylaw login ", "env MASTODON_ACCESS_TOKEN=sandbox-bot"},
}

// after is what must hold after a command of bylaw, as lines of a script.
var after = map[string]string{
	"bylaw lint":      "stdout '^no mistakes'",
	"bylaw bootstrap": "stdout '^bootstrapped by ada'",
	"bylaw propose":   "stdout '^proposed: #1 '",
	"bylaw status":    "stdout 'passed'",
	"bylaw apply":     "stdout '^Apply complete: .* applied and verified'",
	"bylaw verify":    "stdout '^Ledger valid'",
}

var handle = regexp.MustCompile(`:@[a-z]+`)

var shell = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestTheDeployGuideWorks runs the commands of the guide, in its order, as a script against embedded servers.
func TestTheDeployGuideWorks(t *testing.T) {
	guide, err := os.ReadFile(deployGuide)
	if err != nil {
		t.Fatal(err)
	}
	script := strings.Builder{}
	script.WriteString("serve mastodon\nenv GIT_AUTHOR_NAME=ada GIT_AUTHOR_EMAIL=ada@social.example\n")
	for _, block := range shell.FindAllStringSubmatch(string(guide), -1) {
		for _, line := range strings.Split(strings.TrimSpace(block[1]), "\n") {
			script.WriteString(scripted(t, line) + "\n")
		}
	}
	file := filepath.Join(t.TempDir(), "deploy.txtar")
	if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	p := scripttest.Params(t, decider)
	p.Files = []string{file}
	testscript.Run(t, p)
}

// scripted is a line of the guide as lines of a script.
func scripted(t *testing.T, line string) string {
	t.Helper()
	for _, known := range onEmbedded {
		if strings.HasPrefix(line, known.begins) {
			return known.script
		}
	}
	if !strings.HasPrefix(line, "bylaw ") {
		t.Fatalf("the guide says %q: say in onEmbedded what that is on embedded servers", line)
	}
	run := strings.ReplaceAll(strings.ReplaceAll(line, `"`, `'`), "https://social.example", "$MASTODON_URL")
	if strings.HasPrefix(line, "bylaw init") {
		run += " --action-commit " + strings.Repeat("5a", 20)   // which a released program knows of itself
		run = handle.ReplaceAllString(run, "$0@social.example") // a handle has no port, and the embedded server has one
	}
	for command, check := range after {
		if strings.HasPrefix(line, command) {
			return run + "\n" + check
		}
	}
	return run
}
