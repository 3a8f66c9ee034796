package github

import (
	"net/http"
	"strings"
)

// enableWorkflow switches a workflow on. It exists if its file lies on the default branch.
func (c *call) enableWorkflow() (int, any, error) {
	if err := c.writer(); err != nil {
		return 0, nil, err
	}
	name := c.request.PathValue("file")
	if !strings.HasSuffix(name, ".yml") && !strings.HasSuffix(name, ".yaml") {
		return 0, nil, notFound
	}
	tip, err := c.repo.Git.CommitObject(c.repo.Tip(branches + c.repo.protects))
	if err != nil {
		return 0, nil, err
	}
	if _, err := tip.File(".github/workflows/" + name); err != nil {
		return 0, nil, notFound
	}
	return http.StatusNoContent, nil, nil
}
