package cli

import (
	"context"
	"path"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// GitHub stops the schedules of a repository after 60 days without a commit on its default branch; a person must hear of
// it two weeks before.
const quietFor = 45 * 24 * time.Hour

// keepAlive makes a scheduled run ask for the next 60 days. Where the token may not, it says when the schedule will die. No
// decision depends on it, so it never fails a run.
func (a *app) keepAlive(ctx context.Context, h wire.Forge) {
	if !a.wire.InActions() || a.Env("GITHUB_EVENT_NAME") != "schedule" {
		return
	}
	// OWNER/NAME/.github/workflows/FILE@REF
	file, _, _ := strings.Cut(a.Env("GITHUB_WORKFLOW_REF"), "@")
	err := h.Client.EnableWorkflow(ctx, path.Base(file))
	if err == nil {
		return
	}
	if last, tipErr := a.wire.Commit("HEAD"); tipErr == nil && a.Now().Sub(last.Time) > quietFor {
		a.note("GitHub stops this schedule on %s, 60 days after the last commit: commit something, or give the job the permission actions: write (%s)",
			last.Time.Add(60*24*time.Hour).UTC().Format(time.DateOnly), render.Outside(err.Error()))
	}
}
