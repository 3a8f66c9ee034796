package mastodon

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const (
	tagsPath     = "/api/v1/tags/"
	adminTags    = "/api/v1/admin/tags"
	tagsPage     = 200
	tagsMax      = 2000 // how many hashtags are looked through for decided ones: a large server has millions
	idsSinceTags = 6    // the version of the API that gives hashtags an id: 4.4
)

// tag is a hashtag as moderators see it.
type tag struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Usable     bool   `json:"usable"`
	Listable   bool   `json:"listable"`
	Trendable  bool   `json:"trendable"`
	Unreviewed bool   `json:"requires_review"`
}

func (t tag) params() map[string]any {
	return map[string]any{skill.Usable: t.Usable, skill.Listable: t.Listable, skill.Trendable: t.Trendable}
}

// decided reports whether a moderator has made something of a hashtag. The server cannot forget a review, so one that is as
// on a new server counts as not decided.
func (t tag) decided() bool {
	return !t.Unreviewed && (!t.Usable || !t.Listable || t.Trendable)
}

// named is a hashtag by its name: absent where no post has used it.
type named struct {
	target string
	found  tag
	why    string // why nothing can be decided about it, "" where it can
}

// hashtagItems reads the hashtags that are declared, one by one. What cannot be decided is an item of plan.RefusedHashtags.
func (i *Instance) hashtagItems(ctx context.Context, targets []string) ([]plan.Item, error) {
	read, err := parallel.Map(ctx, targets, i.readTag)
	if err != nil {
		return nil, err
	}
	var items []plan.Item
	first := map[string]string{}
	for _, n := range read {
		if n.why == "" && first[n.found.ID] != "" {
			n.why = "it is the same hashtag to the server as " + first[n.found.ID] + ": keep one of the two"
		}
		switch {
		case n.why != "":
			items = append(items, plan.Item{Resource: plan.RefusedHashtags, Target: n.target, Params: map[string]any{plan.Unread: n.why}})
			continue
		case n.found.decided():
			items = append(items, plan.Item{Resource: skill.Hashtags, Target: n.target, ID: n.found.ID, Params: n.found.params()})
		}
		first[n.found.ID] = n.target
	}
	return items, nil
}

func (i *Instance) readTag(ctx context.Context, target string) (named, error) {
	id, why, err := i.tagID(ctx, target)
	if err != nil || why != "" {
		return named{target: target, why: why}, err
	}
	var found tag
	_, err = i.call(ctx, http.MethodGet, adminTags+"/"+url.PathEscape(id), nil, nil, &found)
	if err == nil && found.ID != id {
		err = &AnswerError{http.MethodGet, adminTags, "the answer is about another hashtag than was asked for"}
	}
	return named{target: target, found: found}, err
}

// tagID finds the id of a hashtag; why says why it has none.
func (i *Instance) tagID(ctx context.Context, target string) (id, why string, err error) {
	server, err := i.FetchServer(ctx)
	if err != nil {
		return "", "", err
	}
	var found tag
	_, err = i.call(ctx, http.MethodGet, tagsPath+url.PathEscape(target), nil, nil, &found)
	switch {
	case statusOf(err) == http.StatusNotFound:
		return "", "the server does not take it for a hashtag", nil
	case err != nil || found.ID != "":
		return found.ID, "", err
	case server.APIVersion < idsSinceTags:
		return "", "a server before Mastodon 4.4 does not say the ids of hashtags", nil
	}
	return "", "no post on the server has used it, and the API has no call that makes one", nil
}

// decidedHashtags looks through the newest hashtags for those that moderators decided about.
func (i *Instance) decidedHashtags(ctx context.Context) ([]plan.Item, error) {
	all, more, err := readNewest[tag](ctx, i, adminTags, url.Values{}, tagsPage, tagsMax)
	if err != nil {
		return nil, err
	}
	var items []plan.Item
	for _, t := range all {
		if name, err := skill.ParseHashtag(t.Name); err == nil && t.decided() {
			items = append(items, plan.Item{Resource: skill.Hashtags, Target: name, ID: t.ID, Params: t.params()})
		}
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return cmp.Compare(a.Target, b.Target) })
	if more {
		items = append(items, plan.Item{Resource: plan.RefusedHashtags, Params: map[string]any{
			plan.Unread: "only the newest 2000 hashtags were looked through; the server does not list those that moderators decided about",
		}})
	}
	return items, nil
}

// setHashtag makes a hashtag what a change says; a removal makes it what it is on a new server.
func (i *Instance) setHashtag(ctx context.Context, change plan.Change) error {
	id, why, err := i.tagID(ctx, change.Target)
	switch {
	case err != nil:
		return err
	case why != "":
		return &StateError{change.Skill, change.Target, why}
	}
	want := hashtagFlags(change)
	return i.settle(ctx, func() error {
		var found tag
		if _, err := i.call(ctx, http.MethodPut, adminTags+"/"+url.PathEscape(id), nil, want, &found); err != nil {
			return err
		}
		return compareHashtag(change, found)
	}, func() (bool, error) { return i.hashtagIs(ctx, change) })
}

// hashtagFlags gives what a change sends: the flags that it names.
func hashtagFlags(change plan.Change) map[string]any {
	if change.Action == plan.Remove {
		return skill.DefaultHashtag()
	}
	flags := map[string]any{}
	for key := range skill.DefaultHashtag() {
		if value, asked := change.Params[key]; asked {
			flags[key] = value
		}
	}
	return flags
}

func compareHashtag(change plan.Change, found tag) error {
	is := found.params()
	for _, key := range []string{skill.Usable, skill.Listable, skill.Trendable} {
		if want, asked := hashtagFlags(change)[key]; asked && want != is[key] {
			return &MismatchError{change.Target, key, want, is[key]}
		}
	}
	return nil
}

// hashtagIs reports whether a hashtag is as a change leaves it.
func (i *Instance) hashtagIs(ctx context.Context, change plan.Change) (bool, error) {
	now, err := i.readTag(ctx, change.Target)
	return err == nil && now.why == "" && compareHashtag(change, now.found) == nil, err
}
