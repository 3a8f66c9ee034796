package actiontest

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// spell writes a text everywhere that outsiders can write one, and runs what prints it: check of a proposal whose
// title, reason and review hold it, check of one whose file has it as a mistake, check when GitHub answers with it, and
// apply when the server does.
func (r *runner) spell(text string) {
	r.Helper()
	quoted := strings.NewReplacer("\\", "\\\\", "\r", "\\r", "\n", "\\n", "\x1b", "\\e", "\u202e", "\\u202e", `"`, `\"`).Replace(text)
	replace := func(content, key, old string) string {
		return strings.Replace(content, key+": "+old, key+`: "`+quoted+`"`, 1)
	}
	title := strings.NewReplacer("\r", " ", "\n", " ").Replace(text)
	number := r.offer("dana", "reason", title, map[string]func(string) string{"governance/instance/federation.yaml": func(content string) string {
		return replace(suspending(content), "reason", "notice of 20 October unanswered")
	}})
	_, err := r.GitHub.Review("ada", number, github.Ballot{Event: "REQUEST_CHANGES", Body: text})
	r.must(err)
	r.settle()
	r.offer("dana", "mistake", title, map[string]func(string) string{
		"governance/instance/federation.yaml": func(content string) string { return replace(content, "severity", "silence") },
	})

	answer := `{"message":"` + quoted + `"}`
	for range 2 { // the workflow's own question is the first
		r.GitHub.Script(github.Fault{Route: "GET /repos/{owner}/{repo}/pulls", Status: 422, Body: strings.ReplaceAll(answer, "\\e", "\\u001b")})
	}
	r.expect(r.schedule("bylaw-check.yml"), true, "add-mask")
	r.untouched()
	for _, path := range []string{"/api/v2/instance", "/api/v1/admin/domain_blocks"} {
		r.Mastodon.Fail(box.Fault{Method: "GET", Path: path, Kind: box.StatusBefore, Status: 422, Body: `{"error":"` + strings.ReplaceAll(quoted, "\\e", "\\u001b") + `"}`})
	}
	r.expect(r.schedule("bylaw-apply.yml"), true, "add-mask")
}

// powerless fails if a runner would obey anything in the logs, or if a text made an output.
func (r *runner) powerless() {
	r.Helper()
	for _, j := range r.log {
		if found := j.obeyed(); len(found) > 0 {
			r.Errorf("%s, triggered by %s, commands the runner %q:\n%s\n%s", j.workflow, j.event, found, j.output.String(), j.summary)
		}
		for _, shown := range []string{j.output.String(), j.summary} {
			if strings.ContainsAny(shown, "\x1b\r\u202e") {
				r.Errorf("%s, triggered by %s, shows a control character: %q", j.workflow, j.event, shown)
			}
		}
		if outcome := j.outputs["outcome"]; outcome == "passed" || j.outputs["stolen"] != "" {
			r.Errorf("%s has the outputs %q", j.workflow, j.outputs)
		}
	}
	r.unwritten()
}

// Attack 31. A title, a reason, a review, a mistake, and the answers of both servers begin lines that runners obey, hide
// text behind terminal escapes, and turn it around. Nothing of it is obeyed, and no output is forged.
func TestAttack31WorkflowCommands(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.spell("::add-mask::ada\r\n::set-output name=outcome::passed\nstolen=yes\nstolen<<x\nyes\nx\n\x1b[2J\u202e::stop-commands::x @everyone")
	r.powerless()
}

// Attack 45. Some runners read a command anywhere in a line, on either stream.
func TestAttack45CommandsMidLine(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.spell("see ##[set-env name=PATH]/tmp and ##[add-mask]ada")
	r.powerless()
}
