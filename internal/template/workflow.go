package template

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

//go:embed workflows
var workflows embed.FS

// What the embedded files hold, so that they are sound workflows as they are, which a linter can read.
const (
	anyAction = "bylaw-dev/bylaw@0000000000000000000000000000000000000000 # v0.0.0"
	anyBranch = "the-protected-branch"
)

// A commit is named in full: a tag or a branch can be moved to other code after a community has looked at it.
var commitHash = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)

// The names that a branch may have here are those that need no quotes anywhere in a workflow.
var branchName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)

// Pin is the action that workflows run, at one commit.
type Pin struct {
	Repository string // owner/name
	Commit     string // full hash
	Version    string // for people, such as v1.2.0; "" where the commit has none
}

// Workflows gives the workflow files of a community, by file name: ping, check, apply and propose. Branch is the protected branch,
// which must be the default branch.
func Workflows(branch string, action Pin) (map[string][]byte, error) {
	if !branchName.MatchString(branch) {
		return nil, fmt.Errorf("branch %q cannot be used in a workflow: letters, digits, dots, slashes, dashes and underscores can", branch)
	}
	if !commitHash.MatchString(action.Commit) {
		return nil, fmt.Errorf("the action's commit %q is not a full hash", action.Commit)
	}
	uses := action.Repository + "@" + action.Commit
	if action.Version != "" {
		uses += " # " + action.Version
	}
	fill := strings.NewReplacer(anyAction, uses, anyBranch, branch)
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
