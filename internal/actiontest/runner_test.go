package actiontest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// runner acts as GitHub Actions for the community of a sandbox: it starts the workflows that an event starts, reads them from the ref
// that GitHub would read them from, and runs their steps with bash. All its folders have a space in their names.
type runner struct {
	*testing.T
	*community.Community
	dir     string
	now     time.Time
	started int    // events of GitHub that were handled already
	log     []*job // what ran
	shallow bool   // checkouts bring one commit only
	secret  string // the token of the Mastodon server, in the environment "mastodon"
	reader  string // the token of GitHub for workflows that may read only
	vars    map[string]any
}

// job is one job that ran, and what it left.
type job struct {
	workflow, event string
	temp            string // the folder for temporary files; "" until a step needs it
	output          bytes.Buffer
	environment     []string          // of its steps, as NAME=value
	outputs         map[string]string // of its last step
	summary         string
	failed          bool
}

// step is a step of a workflow or of an action.
type step struct {
	ID, If, Uses, Run, Shell string
	With, Env                map[string]string
}

// newRunner serves the sample community. Settings replace lines of its bylaw.yaml that begin with the same key.
func newRunner(t *testing.T, settings ...string) *runner {
	t.Helper()
	r := &runner{T: t, dir: filepath.Join(t.TempDir(), "a runner"), now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), secret: box.BotToken, vars: map[string]any{}}
	source := filepath.Join(r.dir, "source")
	r.must(os.CopyFS(filepath.Join(source, "governance"), governance.Files))
	for _, line := range settings {
		key, _, _ := strings.Cut(line, ":")
		file := filepath.Join(source, "governance", "bylaw.yaml")
		text, err := os.ReadFile(file)
		r.must(err)
		r.must(os.WriteFile(file, regexp.MustCompile(`(?m)^`+key+`:.*$`).ReplaceAll(text, []byte(line)), 0o600))
	}
	tree, err := git.WorkTree(source)
	r.must(err)
	r.Community, err = community.Open(t.Context(), community.Options{Tree: tree, Dir: r.dir, Now: r.clock, Address: "127.0.0.1:0"})
	r.must(err)
	t.Cleanup(r.Close)
	t.Cleanup(func() {
		if strange := r.GitHub.Unknown(); len(strange) > 0 {
			t.Errorf("the fake GitHub has no route %q", strange)
		}
	})
	r.vars["MASTODON_URL"] = r.MastodonURL
	r.reader = r.GitHub.Join(github.Account{ID: 41_000_001, Login: "reading", Type: "Bot", Permission: "read"})
	r.writeAction("# none yet\n")
	r.writeGo("")
	return r
}

func (r *runner) clock() time.Time { return r.now }

func (r *runner) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// writeGo puts a "go" into the runner's path that builds the program out of this test, with the runner's clock; what its version
// is, which every job asks, it knows without a start of its own. Before that it runs a check of the test's own, which may be empty.
func (r *runner) writeGo(check string) {
	self, err := os.Executable()
	r.must(err)
	bin := filepath.Join(r.dir, "bin")
	r.must(os.MkdirAll(bin, 0o755))
	script := fmt.Sprintf(`#!/usr/bin/env bash
[[ $1 == build ]] || { echo "go of this runner"; exit 0; }
%[1]s
until [[ $1 == -o ]]; do shift; done
export %[2]s=$(<%[3]q)
printf '#!/usr/bin/env bash\n[[ $* != version ]] || { echo %%q; exit 0; }\nexport %[2]s=$(<%%q)\nexec %%q "$@"\n' "$(%[4]q version)" %[3]q %[4]q >"$2"
chmod +x "$2"
`, check, clockVariable, filepath.Join(r.dir, "clock"), self)
	r.must(os.WriteFile(filepath.Join(bin, "go"), []byte(script), 0o755))
	r.must(os.WriteFile(filepath.Join(r.dir, "clock"), []byte(r.now.Format(time.RFC3339)), 0o600))
}

// run runs the steps of a job one after another, until one fails.
func (r *runner) run(workflow string, event github.Run, v values, steps []step) {
	r.Helper()
	j := &job{workflow: workflow, event: strings.TrimSpace(event.Event + " " + event.Action)}
	r.log = append(r.log, j)
	workspace, err := os.MkdirTemp(r.dir, "the workspace ")
	r.must(err)
	r.must(os.WriteFile(filepath.Join(r.dir, "clock"), []byte(r.now.Format(time.RFC3339)), 0o600))
	ran := map[string]any{}
	v["steps"] = ran
	for _, s := range steps {
		if s.If != "" && v.evaluate(s.If) != true {
			continue
		}
		with := map[string]string{}
		for key, value := range s.With {
			with[key] = v.fill(value)
		}
		switch {
		case strings.HasPrefix(s.Uses, "actions/checkout@"):
			r.checkout(workspace, with)
		case strings.HasPrefix(s.Uses, "bylaw-dev/bylaw@"):
			j.outputs, j.failed = r.action(j, workspace, v, with)
		case s.Run != "":
			var made map[string]any
			made, j.failed = r.shell(j, workspace, v, s, nil)
			ran[s.ID] = map[string]any{"outputs": made}
		default:
			r.Fatalf("the runner knows no action %q", s.Uses)
		}
		if j.failed {
			return
		}
	}
}

// action runs the steps of our action.
func (r *runner) action(j *job, workspace string, outer values, with map[string]string) (outputs map[string]string, failed bool) {
	r.Helper()
	text, err := os.ReadFile(filepath.Join(r.dir, "the action", "action.yml"))
	r.must(err)
	var a struct {
		Inputs  map[string]struct{ Default string }
		Outputs map[string]struct{ Value string }
		Runs    struct {
			Using string
			Steps []step
		}
	}
	r.must(yaml.Unmarshal(text, &a))
	inputs, ran := map[string]any{}, map[string]any{}
	for name, input := range a.Inputs {
		inputs[name] = outer.fill(input.Default)
	}
	for name, value := range with {
		if _, known := a.Inputs[name]; !known {
			r.Errorf("the action has no input %q", name)
		}
		inputs[name] = value
	}
	v := maps.Clone(outer)
	v["inputs"], v["steps"] = inputs, ran
	for _, s := range a.Runs.Steps {
		if s.Uses != "" || s.Shell != "bash" {
			r.Errorf("step %q is no step of bash", s.ID)
		}
		made, broke := r.shell(j, workspace, v, s, []string{"GITHUB_ACTION_PATH=" + filepath.Join(r.dir, "the action")})
		ran[s.ID] = map[string]any{"outputs": made}
		if failed = broke; failed {
			break // the outputs of the steps until then are kept
		}
	}
	outputs = map[string]string{}
	for name, output := range a.Outputs {
		outputs[name] = v.fill(output.Value)
	}
	return outputs, failed
}

// shell runs the script of one step as a runner does, and gives its outputs.
func (r *runner) shell(j *job, workspace string, v values, s step, extra []string) (outputs map[string]any, failed bool) {
	r.Helper()
	var err error
	if j.temp == "" { // a job has one for all of its steps
		j.temp, err = os.MkdirTemp(r.dir, "temp ")
		r.must(err)
	}
	temp, err := os.MkdirTemp(r.dir, "step ")
	r.must(err)
	file := func(name, text string) string {
		path := filepath.Join(temp, name)
		r.must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	payload, err := json.Marshal(v["github"].(map[string]any)["event"])
	r.must(err)
	environment := append([]string{
		"PATH=" + filepath.Join(r.dir, "bin") + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + temp,
		"RUNNER_TEMP=" + j.temp, "RUNNER_TOOL_CACHE=" + filepath.Join(r.dir, "tool cache"), "RUNNER_OS=Linux", "RUNNER_ARCH=X64",
		"CI=true", "GITHUB_ACTIONS=true", "GITHUB_WORKSPACE=" + workspace, "GITHUB_API_URL=" + r.GitHubURL, "GITHUB_SERVER_URL=" + r.GitHubURL,
		"GITHUB_REPOSITORY=" + r.Repository, "GITHUB_ACTOR=" + community.WorkflowBot, "GITHUB_RUN_ID=" + fmt.Sprint(len(r.log)),
		"GITHUB_OUTPUT=" + file("output", ""), "GITHUB_STEP_SUMMARY=" + file("summary", ""), "GITHUB_EVENT_PATH=" + file("event.json", string(payload)),
	}, extra...)
	for _, name := range []string{"event_name", "ref", "ref_name", "workflow_ref"} {
		environment = append(environment, "GITHUB_"+strings.ToUpper(name)+"="+v.fill("${{ github."+name+" }}"))
	}
	for name, value := range v["env"].(map[string]any) {
		environment = append(environment, name+"="+fmt.Sprint(value))
	}
	for name, value := range s.Env {
		environment = append(environment, name+"="+v.fill(value))
	}
	j.environment = append(j.environment, environment...)
	command := exec.CommandContext(r.Context(), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", file("script.sh", v.fill(s.Run)))
	command.Dir, command.Env, command.Stdout, command.Stderr = workspace, environment, &j.output, &j.output
	failed = command.Run() != nil
	summary, err := os.ReadFile(filepath.Join(temp, "summary"))
	r.must(err)
	j.summary += string(summary)
	return r.outputs(filepath.Join(temp, "output")), failed
}

// outputs reads the file GITHUB_OUTPUT: "name=value", or "name<<delimiter" and lines up to the delimiter.
func (r *runner) outputs(file string) map[string]any {
	r.Helper()
	text, err := os.ReadFile(file)
	r.must(err)
	found := map[string]any{}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		equals, here := strings.Index(lines[i], "="), strings.Index(lines[i], "<<")
		if here < 0 || equals >= 0 && equals < here {
			if equals >= 0 {
				found[lines[i][:equals]] = lines[i][equals+1:]
			}
			continue
		}
		name, delimiter, begin := lines[i][:here], lines[i][here+2:], i+1
		for i++; i < len(lines) && lines[i] != delimiter; i++ {
		}
		found[name] = strings.Join(lines[begin:i], "\n")
	}
	return found
}
