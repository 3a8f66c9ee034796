package cli

import (
	"context"
	"path"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// GitHub stops the schedules of a repository after 60 days without a commit on its default branch; a person must hear of
// it two weeks before.
const quietFor = 45 * 24 * time.Hour

// keepAlive makes a scheduled run ask for the next 60 days. Where the token may not, it says when the schedule will die. No
// decision depends on it, so it never fails a run.
func (a *app) keepAlive(ctx context.Context, h github) {
	if !a.inActions() || a.Env("GITHUB_EVENT_NAME") != "schedule" {
		return
	}
	// OWNER/NAME/.github/workflows/FILE@REF
	file, _, _ := strings.Cut(a.Env("GITHUB_WORKFLOW_REF"), "@")
	err := h.client.EnableWorkflow(ctx, path.Base(file))
	if err == nil {
		return
	}
	repo, openErr := git.Open(a.repository())
	if openErr != nil {
		return
	}
	if last, tipErr := repo.Commit("HEAD"); tipErr == nil && a.Now().Sub(last.Time) > quietFor {
		a.note("GitHub stops this schedule on %s, 60 days after the last commit: commit something, or give the job the permission actions: write (%s)",
			last.Time.Add(60*24*time.Hour).UTC().Format(time.DateOnly), render.Outside(err.Error()))
	}
}
