package mastodon

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// registerFor gives the register that a skill writes into.
func registerFor(name skill.Name) (register, bool) {
	for _, resource := range []string{domainAllows, ipBlocks, emailDomains, emailHashes} {
		if r, _ := skill.FindResource(resource); r.Put == name || r.Remove == name {
			return registerOf(resource)
		}
	}
	return register{}, false
}

// enter makes one change in a register.
func (i *Instance) enter(ctx context.Context, r register, change plan.Change) error {
	switch change.Action {
	case plan.Remove:
		return i.deleteEntry(ctx, r, change)
	case plan.Update:
		return i.revise(ctx, r, change)
	default: // a creation
	}
	err := i.create(ctx, r, change)
	if !invalid(statusOf(err)) {
		return err
	}
	// The answer does not say what it collides with: another run may have made the same entry since the plan.
	item, found, look := i.reread(ctx, r, change.Target)
	switch {
	case look != nil || !found:
		return errors.Join(err, look)
	case r.compare(item, change) == nil:
		return nil
	}
	return i.revise(ctx, r, change)
}

// create posts an entry. A well-formed answer is its reading back.
func (i *Instance) create(ctx context.Context, r register, change plan.Change) error {
	write := func() error {
		body, err := r.request(change, i.now())
		if err != nil {
			return err
		}
		body[r.target] = change.Target
		return i.send(ctx, r, http.MethodPost, r.path(), body, change)
	}
	return i.settle(ctx, write, func() (bool, error) { return i.entryMatches(ctx, r, change) })
}

// request is what a change sends: the parameters that it has. The server counts an end from the moment of the request.
func (r register) request(change plan.Change, now time.Time) (map[string]any, error) {
	body := map[string]any{}
	for _, field := range r.fields {
		value, asked := change.Params[field]
		switch {
		case !asked:
		case field == plan.ExpiresAt:
			seconds, err := secondsUntil(value, now)
			if err != nil {
				return nil, fmt.Errorf("%w: %s %q: %w", plan.ErrChange, r.target, change.Target, err)
			}
			body["expires_in"] = seconds
		default:
			body[field] = value
		}
	}
	if severity, _ := body["severity"].(string); r.resource == ipBlocks && severity == "" {
		return nil, fmt.Errorf("IP block %q has no severity, and the server has no default", change.Target)
	}
	return body, nil
}

// secondsUntil gives the whole seconds until a moment, or a blank for no end, which takes an old one away.
func secondsUntil(value any, now time.Time) (any, error) {
	text, _ := value.(string)
	if text == "" {
		return "", nil
	}
	end, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, fmt.Errorf("its end %q is no time", text)
	}
	if !end.After(now) {
		return nil, fmt.Errorf("its time was over at %s", text)
	}
	return int64(math.Ceil(end.Sub(now).Seconds())), nil
}

// send writes and takes the answer for the reading back.
func (i *Instance) send(ctx context.Context, r register, method, path string, body map[string]any, change plan.Change) error {
	var row accessRow
	if _, err := i.call(ctx, method, path, nil, body, &row); err != nil {
		return err
	}
	item, err := r.item(row)
	if err != nil {
		return &AnswerError{method, path, httpapi.Plain(err.Error())}
	}
	if err := r.compare(item, change); err != nil {
		return err
	}
	if known := i.registers.known(r.resource); known != nil {
		known[item.Target] = item
	}
	return nil
}

// revise changes an entry that exists; one that is gone is an error, for the plan was made in another world.
func (i *Instance) revise(ctx context.Context, r register, change plan.Change) error {
	old, found, err := i.entry(ctx, r, change.Target)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("%w: %s %q is no longer on the server", plan.ErrChange, r.target, change.Target)
	}
	if !r.lies {
		return i.replace(ctx, r, old, change)
	}
	write := func() error {
		body, err := r.request(change, i.now())
		if err != nil {
			return err
		}
		path := r.path() + "/" + old.ID
		if err := i.send(ctx, r, http.MethodPut, path, body, change); err != nil {
			return err
		}
		// Up to 4.6 the answer shows what was asked for even where nothing was saved.
		return i.send(ctx, r, http.MethodGet, path, nil, change)
	}
	return i.settle(ctx, write, func() (bool, error) { return i.entryMatches(ctx, r, change) })
}

// replace removes an entry and creates it again, where the server has no call to change it. If the second step fails, the
// entry that was there is put back: nothing is left open that was shut before.
func (i *Instance) replace(ctx context.Context, r register, old plan.Item, change plan.Change) error {
	if r.compare(old, change) == nil {
		return nil
	}
	if err := i.deleteEntry(ctx, r, plan.Change{Action: plan.Remove, Target: change.Target}); err != nil {
		return err
	}
	after := change
	after.Params = maps.Clone(old.Params)
	maps.Copy(after.Params, change.Params)
	err := i.create(ctx, r, after)
	if err == nil {
		return nil
	}
	if back := i.create(ctx, r, plan.Change{Target: change.Target, Params: old.Params}); back != nil {
		return fmt.Errorf("%w; %q is removed and not created again, which the next apply does: %w", err, change.Target, back)
	}
	return fmt.Errorf("%w; %q is again as it was", err, change.Target)
}

// deleteEntry deletes an entry; one that is gone already is as good.
func (i *Instance) deleteEntry(ctx context.Context, r register, change plan.Change) error {
	old, found, err := i.entry(ctx, r, change.Target)
	if err != nil || !found {
		return err
	}
	write := func() error {
		_, err := i.call(ctx, http.MethodDelete, r.path()+"/"+old.ID, nil, nil, nil)
		if statusOf(err) == http.StatusNotFound {
			err = nil
		}
		return err
	}
	if err := i.settle(ctx, write, func() (bool, error) { return i.entryMatches(ctx, r, change) }); err != nil {
		return err
	}
	delete(i.registers.known(r.resource), change.Target)
	return nil
}
