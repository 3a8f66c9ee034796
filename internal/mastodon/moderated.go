package mastodon

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// readModerated lists the accounts under a measure, also those that no proposal decided. Domain blocks are read with them: without,
// it would not be known which measures only follow from one.
func (i *Instance) readModerated(ctx context.Context) ([]plan.Item, error) {
	if why := i.software().UnsupportedResource(skill.Accounts); why != "" {
		return nil, nil
	}
	found, err := i.listModerated(ctx)
	if err != nil {
		return nil, err
	}
	blocks, err := i.readBlocks(ctx)
	if err != nil {
		return nil, err
	}
	s := &survey{blocks: map[string]string{}}
	for _, b := range blocks {
		s.blocks[string(b.Domain)] = b.Severity
	}
	items := make([]plan.Item, 0, len(found))
	for _, a := range found {
		item := plan.Item{Resource: skill.Accounts, Target: a.handle(), ID: a.ID, Params: map[string]any{"state": a.state()}, Refuse: map[skill.Name]string{}}
		if err := i.refuseBlocked(ctx, &item, a, s); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return cmp.Compare(a.Target, b.Target) })
	return items, nil
}

// listModerated reads the list of each measure that the software has. An account may be in several.
func (i *Instance) listModerated(ctx context.Context) ([]account, error) {
	found := map[string]account{}
	for _, m := range skill.Measures() {
		if i.software().Unsupported(m.Put, nil) != "" {
			continue
		}
		status := m.State
		if status == "sensitive" {
			status = "sensitized"
		}
		list, err := readPagesOf[account](ctx, i, accountsPathV2, url.Values{"status": {status}}, accountsPage)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			if a.ID == "" || a.Username == "" {
				return nil, &AnswerError{http.MethodGet, accountsPathV2, "an account has no id or no name"}
			}
			if len(a.state()) > 0 {
				found[a.ID] = a
			}
		}
	}
	return slices.Collect(maps.Values(found)), nil
}

// publicBlocksPath is the list that a server shows to everybody, if it does.
const publicBlocksPath = "/api/v1/instance/domain_blocks"

// readPublicBlocks reads it. It has no pages, and no entries of the severity noop. plan.ErrUnreadable means that the server shows
// none, or only to its members.
func (i *Instance) readPublicBlocks(ctx context.Context) ([]plan.Item, error) {
	var answer []struct {
		Domain   domainName `json:"domain"`
		Digest   string     `json:"digest"`
		Severity string     `json:"severity"`
		Comment  *string    `json:"comment"`
	}
	_, err := i.call(ctx, http.MethodGet, publicBlocksPath, nil, nil, &answer)
	switch statusOf(err) {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return nil, &hiddenListError{}
	}
	if err != nil {
		return nil, err
	}
	items := make([]plan.Item, len(answer))
	for n, b := range answer {
		items[n] = plan.Item{Resource: domainBlocks, Target: string(b.Domain), ID: httpapi.Plain(b.Digest), Params: map[string]any{
			"severity": b.Severity, "public_comment": orEmpty(b.Comment),
		}}
	}
	slices.SortStableFunc(items, func(a, b plan.Item) int { return cmp.Compare(a.Target, b.Target) })
	return items, nil
}

// hiddenListError is a list that the server does not show to everybody.
type hiddenListError struct{}

// Error says which.
func (*hiddenListError) Error() string {
	return "the server does not show its domain blocks to everybody"
}

// Is reports it as plan.ErrUnreadable.
func (*hiddenListError) Is(target error) bool { return target == plan.ErrUnreadable }
