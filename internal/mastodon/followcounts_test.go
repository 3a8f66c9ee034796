package mastodon_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFollowsAreCountedWithTheDomainsBelow(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Edit(func(s *sandbox.State) {
		s.FollowCounts = []sandbox.FollowCount{{Domain: "far.example", Follows: 3, Followers: 4}, {Domain: "below.far.example", Follows: 10, Followers: 20}}
	})
	got, err := w.instance.Read(t.Context(), plan.FollowCountsResource, []string{"far.example", "none.example"})
	want := []plan.Item{plan.FollowCountsItem("far.example", 13, 24), plan.FollowCountsItem("none.example", 0, 0)}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestAServerThatDoesNotCountFollowsIsNoObstacle(t *testing.T) {
	for name, fault := range map[string]sandbox.Fault{
		"no permission": {Kind: sandbox.StatusBefore, Status: http.StatusForbidden}, "no such call": {Kind: sandbox.StatusBefore, Status: http.StatusNotFound},
		"unwell": {Kind: sandbox.StatusBefore, Status: http.StatusInternalServerError}, "half an answer": {Kind: sandbox.Broken},
		"no answer": {Kind: sandbox.ResetAfter}, "another answer": {Kind: sandbox.StatusBefore, Status: http.StatusOK, Body: "[]"},
		"a number that is none": {Kind: sandbox.StatusBefore, Status: http.StatusOK, Body: `[{"key":"instance_follows","total":"-1"}]`},
	} {
		w := newWorld(t, sandbox.Options{})
		fault.Path = "/api/v1/admin/measures"
		w.server.Fail(fault)
		if items, err := w.instance.Read(t.Context(), plan.FollowCountsResource, []string{"far.example"}); len(items) != 0 || err != nil {
			t.Errorf("%s: %v, %v", name, items, err)
		}
	}
	w := newWorld(t, sandbox.Options{})
	w.server.Fail(sandbox.Fault{Path: "/api/v1/admin/measures", Kind: sandbox.StatusBefore, Status: http.StatusUnauthorized})
	if _, err := w.instance.Read(t.Context(), plan.FollowCountsResource, []string{"far.example"}); !errors.Is(err, mastodon.ErrCredentials) {
		t.Errorf("a revoked token: %v", err)
	}
}
