package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Execute makes one change. It returns nil only if the server's answer, or a look at it after a lost answer, shows what
// was asked for. Running it again after that does nothing. plan.ErrChange is in the chain where the server refused this
// change alone, so that others may still be tried, plan.ErrNotTried where a stop on request came before its first write,
// and plan.ErrNotSent where another failure did.
func (i *Instance) Execute(ctx context.Context, change plan.Change) error {
	before := i.writes.Load()
	err := i.attempt(func() error { return i.execute(ctx, change) })
	switch {
	case refusesChange(err):
		return fmt.Errorf("%w: %w", plan.ErrChange, err)
	case err != nil && !errors.Is(err, plan.ErrNotTried) && i.writes.Load() == before:
		return fmt.Errorf("%w: %w", plan.ErrNotSent, err)
	}
	return err
}

// attempt makes a change and distinguishes a stop before its first write from one after it, when some of it may be done. Changes are
// made one after another, so every write meanwhile is its own.
func (i *Instance) attempt(change func() error) error {
	before := i.writes.Load()
	err := change()
	if errors.Is(err, httpapi.ErrStopped) && i.writes.Load() == before {
		return fmt.Errorf("%w: %w", plan.ErrNotTried, err)
	}
	return err
}

// refusesChange distinguishes the server's answer about one object from faults that would meet every other call as well.
func refusesChange(err error) bool {
	if errors.Is(err, errUnsure) {
		return false
	}
	_, parent := errors.AsType[*ParentError](err)
	_, mismatch := errors.AsType[*MismatchError](err)
	_, state := errors.AsType[*StateError](err)
	answer, answered := errors.AsType[*APIError](err)
	return parent || mismatch || state || aboutOneAccount(err) || answered && (answer.Status == http.StatusNotFound || invalid(answer.Status))
}

func (i *Instance) execute(ctx context.Context, change plan.Change) error {
	if m, ok := skill.FindMeasure(change.Skill); ok {
		return i.measure(ctx, change, m)
	}
	switch change.Skill {
	case skill.BlockDomain:
		return i.blockDomain(ctx, change)
	case skill.UnblockDomain:
		return i.unblockDomain(ctx, change)
	case skill.ApproveAccount, skill.RejectAccount, skill.DeleteAccountData, skill.CreateAccount, skill.DeleteStatus,
		skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport:
		return i.runAction(ctx, change)
	case skill.WarnAccount:
		return i.warn(ctx, change)
	case skill.UpdateProfile:
		return i.updateProfile(ctx, change)
	case skill.AllowDomain, skill.DisallowDomain, skill.BlockIP, skill.UnblockIP, skill.BlockEmailDomain, skill.UnblockEmailDomain:
		r, _ := registerFor(change.Skill)
		return i.enter(ctx, r, change)
	default:
		return fmt.Errorf("skill %q cannot be executed on a server by this version", change.Skill)
	}
}

// blockDomain creates a block, or changes the one that exists.
func (i *Instance) blockDomain(ctx context.Context, change plan.Change) error {
	body, err := blockRequest(change)
	if err != nil {
		return err
	}
	if change.Action == plan.Update {
		return i.updateBlock(ctx, change, body)
	}
	return i.createBlock(ctx, change, body)
}

// createBlock posts a block. A block of the same domain, made by hand since the plan was made, is changed instead.
func (i *Instance) createBlock(ctx context.Context, change plan.Change, body map[string]any) error {
	create := maps.Clone(body)
	create["domain"] = change.Target
	err := i.settle(ctx, func() error {
		var block domainBlock
		if _, err := i.call(ctx, http.MethodPost, blocksPath, nil, create, &block); err != nil {
			return err
		}
		return i.accept(block, change)
	}, func() (bool, error) { return i.blockMatches(ctx, change) })
	existing, found := existingBlock(err)
	switch {
	case found && string(existing.Domain) == change.Target:
		i.blockIDs.keep(string(existing.Domain), existing.ID)
		return i.updateBlock(ctx, change, body)
	case i.otherwise(err, change.Target):
		return i.updateBlock(ctx, change, body)
	case found && strings.HasSuffix(change.Target, "."+string(existing.Domain)):
		return &ParentError{change.Target, httpapi.Plain(string(existing.Domain)), httpapi.Plain(existing.Severity)}
	default:
		return err
	}
}

// existingBlock finds the block that is in the way in a 422. Its presence distinguishes a duplicate or a parent from other
// mistakes; the text is in any language.
func existingBlock(err error) (domainBlock, bool) {
	api, ok := errors.AsType[*APIError](err)
	if !ok || !invalid(api.Status) {
		return domainBlock{}, false
	}
	var body struct {
		Existing *domainBlock `json:"existing_domain_block"`
	}
	if json.Unmarshal(api.Body, &body) != nil || body.Existing == nil || body.Existing.ID == "" {
		return domainBlock{}, false
	}
	return *body.Existing, true
}

// updateBlock changes a block that exists; a block that is gone is an error, for the plan was made in another world.
func (i *Instance) updateBlock(ctx context.Context, change plan.Change, body map[string]any) error {
	id, err := i.blockID(ctx, change.Target)
	if err != nil {
		return err
	}
	if id == "" {
		return fmt.Errorf("domain block %q is no longer on the server", change.Target)
	}
	write := func() error {
		var block domainBlock
		if _, err := i.call(ctx, http.MethodPut, blocksPath+"/"+id, nil, body, &block); err != nil {
			return err
		}
		return i.accept(block, change)
	}
	return i.settle(ctx, write, func() (bool, error) { return i.blockMatches(ctx, change) })
}

// unblockDomain deletes a block; one that is gone already is as good.
func (i *Instance) unblockDomain(ctx context.Context, change plan.Change) error {
	id, err := i.blockID(ctx, change.Target)
	if err != nil || id == "" {
		return err
	}
	write := func() error {
		_, err := i.call(ctx, http.MethodDelete, blocksPath+"/"+id, nil, nil, nil)
		if statusOf(err) == http.StatusNotFound {
			err = nil
		}
		return err
	}
	if err := i.settle(ctx, write, func() (bool, error) { return i.blockGone(ctx, id) }); err != nil {
		return err
	}
	i.blockIDs.drop(change.Target)
	return nil
}

// accept takes an answer for the read-back if it says what was asked.
func (i *Instance) accept(block domainBlock, change plan.Change) error {
	block.Severity = i.severityOf(block)
	if err := block.compare(change); err != nil {
		return err
	}
	i.blockIDs.keep(string(block.Domain), block.ID)
	return nil
}

// blockID resolves a domain, from the last reading or from a new one; "" means that there is no such block.
func (i *Instance) blockID(ctx context.Context, domain string) (string, error) {
	if id, known := i.blockIDs.find(domain); known {
		return id, nil
	}
	_, err := i.readBlocks(ctx)
	id, _ := i.blockIDs.find(domain)
	return id, err
}

// blockMatches reads the list again and reports whether a change is in it as asked.
func (i *Instance) blockMatches(ctx context.Context, change plan.Change) (bool, error) {
	blocks, err := i.readBlocks(ctx)
	if err != nil {
		return false, err
	}
	for _, block := range blocks {
		if string(block.Domain) == change.Target {
			return block.compare(change) == nil, nil
		}
	}
	return false, nil
}

func (i *Instance) blockGone(ctx context.Context, id string) (bool, error) {
	var block domainBlock
	_, err := i.call(ctx, http.MethodGet, blocksPath+"/"+id, nil, nil, &block)
	if statusOf(err) == http.StatusNotFound {
		return true, nil
	}
	return false, err
}
