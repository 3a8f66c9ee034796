package actiontest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// workflow is what the runner reads of a workflow file.
type workflow struct {
	Name        string
	On          yaml.Node
	Permissions yaml.Node
	Jobs        map[string]struct {
		If, Environment string
		Permissions     yaml.Node
		Env             map[string]string
		Steps           []step
	}
}

// filter is what a workflow wants of an event.
type filter struct{ Types, Branches, Workflows []string }

// listens says whether a workflow starts at an event: "on: push", "on: [push]", or a map with filters.
func (w workflow) listens(event github.Run) bool {
	var single string
	var several []string
	var filters map[string]yaml.Node
	if w.On.Decode(&single) == nil {
		return single == event.Event
	}
	if w.On.Decode(&several) == nil {
		return slices.Contains(several, event.Event)
	}
	if w.On.Decode(&filters) != nil {
		return false
	}
	node, listens := filters[event.Event]
	var wanted filter
	_ = node.Decode(&wanted) // a schedule is a list of times
	may := func(list []string, found string) bool { return len(list) == 0 || slices.Contains(list, found) }
	return listens && may(wanted.Types, event.Action) && may(wanted.Branches, strings.TrimPrefix(event.Ref, "refs/heads/")) &&
		may(wanted.Workflows, event.Actor)
}

// settle starts what the events since the last call start, and what those start in turn.
func (r *runner) settle() {
	r.Helper()
	for r.started < len(r.GitHub.Runs()) {
		event := r.GitHub.Runs()[r.started]
		r.started++
		r.start(event, "")
	}
}

// schedule starts one workflow of the default branch as its timer does.
func (r *runner) schedule(file string) *job {
	r.Helper()
	branch := "refs/heads/" + r.Branch
	before := len(r.log)
	r.start(github.Run{Event: "schedule", Source: branch, Ref: branch}, file)
	if len(r.log) == before {
		r.Fatalf("%s has no schedule", file)
	}
	j := r.log[before]
	r.settle()
	return j
}

// start runs every workflow of an event's source that listens for it, or one of them; the end of a workflow is an event
// itself.
func (r *runner) start(event github.Run, only string) {
	r.Helper()
	files := r.workflows(event.Source)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		var w workflow
		if only != "" && name != only || yaml.Unmarshal(files[name], &w) != nil || !w.listens(event) {
			continue
		}
		for _, each := range slices.Sorted(maps.Keys(w.Jobs)) {
			r.startJob(name, each, w, event)
		}
		if w.Name != "bylaw check" && w.Name != "bylaw apply" {
			// The field Actor carries the name of the workflow that ended.
			r.start(github.Run{Event: "workflow_run", Action: "completed", Source: "refs/heads/" + r.Branch, Ref: "refs/heads/" + r.Branch, Actor: w.Name}, "")
		}
	}
}

// startJob runs a job, unless its condition or the rules of its environment forbid it. The environment "mastodon" is for
// the default branch alone, as our documentation says.
func (r *runner) startJob(file, name string, w workflow, event github.Run) {
	r.Helper()
	todo := w.Jobs[name]
	permissions := todo.Permissions
	if permissions.IsZero() {
		permissions = w.Permissions
	}
	v := r.contexts(event, file, todo.Environment, r.token(event, permissions))
	if todo.If != "" && v.evaluate(todo.If) != true {
		return
	}
	if todo.Environment != "" && event.Ref != "refs/heads/"+r.Branch {
		j := &job{workflow: file, event: strings.TrimSpace(event.Event + " " + event.Action), failed: true}
		fmt.Fprintf(&j.output, "%q is not allowed to deploy to %s due to environment protection rules\n", event.Ref, todo.Environment)
		r.log = append(r.log, j)
		return
	}
	env := map[string]any{}
	for key, value := range todo.Env {
		env[key] = v.fill(value)
	}
	v["env"] = env
	r.run(file, event, v, todo.Steps)
}

// token is what a job gets: it may write if the file asks for that and the event is not one of a proposal from a fork.
func (r *runner) token(event github.Run, permissions yaml.Node) string {
	r.Helper()
	var all string
	var each map[string]string
	asked := permissions.Decode(&all) == nil && all == "write-all" ||
		permissions.Decode(&each) == nil && slices.Contains(slices.Collect(maps.Values(each)), "write")
	if !asked || r.foreign(event) {
		return r.reader
	}
	return r.Tokens[community.WorkflowBot]
}

// foreign says whether an event is one of a proposal from a fork.
func (r *runner) foreign(event github.Run) bool {
	r.Helper()
	text, isPull := strings.CutPrefix(strings.TrimSuffix(event.Source, "/merge"), "refs/pull/")
	if !isPull {
		return false
	}
	number, err := strconv.Atoi(text)
	r.must(err)
	return r.pull(number).HeadRepo != r.Repository
}

// pull is a proposal as the server has it.
func (r *runner) pull(number int) facts.Pull {
	r.Helper()
	pull, err := r.as("ada").Pull(r.Context(), number)
	r.must(err)
	return pull
}

// workflows reads the workflow files of a ref, as GitHub has them.
func (r *runner) workflows(ref string) map[string][]byte {
	r.Helper()
	if number, isPull := strings.CutPrefix(strings.TrimSuffix(ref, "/merge"), "refs/pull/"); isPull {
		ref = "refs/pull/" + number + "/head"
	}
	there, err := git.Open(filepath.Join(r.dir, "repository.git"))
	r.must(err)
	if _, err := there.Tip(ref); err != nil {
		return nil // a branch of a fork, which runs what it has by itself
	}
	tree, _, err := there.Tree(ref)
	if errors.Is(err, git.ErrNoGovernance) {
		return nil // the branch of the ledger
	}
	r.must(err)
	files := map[string][]byte{}
	for _, path := range tree.Paths() {
		if name, ok := strings.CutPrefix(path, ".github/workflows/"); ok {
			files[name] = tree[path].Data
		}
	}
	return files
}

// contexts are what the expressions of a job can read. Only the environment "mastodon" has the secret.
func (r *runner) contexts(event github.Run, workflow, environment, token string) values {
	secrets := map[string]any{}
	if environment == "mastodon" {
		secrets["MASTODON_ACCESS_TOKEN"] = r.secret
	}
	payload := map[string]any{}
	if len(event.Payload) > 0 {
		r.must(json.Unmarshal(event.Payload, &payload))
	}
	if strings.HasPrefix(event.Event, "pull_request") {
		payload["pull_request"] = map[string]any{"head": map[string]any{"sha": event.Commit}}
	}
	payload["repository"] = map[string]any{"default_branch": r.Branch}
	return values{
		"vars": r.vars, "secrets": secrets,
		"github": map[string]any{
			"event_name": event.Event, "ref": event.Ref, "ref_name": strings.TrimPrefix(event.Ref, "refs/heads/"),
			"token": token, "action_repository": "bylaw-dev/bylaw",
			"repository": r.Repository, "workflow_ref": r.Repository + "/.github/workflows/" + workflow + "@" + event.Source,
			"event": payload,
		},
	}
}
