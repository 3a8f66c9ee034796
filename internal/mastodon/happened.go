package mastodon

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Happened reports whether the server shows that a change was made whose answer was lost. Known is false where the server
// shows nothing of it. A skill that the catalogue does not know is an error.
func (i *Instance) Happened(ctx context.Context, change plan.Change) (happened, known bool, err error) {
	if m, ok := skill.FindMeasure(change.Skill); ok {
		happened, err = i.measured(ctx, change, m)
		return happened, err == nil, err
	}
	switch change.Skill {
	case skill.WarnAccount:
		return i.warned(ctx, change)
	case skill.BlockDomain:
		happened, err = i.blockMatches(ctx, change)
		return happened, err == nil, err
	case skill.UnblockDomain:
		i.blockIDs.drop(change.Target)
		id, err := i.blockID(ctx, change.Target)
		return err == nil && id == "", err == nil, err
	case skill.ApproveAccount, skill.RejectAccount, skill.DeleteAccountData, skill.CreateAccount, skill.DeleteStatus,
		skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport:
		return i.actionHappened(ctx, change)
	case skill.UpdateProfile:
		happened, err = i.profileMatches(ctx, change)
		return happened, err == nil, err
	default:
		return i.registerHappened(ctx, change)
	}
}

// registerHappened answers for the entries of registers, and not for what a server shows no trace of.
func (i *Instance) registerHappened(ctx context.Context, change plan.Change) (happened, known bool, err error) {
	if r, ok := registerFor(change.Skill); ok {
		happened, err = i.entryMatches(ctx, r, change)
		return happened, err == nil, err
	}
	if _, ok := skill.Find(change.Skill); !ok {
		return false, false, fmt.Errorf("skill %q is not in the catalogue", change.Skill)
	}
	return false, false, nil
}
