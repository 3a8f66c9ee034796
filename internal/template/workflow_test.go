package template_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/template"
)

var pin = template.Pin{Repository: "bylaw-dev/bylaw", Commit: strings.Repeat("0123456789", 4), Version: "v1.2.0"}

// workflow is what these tests look at in a workflow file.
type workflow struct {
	On          map[string]any
	Permissions map[string]string
	Concurrency struct {
		Cancel *bool `yaml:"cancel-in-progress"`
	}
	Jobs map[string]struct {
		Permissions map[string]string
		Environment string
		Steps       []struct {
			Uses, Run string
			With      map[string]any
		}
	}
}

func parsed(t *testing.T) map[string]workflow {
	t.Helper()
	files, err := template.Workflows("main", pin, "")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]workflow{}
	for name, text := range files {
		var w workflow
		if err := yaml.Unmarshal(text, &w); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = w
	}
	return all
}

func TestThereAreFiveWorkflows(t *testing.T) {
	want := []string{"bylaw-apply.yml", "bylaw-check.yml", "bylaw-drift.yml", "bylaw-ping.yml", "bylaw-propose.yml"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(parsed(t)))); diff != "" {
		t.Error(diff)
	}
}

func TestPingHasNoPowerAndDoesNothing(t *testing.T) {
	ping := parsed(t)["bylaw-ping.yml"]
	if ping.Permissions == nil || len(ping.Permissions) != 0 {
		t.Errorf("permissions are %v, want none at all", ping.Permissions)
	}
	for name, job := range ping.Jobs {
		if len(job.Permissions) != 0 || job.Environment != "" || len(job.Steps) != 1 || job.Steps[0].Run != "true" {
			t.Errorf("job %s does something: %+v", name, job)
		}
	}
}

// Attacks 3, 5 and 27: no file of a proposal may run where there is power, and the Mastodon token is in one job only.
func TestNothingWithPowerRunsTheFilesOfAProposal(t *testing.T) {
	for name, w := range parsed(t) {
		for event := range w.On {
			if strings.HasPrefix(event, "pull_request") && name != "bylaw-ping.yml" {
				t.Errorf("%s listens to %s", name, event)
			}
		}
		if w.Permissions == nil || len(w.Permissions) != 0 {
			t.Errorf("%s gives permissions %v to all its jobs", name, w.Permissions)
		}
	}
}

func TestTheServersTokensLiveInEnvironmentsOfTheirOwn(t *testing.T) {
	files, err := template.Workflows("main", pin, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if has := strings.Contains(string(text), "secrets."); has != (name == "bylaw-apply.yml" || name == "bylaw-drift.yml") {
			t.Errorf("%s reads a secret: %t", name, has)
		}
	}
	apply, drift := parsed(t)["bylaw-apply.yml"].Jobs["apply"], parsed(t)["bylaw-drift.yml"].Jobs["drift"]
	if apply.Environment != "mastodon" || drift.Environment != "mastodon-plan" {
		t.Errorf("apply runs in the environment %q, and drift in %q", apply.Environment, drift.Environment)
	}
	if diff := cmp.Diff(map[string]string{"contents": "read", "pull-requests": "read", "statuses": "write", "actions": "write"}, drift.Permissions); diff != "" {
		t.Errorf("drift:\n%s", diff)
	}
}

var pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40}$`)

func TestEveryActionIsPinnedByItsHashAndKeepsNoCredentials(t *testing.T) {
	for name, w := range parsed(t) {
		for _, job := range w.Jobs {
			for _, step := range job.Steps {
				if step.Uses != "" && !pinned.MatchString(step.Uses) {
					t.Errorf("%s uses %q", name, step.Uses)
				}
				if strings.HasPrefix(step.Uses, "actions/checkout@") && (step.With["persist-credentials"] != false || step.With["fetch-depth"] != 0) {
					t.Errorf("%s checks out with %v", name, step.With)
				}
			}
		}
	}
}

// At minute 0, 15, 30 and 45 scheduled runs are late or dropped. Private repositories pay for each run.
func TestSchedulesAreHourlyAndKeepAwayFromTheQuarters(t *testing.T) {
	found := map[string]bool{}
	for n := range 200 {
		files, err := template.Workflows("main", pin, fmt.Sprint("example/governance", n))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"bylaw-apply.yml", "bylaw-check.yml"} {
			var minute int
			_, cron, _ := strings.Cut(string(files[name]), "- cron: ")
			if _, err := fmt.Sscanf(cron, `"%d * * * *"`, &minute); err != nil || minute%15 == 0 || minute > 59 {
				t.Fatalf("%s runs at %.20q: %v", name, cron, err)
			}
			found[fmt.Sprint(name, minute)] = true
		}
	}
	if len(found) != 2*28 {
		t.Errorf("%d different minutes, want 28 of each workflow", len(found))
	}
	for name, w := range parsed(t) {
		entries, ok := w.On["schedule"].([]any)
		if !ok {
			continue
		}
		for _, entry := range entries {
			minutes, _, _ := strings.Cut(entry.(map[string]any)["cron"].(string), " ")
			for minute := range strings.SplitSeq(minutes, ",") {
				if slices.Contains([]string{"*", "0", "15", "30", "45"}, minute) {
					t.Errorf("%s runs at minute %s", name, minute)
				}
			}
		}
	}
}

func TestNoRunIsCancelledHalfWay(t *testing.T) {
	for _, name := range []string{"bylaw-apply.yml", "bylaw-check.yml", "bylaw-drift.yml"} {
		if cancel := parsed(t)[name].Concurrency.Cancel; cancel == nil || *cancel {
			t.Errorf("%s may be cancelled", name)
		}
	}
}

func TestBranchAndActionAreFilledIn(t *testing.T) {
	files, err := template.Workflows("trunk", pin, "example/governance")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		for _, left := range []string{"the-protected-branch", "0000000"} {
			if strings.Contains(string(text), left) {
				t.Errorf("%s still has %q", name, left)
			}
		}
	}
	for _, want := range []string{"branches: [trunk]", "ref: trunk\n", "uses: bylaw-dev/bylaw@" + pin.Commit + " # v1.2.0\n"} {
		if !strings.Contains(string(files["bylaw-apply.yml"]), want) {
			t.Errorf("bylaw-apply.yml has no %q", want)
		}
	}
}

func TestBlanksAreFound(t *testing.T) {
	files, err := template.Workflows("main", template.Pin{Repository: template.Action}, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"bylaw-apply.yml": 1, "bylaw-check.yml": 1, "bylaw-drift.yml": 2, "bylaw-propose.yml": 2, "bylaw-ping.yml": 0} {
		if found := template.Blanks(files[name]); len(found) != want || want > 0 && found[0].Branch {
			t.Errorf("%s has the blanks %v, want %d of the commit", name, found, want)
		}
	}
	text := []byte("on:\n  push:\n    branches: [the-protected-branch]\n")
	if diff := cmp.Diff([]template.Blank{{Line: 3, Column: 16, Branch: true}}, template.Blanks(text)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCouldBreakAWorkflowIsRefused(t *testing.T) {
	tag := pin
	tag.Commit = "v1"
	for name, test := range map[string]struct {
		branch string
		pin    template.Pin
	}{
		"a branch with a quote":   {`ma"in`, pin},
		"a branch with a command": {"main\n    - run: id", pin},
		"a tag for a commit":      {"main", tag},
	} {
		if files, err := template.Workflows(test.branch, test.pin, ""); err == nil {
			t.Errorf("%s was taken: %d files", name, len(files))
		}
	}
}
