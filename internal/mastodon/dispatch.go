package mastodon

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Read gives the live items of a resource, sorted by target.
func (i *Instance) Read(ctx context.Context, resource string, targets []string) ([]plan.Item, error) {
	if why := i.software().UnsupportedResource(resource); why != "" {
		return unsupportedItems(resource, targets, why), nil
	}
	switch resource {
	case domainBlocks:
		return i.blockItems(ctx)
	case domainAllows, ipBlocks, emailDomains:
		r, _ := registerOf(resource)
		return i.readRegister(ctx, r)
	case profileResource:
		return one(i.readProfile(ctx))
	case rulesResource:
		return i.readRules(ctx)
	case announcements:
		return i.readAnnouncements(ctx)
	case plan.ServerResource:
		return one(i.readServer(ctx))
	case plan.BotResource, plan.PersonResource, plan.ReportResource, plan.PostResource:
		return i.readSubjects(ctx, resource, targets)
	case plan.FollowCountsResource:
		return i.readFollowCounts(ctx, targets)
	case skill.Accounts:
		return i.accountItems(ctx, targets)
	default:
		return nil, fmt.Errorf("resource %q cannot be read from a server; known: %s", resource, strings.Join(readable(), ", "))
	}
}

// unsupportedItems is what a server shows of a resource that it does not have: nothing, or of accounts why nothing can be done.
func unsupportedItems(resource string, targets []string, why string) []plan.Item {
	if resource != skill.Accounts {
		return nil
	}
	var items []plan.Item
	for _, target := range slices.Sorted(slices.Values(targets)) {
		items = append(items, refusing(target, why))
	}
	return items
}

func readable() []string {
	known := []string{domainBlocks, skill.Accounts, domainAllows, ipBlocks, emailDomains, profileResource, rulesResource, announcements, plan.ServerResource}
	slices.Sort(known)
	return known
}

func one(item plan.Item, err error) ([]plan.Item, error) {
	if err != nil {
		return nil, err
	}
	return []plan.Item{item}, nil
}

// readServer gives what the server says of itself, for what it would refuse.
func (i *Instance) readServer(ctx context.Context) (plan.Item, error) {
	server, err := i.FetchServer(ctx)
	if err != nil {
		return plan.Item{}, err
	}
	return plan.ServerItem(plan.ServerLimits{
		OpenFederation: server.Open, Software: server.Software, DisplayName: server.Profile.DisplayName, Note: server.Profile.Note,
		Fields: server.Profile.Fields, FieldName: server.Profile.FieldName, FieldValue: server.Profile.FieldValue,
	}), nil
}
