package actiontest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// use runs our action once, in a checkout, with the inputs given.
func (r *runner) use(inputs map[string]string) *job {
	r.Helper()
	return r.steps(r.Branch, step{Uses: "bylaw-dev/bylaw@hash", With: inputs})
}

// steps runs a job of an operator's own in a checkout of a branch.
func (r *runner) steps(branch string, steps ...step) *job {
	r.Helper()
	protected := "refs/heads/" + r.Branch
	v := r.contexts(github.Run{Event: "push", Source: protected, Ref: protected}, "own.yml", "", r.Tokens[community.WorkflowBot])
	v["env"] = map[string]any{}
	checkout := step{Uses: "actions/checkout@hash", With: map[string]string{"ref": branch, "fetch-depth": "0", "persist-credentials": "false"}}
	r.run("own.yml", github.Run{Event: "push"}, v, append([]step{checkout}, steps...))
	return r.log[len(r.log)-1]
}

func TestInputsAreNeverCommands(t *testing.T) {
	t.Parallel()
	r := newRunner(t)
	for name, test := range map[string]struct {
		inputs map[string]string
		want   string
	}{
		"a second command":        {map[string]string{"command": "version; touch pwned"}, "takes the name of a command"},
		"a command with a flag":   {map[string]string{"command": "version --json"}, "takes the name of a command"},
		"a substitution":          {map[string]string{"command": "version", "arguments": "$(touch pwned) `touch pwned` ; touch pwned"}, "accepts 0 arg(s), received 7"},
		"a pattern":               {map[string]string{"command": "version", "arguments": "*"}, "accepts 0 arg(s), received 1"},
		"a variable":              {map[string]string{"command": "version", "arguments": "${GITHUB_TOKEN}"}, "accepts 0 arg(s), received 1"},
		"the runner's commands":   {map[string]string{"command": "lint", "arguments": "-C\n##[add-mask]x"}, "/## [add-mask]x"},
		"a folder outside":        {map[string]string{"command": "version", "working-directory": `"; touch pwned; "`}, "names no folder"},
		"a version with a path":   {map[string]string{"command": "version", "version": "../../bin"}, "the input version may hold"},
		"a version with a quote":  {map[string]string{"command": "version", "version": `'; touch pwned; '`}, "the input version may hold"},
		"an unknown version":      {map[string]string{"command": "version", "version": "v9.9.9"}, "this action knows no release v9.9.9"},
		"an override":             {map[string]string{"command": "apply", "arguments": "--override because"}, "--override is for a person"},
		"an override on a line":   {map[string]string{"command": "apply", "arguments": "--json\n--override=because"}, "--override is for a person"},
		"an address as a command": {map[string]string{"command": "https://evil.example"}, "takes the name of a command"},
	} {
		j := r.use(test.inputs)
		if !j.failed || !strings.Contains(j.output.String(), test.want) {
			t.Errorf("%s: failed: %t\n%s", name, j.failed, j.output.String())
		}
	}
	for _, place := range []string{"the workspace *", "temp *", "."} {
		if found, _ := filepath.Glob(filepath.Join(r.dir, place, "pwned")); len(found) > 0 {
			t.Errorf("an input ran: %q", found)
		}
	}
}

func TestArgumentsAreSplitAtSpacesOrLines(t *testing.T) {
	t.Parallel()
	r := newRunner(t)
	j := r.use(map[string]string{"command": "lint", "arguments": "--json  --trace"})
	if j.failed || !strings.Contains(j.output.String(), `"trace": `) {
		t.Errorf("split at spaces: %s", j.output.String())
	}
	j = r.use(map[string]string{"command": "lint", "arguments": "--json --trace\n"})
	if j.failed || !strings.Contains(j.output.String(), `"trace": `) {
		t.Errorf("a block of one line: %s", j.output.String())
	}
	j = r.use(map[string]string{"command": "policy bundle", "arguments": "--out\na file with spaces.tar.gz\n"})
	if found, _ := filepath.Glob(filepath.Join(r.dir, "the workspace *", "a file with spaces.tar.gz")); j.failed || len(found) != 1 {
		t.Errorf("split at lines: %q\n%s", found, j.output.String())
	}
}

func TestAPlanIsHandedOn(t *testing.T) {
	t.Parallel()
	r := newRunner(t)
	j := r.use(map[string]string{"command": "plan", "arguments": "--sandbox", "working-directory": "./."})
	if j.failed || j.outputs["outcome"] != "differs" || j.outputs["changes"] != "6" || len(j.outputs["digest"]) != 64 {
		t.Errorf("failed: %t, outputs %q\n%s", j.failed, j.outputs, j.output.String())
	}
	saved, err := os.ReadFile(j.outputs["plan"])
	if err != nil || !strings.Contains(string(saved), j.outputs["digest"]) {
		t.Errorf("the plan's file: %v", err)
	}
	if !strings.Contains(j.summary, "### bylaw") || !strings.Contains(j.summary, "Limit or suspend a server") {
		t.Errorf("the summary is\n%s", j.summary)
	}
}

// Attack 27: a job without the token of the server cannot reach it, whatever it is asked to do.
func TestAJobWithoutTheServersTokenIsToldSo(t *testing.T) {
	t.Parallel()
	r := newRunner(t)
	j := r.use(map[string]string{"command": "plan", "mastodon-url": r.MastodonURL})
	if !j.failed || !strings.Contains(j.output.String(), "MASTODON_URL and MASTODON_ACCESS_TOKEN are not both set") {
		t.Errorf("failed: %t\n%s", j.failed, j.output.String())
	}
	if asked := r.Mastodon.Requests(); len(asked) > 0 {
		t.Errorf("the server got %v", asked)
	}
	if !strings.Contains(j.summary, "Not done") || !strings.Contains(j.output.String(), "::error::MASTODON\\_URL") && !strings.Contains(j.output.String(), "::error::MASTODON_URL") {
		t.Errorf("nothing on the page of the run:\n%s\n%s", j.summary, j.output.String())
	}
}
