package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
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
	case skill.Hashtags:
		return i.hashtagItems(ctx, targets)
	case plan.AllHashtags:
		return i.decidedHashtags(ctx)
	case emailHashes:
		return i.declaredHashes(ctx, targets)
	case plan.AllEmailHashes:
		r, _ := registerOf(emailHashes)
		return i.readRegister(ctx, r)
	case profileResource:
		return one(i.readProfile(ctx))
	case rulesResource:
		return i.readRules(ctx)
	case announcements:
		return i.readAnnouncements(ctx)
	case skill.Site:
		return one(i.readSite(ctx))
	case skill.Registrations:
		return one(i.readRegistrations(ctx))
	case skill.ExtendedDescription, skill.TermsOfService:
		return i.readDocument(ctx, resource)
	case plan.ServerResource:
		return one(i.readServer(ctx))
	case plan.BotResource, plan.PersonResource, plan.ReportResource, plan.PostResource:
		return i.readSubjects(ctx, resource, targets)
	case plan.FollowCountsResource:
		return i.readFollowCounts(ctx, targets)
	case skill.Accounts:
		return i.accountItems(ctx, targets)
	case plan.ModeratedAccounts:
		return i.readModerated(ctx)
	case plan.PublicBlocks:
		return i.readPublicBlocks(ctx)
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
	known := []string{domainBlocks, skill.Accounts, domainAllows, ipBlocks, emailDomains, emailHashes, skill.Hashtags, profileResource, rulesResource, announcements, plan.ServerResource,
		skill.Site, skill.Registrations, skill.ExtendedDescription, skill.TermsOfService}
	slices.Sort(known)
	return known
}

func one(item plan.Item, err error) ([]plan.Item, error) {
	if err != nil {
		return nil, err
	}
	return []plan.Item{item}, nil
}

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
		skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport, skill.ClassifyReport:
		return i.runAction(ctx, change)
	case skill.WarnAccount:
		return i.warn(ctx, change)
	case skill.UpdateHashtag, skill.ResetHashtag:
		return i.setHashtag(ctx, change)
	case skill.UpdateProfile:
		return i.updateProfile(ctx, change)
	case skill.AllowDomain, skill.DisallowDomain, skill.BlockIP, skill.UnblockIP, skill.BlockEmailDomain, skill.UnblockEmailDomain,
		skill.BlockEmailHash, skill.UnblockEmailHash:
		r, _ := registerFor(change.Skill)
		return i.enter(ctx, r, change)
	default:
		return fmt.Errorf("skill %q cannot be executed on a server by this version", change.Skill)
	}
}

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
	case skill.UpdateHashtag, skill.ResetHashtag:
		happened, err = i.hashtagIs(ctx, change)
		return happened, err == nil, err
	case skill.BlockDomain:
		happened, err = i.blockMatches(ctx, change)
		return happened, err == nil, err
	case skill.UnblockDomain:
		i.blockIDs.drop(change.Target)
		id, err := i.blockID(ctx, change.Target)
		return err == nil && id == "", err == nil, err
	case skill.ApproveAccount, skill.RejectAccount, skill.DeleteAccountData, skill.CreateAccount, skill.DeleteStatus,
		skill.AssignReport, skill.UnassignReport, skill.ResolveReport, skill.ReopenReport, skill.ClassifyReport:
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
