package github

import (
	"context"
	"fmt"
)

// EnableWorkflow switches on a workflow of the default branch, by its file name. For one that is on already GitHub counts
// the 60 days again after which it stops a schedule. It takes the permission actions: write.
func (c *Client) EnableWorkflow(ctx context.Context, file string) error {
	if err := answered(c.library().Actions.EnableWorkflowByFileName(ctx, c.Owner, c.Name, file)); err != nil {
		return fmt.Errorf("keep the schedule of %q alive: %w", file, err)
	}
	return nil
}
