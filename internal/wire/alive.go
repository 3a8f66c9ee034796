package wire

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"
)

// GitHub stops the schedules of a repository after 60 days without a commit on its default branch; a person must hear of
// it two weeks before.
const quietFor = 45 * 24 * time.Hour

// KeepAlive makes a scheduled run ask for the next 60 days. Where the token may not, it says when the schedule will die. No
// decision depends on it, so it never fails a run.
func (w *Wire) KeepAlive(ctx context.Context, h Forge) {
	if !w.InActions() || w.Env("GITHUB_EVENT_NAME") != "schedule" {
		return
	}
	// OWNER/NAME/.github/workflows/FILE@REF
	file, _, _ := strings.Cut(w.Env("GITHUB_WORKFLOW_REF"), "@")
	err := h.Client.EnableWorkflow(ctx, path.Base(file))
	if err == nil {
		return
	}
	if last, tipErr := w.Commit("HEAD"); tipErr == nil && w.clock().Sub(last.Time) > quietFor {
		w.Note(fmt.Sprintf("GitHub stops this schedule on %s, 60 days after the last commit: commit something, or give the job the permission actions: write (%s)",
			last.Time.Add(60*24*time.Hour).UTC().Format(time.DateOnly), err))
	}
}
