package doctor

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// applyFile is the workflow that applies; it names the environment that holds the server's token.
const applyFile = "bylaw-apply.yml"

// defaultEnvironment is the environment that the workflow of the template names.
const defaultEnvironment = "mastodon"

// workflow is what is read of a workflow file. One that is not YAML is empty: GitHub says so itself.
type workflow struct {
	On   any `yaml:"on"`
	Jobs map[string]struct {
		Environment any `yaml:"environment"`
	} `yaml:"jobs"`
}

func parseWorkflow(text []byte) (w workflow) {
	if yaml.Unmarshal(text, &w) != nil {
		return workflow{}
	}
	return w
}

// crons gives the schedules of a workflow.
func (w workflow) crons() (found []string) {
	on, _ := w.On.(map[string]any)
	list, _ := on["schedule"].([]any)
	for _, each := range list {
		if entry, ok := each.(map[string]any); ok {
			found = append(found, fmt.Sprint(entry["cron"]))
		}
	}
	return found
}

// environmentName is the environment of the job that applies.
func environmentName(tree facts.Tree) string {
	for _, job := range parseWorkflow(tree[workflowFolder+applyFile].Data).Jobs {
		switch environment := job.Environment.(type) {
		case string:
			return environment
		case map[string]any:
			return fmt.Sprint(environment["name"])
		}
	}
	return defaultEnvironment
}

// runsADay is how often a schedule starts its workflow on a day, at most, and false where its minutes or hours are not read.
func runsADay(cron string) (int, bool) {
	fields := strings.Fields(cron)
	if len(fields) != 5 {
		return 0, false
	}
	minutes, hours := moments(fields[0], 60), moments(fields[1], 24)
	return minutes * hours, minutes > 0 && hours > 0
}

// moments counts the values of one field of a cron line, of so many that it could have; 0 where it is not read.
func moments(field string, of int) int {
	sum := 0
	for _, part := range strings.Split(field, ",") {
		span, step, stepped := strings.Cut(part, "/")
		every, err := strconv.Atoi(step)
		if stepped && (err != nil || every < 1) {
			return 0
		}
		if !stepped {
			every = 1
		}
		from, to, ranged := strings.Cut(span, "-")
		first, errFirst := strconv.Atoi(from)
		last, errLast := strconv.Atoi(to)
		switch {
		case span == "*":
			first, last = 0, of-1
		case errFirst != nil || ranged && errLast != nil:
			return 0
		case !ranged && stepped:
			last = of - 1
		case !ranged:
			last = first
		}
		sum += max(0, (last-first)/every+1)
	}
	return sum
}

// pinned finds the action that a workflow runs.
var pinned = regexp.MustCompile(`(?m)^\s*(?:- )?uses:\s*([A-Za-z0-9._-]+/bylaw)@(\S+)(?:[ \t]+#[ \t]*(\S+))?`)

// pinOf is the action that a workflow file names, empty where it names none.
func pinOf(text []byte) template.Pin {
	found := pinned.FindSubmatch(text)
	if found == nil {
		return template.Pin{}
	}
	return template.Pin{Repository: string(found[1]), Commit: string(found[2]), Version: string(found[3])}
}

// differing gives the numbers of the lines of a file that are not in the template: a line that was added does not make all that
// follow differ. When a schedule runs is for the community to choose.
func differing(file, model []byte) (lines []int) {
	known := map[string]int{}
	for _, line := range bytes.Split(bytes.TrimRight(model, "\n"), []byte("\n")) {
		known[string(bytes.TrimRight(line, " \r"))]++
	}
	for n, line := range bytes.Split(bytes.TrimRight(file, "\n"), []byte("\n")) {
		text := string(bytes.TrimRight(line, " \r"))
		if known[text] == 0 && !strings.HasPrefix(strings.TrimSpace(text), "- cron:") {
			lines = append(lines, n+1)
		}
		known[text]--
	}
	return lines
}
