package adopt

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// items reads the live items of a resource in the form in which they are declared.
func (r *reading) items(ctx context.Context, resource string, src []byte) ([]plan.Item, error) {
	switch {
	case resource == skill.Accounts:
		items, err := r.Instance.Read(ctx, plan.ModeratedAccounts, nil)
		if err != nil {
			return nil, err
		}
		return r.accounts(items, src), nil
	case resource == "domain_blocks" && r.q.Public:
		items, err := r.Instance.Read(ctx, plan.PublicBlocks, nil)
		return r.ofOthers(items), err
	case resource == skill.Hashtags:
		items, err := r.Instance.Read(ctx, plan.AllHashtags, nil)
		return r.readable(items), err
	case resource == skill.EmailHashes:
		return r.Instance.Read(ctx, plan.AllEmailHashes, nil)
	}
	return r.Instance.Read(ctx, resource, nil)
}

// readable leaves out what could not be read, and says so.
func (r *reading) readable(items []plan.Item) []plan.Item {
	return slices.DeleteFunc(items, func(item plan.Item) bool {
		why, unread := item.Params[plan.Unread].(string)
		if unread {
			r.withhold(skill.Hashtags, 0, why)
		}
		return unread
	})
}

// ofOthers keeps the comments of another server's list for moderators, with their source: they are not the community's words.
func (r *reading) ofOthers(items []plan.Item) []plan.Item {
	if r.q.Server == r.q.Own {
		return items
	}
	for n, item := range items {
		comment, _ := item.Params["public_comment"].(string)
		if comment != "" {
			comment += "; "
		}
		items[n].Params = map[string]any{"severity": item.Params["severity"], "private_comment": comment + "from " + r.q.Server}
	}
	return items
}

// accounts leaves out the accounts of the server itself unless they are wanted, and the measures that follow from a domain block,
// and writes pseudonyms where there is a map. An account that the file names stays as it is named there.
func (r *reading) accounts(live []plan.Item, src []byte) []plan.Item {
	var items []plan.Item
	people, held, odd := 0, 0, 0
	resource, _ := skill.FindResource(skill.Accounts)
	for _, item := range live {
		item, free := withoutHeld(item)
		switch {
		case !free:
			held++
		case isLocal(item.Target) && !r.q.People:
			people++
		case r.Pseudonym == nil || charter.Declares(src, resource, r.q.Own, item.Target):
			items = append(items, item)
		case !r.name(&item):
			odd++
		default:
			items = append(items, item)
		}
	}
	if odd > 0 {
		r.withhold(skill.Accounts, odd, "their handles have a form for which there is no pseudonym")
	}
	if people > 0 {
		r.withhold(skill.Accounts, people, "accounts of members are left out without --include-people")
	}
	if held > 0 {
		r.withhold(skill.Accounts, held, "limited or suspended by the block of their server, which says it already")
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return strings.Compare(a.Target, b.Target) })
	return items
}

// withoutHeld takes off an account what a domain block holds; free says whether anything is left.
func withoutHeld(item plan.Item) (_ plan.Item, free bool) {
	words, _ := item.Params["state"].([]any)
	words = slices.DeleteFunc(slices.Clone(words), func(word any) bool {
		return slices.ContainsFunc(item.Held, func(held string) bool { return word == held })
	})
	item.Params = maps.Clone(item.Params)
	item.Params["state"] = words
	return item, len(words) > 0
}

// isLocal reports whether a handle is one of the server's own.
func isLocal(handle string) bool { return strings.Count(handle, "@") == 1 }

// name gives an account its pseudonym, and notes a handle that the map does not have. It says nothing of a handle that has none.
func (r *reading) name(item *plan.Item) bool {
	pseudonym, known, err := r.Pseudonym(item.Target)
	if err != nil {
		return false
	}
	if !known {
		r.result.Handles = append(r.result.Handles, item.Target)
	}
	item.Target, item.ID = pseudonym, ""
	return true
}
