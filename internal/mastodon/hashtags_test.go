package mastodon_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func setHashtag(action plan.Action, name string, params map[string]any) plan.Change {
	s := skill.UpdateHashtag
	if action == plan.Remove {
		s = skill.ResetHashtag
	}
	return plan.Change{ID: plan.ID(s, name), Action: action, Skill: s, Target: name, Params: params}
}

func TestAHashtagIsDecidedReadBackAndReset(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	shown := func(want map[string]any) {
		t.Helper()
		if diff := cmp.Diff(want, w.readOne(t, skill.Hashtags, "getrich")); diff != "" {
			t.Errorf("hashtag (-want +got):\n%s", diff)
		}
	}
	shown(nil) // no moderator has decided about it
	change := setHashtag(plan.Create, "getrich", map[string]any{"usable": false})
	must(t, w.instance.Execute(t.Context(), change))
	shown(map[string]any{"usable": false, "listable": true, "trendable": false})
	if happened, known, err := w.reopen(t).Happened(t.Context(), change); !happened || !known || err != nil {
		t.Errorf("happened %t, known %t, %v", happened, known, err)
	}
	must(t, w.instance.Execute(t.Context(), setHashtag(plan.Update, "getrich", map[string]any{"usable": true, "trendable": true})))
	shown(map[string]any{"usable": true, "listable": true, "trendable": true})
	must(t, w.instance.Execute(t.Context(), setHashtag(plan.Remove, "getrich", nil)))
	shown(nil)
}

func TestAHashtagThatCannotBeDecidedIsRefusedBeforeAndNotMade(t *testing.T) {
	for name, test := range map[string]struct {
		options sandbox.Options
		target  string
		why     string
	}{
		"no post has used it":           {sandbox.Options{}, "unused", "no post on the server has used it, and the API has no call that makes one"},
		"the server says no ids":        {sandbox.Options{Version: "4.3.23"}, "birds", "a server before Mastodon 4.4 does not say the ids of hashtags"},
		"it is the same as another one": {sandbox.Options{}, "Birds", "it is the same hashtag to the server as birds: keep one of the two"},
	} {
		w := newWorld(t, test.options)
		items, err := w.instance.Read(t.Context(), skill.Hashtags, []string{"birds", test.target})
		must(t, err)
		last := items[len(items)-1]
		if last.Resource != plan.RefusedHashtags || last.Target != test.target || last.Params[plan.Unread] != test.why {
			t.Errorf("%s: %+v", name, last)
		}
		if test.target == "Birds" {
			continue
		}
		if err := w.instance.Execute(t.Context(), setHashtag(plan.Create, test.target, map[string]any{"usable": false})); !errors.Is(err, plan.ErrChange) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheHashtagsThatModeratorsDecidedAboutAreFound(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	items, err := w.instance.Read(t.Context(), plan.AllHashtags, nil)
	must(t, err)
	if len(items) != 1 || items[0].Target != "birds" || items[0].Params["trendable"] != true {
		t.Errorf("found %+v", items)
	}
	w.server.Edit(func(s *sandbox.State) {
		for range 2000 {
			s.Tags = append(s.Tags, &sandbox.Tag{ID: s.NextID(w.at), Name: "many"})
		}
	})
	before := len(w.server.Requests())
	items, err = w.instance.Read(t.Context(), plan.AllHashtags, nil)
	must(t, err)
	if len(items) != 1 || items[0].Resource != plan.RefusedHashtags || len(w.server.Requests())-before != 10 {
		t.Errorf("found %+v in %d requests", items, len(w.server.Requests())-before)
	}
}
