package template

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

//go:embed workflows
var workflows embed.FS

// Action is the repository of the action that the workflows run.
const Action = "bylaw-dev/bylaw"

// What the embedded files hold, so that they are sound workflows as they are, which a linter can read.
const (
	anyCommit   = "0000000000000000000000000000000000000000"
	anyAction   = Action + "@" + anyCommit + " # v0.0.0"
	anyBranch   = "the-protected-branch"
	checkMinute = `cron: "13 `
	driftMinute = `cron: "28 `
	applyMinute = `cron: "43 `
)

// A commit is named in full: a tag or a branch can be moved to other code after a community has looked at it.
var commitHash = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)

// The names that a branch may have here are those that need no quotes anywhere in a workflow.
var branchName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)

// Pin is the action that workflows run, at one commit.
type Pin struct {
	Repository string // owner/name
	Commit     string // full hash; "" leaves the blank of the embedded files, which lint reports
	Version    string // for people, such as v1.2.0; "" where the commit has none
}

// Uses is the value of the key "uses" of a step, with the version as a comment.
func (p Pin) Uses() string {
	if p.Commit == "" {
		return p.Repository + "@" + anyCommit
	}
	if p.Version == "" {
		return p.Repository + "@" + p.Commit
	}
	return p.Repository + "@" + p.Commit + " # " + p.Version
}

// Workflows gives the workflow files of a community, by file name: ping, check, apply, drift and propose. Branch is the protected branch,
// which must be the default branch. The schedules run at the minute that seed chooses, so that not all communities ask at once.
func Workflows(branch string, action Pin, seed string) (map[string][]byte, error) {
	if !branchName.MatchString(branch) {
		return nil, fmt.Errorf("branch %q cannot be used in a workflow: letters, digits, dots, slashes, dashes and underscores can", branch)
	}
	if action.Commit != "" && !commitHash.MatchString(action.Commit) {
		return nil, fmt.Errorf("the action's commit %q is not a full hash", action.Commit)
	}
	check, drift, apply := minutes(seed)
	fill := strings.NewReplacer(anyAction, action.Uses(), anyBranch, branch,
		checkMinute, fmt.Sprintf(`cron: "%d `, check), driftMinute, fmt.Sprintf(`cron: "%d `, drift), applyMinute, fmt.Sprintf(`cron: "%d `, apply))
	files := map[string][]byte{}
	entries, err := workflows.ReadDir("workflows")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		text, err := fs.ReadFile(workflows, "workflows/"+entry.Name())
		if err != nil {
			return nil, err
		}
		files[entry.Name()] = []byte(fill.Replace(string(text)))
	}
	return files, nil
}

// minutes gives the minutes of the three schedules, a quarter of an hour apart. At minute 0, 15, 30 and 45 scheduled runs are late or dropped.
func minutes(seed string) (check, drift, apply int) {
	sum := 0
	for _, b := range []byte(seed) {
		sum = (31*sum + int(b)) % 28
	}
	check = sum + 1 + sum/14 // 1 to 14 and 16 to 29
	return check, check + 15, check + 30
}

// Blank is a place of a workflow that init or a person has still to fill in.
type Blank struct {
	Line, Column int
	Branch       bool // the name of the branch is missing; else the commit of the action
}

// Blanks finds the places of a workflow that are not filled in.
func Blanks(text []byte) []Blank {
	var found []Blank
	for i, line := range bytes.Split(text, []byte("\n")) {
		for _, blank := range []string{"@" + anyCommit, anyBranch} {
			if at := bytes.Index(line, []byte(blank)); at >= 0 {
				found = append(found, Blank{i + 1, at + 1, blank == anyBranch})
			}
		}
	}
	return found
}
