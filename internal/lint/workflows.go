package lint

import (
	"io/fs"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// workflowFolder is where GitHub looks for workflows.
const workflowFolder = ".github/workflows"

// Workflows reports places of the workflows at these paths that are not filled in: GitHub would skip such a workflow, or fail to
// find the action.
func Workflows(fsys fs.FS, paths []string) diag.List {
	var found diag.List
	for _, file := range paths {
		if path.Dir(file) != workflowFolder || !strings.HasSuffix(file, ".yml") && !strings.HasSuffix(file, ".yaml") {
			continue
		}
		src, err := fs.ReadFile(fsys, file)
		if err != nil {
			continue // it is reported elsewhere
		}
		for _, blank := range template.Blanks(src) {
			at := diag.Place{File: file, Line: blank.Line, Column: blank.Column}
			if blank.Branch {
				found.Errorf(at, `run "bylaw init --update", or write the name of the default branch`, "the workflow is not filled in: the name of the protected branch is missing")
			} else {
				found.Errorf(at, `run "bylaw init --update --action-commit HASH"; "git ls-remote https://github.com/`+template.Action+`" lists the hashes of its releases`,
					"the workflow is not filled in: the commit of the action is missing")
			}
		}
	}
	return found
}
