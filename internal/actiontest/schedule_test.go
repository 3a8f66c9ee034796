package actiontest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// A run in which there is nothing to do costs seconds: it fetches nothing and builds nothing.
func TestAScheduledCheckEndsBeforeItFetchesAnything(t *testing.T) {
	r := newRunner(t)
	r.now = time.Date(2026, 11, 2, 9, 13, 0, 0, time.UTC)
	r.writeDate()
	before := r.GitHub.Requests()
	idle := r.schedule("bylaw-check.yml")
	if idle.failed || idle.output.Len() > 0 {
		t.Errorf("a check of a repository where nothing happened:\n%s", idle.output.String())
	}
	for route, n := range r.GitHub.Requests() {
		if n != before[route] && !strings.HasSuffix(route, "/pulls") && !strings.HasSuffix(route, "/issues") {
			t.Errorf("it asked %s", route)
		}
	}

	_, err := r.as("ada").PostIssue(r.Context(), "A question", "Is anyone there?")
	r.must(err)
	r.settle()
	r.wants("an issue of a moment ago", true)
	r.now = r.now.Add(3 * time.Hour)
	r.writeDate()
	r.wants("an issue of three hours ago", false)
	r.now = time.Date(2026, 11, 3, 3, 13, 0, 0, time.UTC)
	r.writeDate()
	r.wants("the run of the day", true)
	r.now = r.now.Add(time.Hour)
	r.writeDate()
	r.GitHub.Script(github.Fault{Route: "GET /repos/{owner}/{repo}/issues", Status: 502})
	r.wants("no answer", true)
}

// wants starts the scheduled check, and says whether it goes on to check.
func (r *runner) wants(name string, checked bool) {
	r.Helper()
	j := r.schedule("bylaw-check.yml")
	if got := strings.Contains(j.output.String(), ", OPA "); got != checked {
		r.Errorf("%s: the check went on: %t, want %t\n%s", name, got, checked, j.output.String())
	}
}

// writeDate puts a "date" into the runner's path that goes by the runner's clock.
func (r *runner) writeDate() {
	r.Helper()
	script := "#!/usr/bin/env bash\ncase \"$*\" in\n*ago*) echo " + r.now.Add(-2*time.Hour).Format(time.RFC3339) + " ;;\n*) echo " + r.now.Format("15") + " ;;\nesac\n"
	r.must(os.WriteFile(filepath.Join(r.dir, "bin", "date"), []byte(script), 0o755))
}

// GitHub stops a schedule after 60 days without a commit, unless its workflow is enabled again.
func TestBothSchedulesKeepThemselvesAlive(t *testing.T) {
	r := newRunner(t)
	r.now = time.Date(2026, 11, 2, 3, 13, 0, 0, time.UTC)
	r.writeDate()
	for i, file := range []string{"bylaw-check.yml", "bylaw-apply.yml"} {
		r.schedule(file)
		if n := r.GitHub.Requests()["PUT /repos/{owner}/{repo}/actions/workflows/{file}/enable"]; n != i+1 {
			t.Errorf("after %s: %d workflows enabled again, want %d", file, n, i+1)
		}
	}
}
