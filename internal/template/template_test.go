package template_test

import (
	"io/fs"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestEveryTemplateLoadsWithoutMistakesOrWarnings(t *testing.T) {
	each(t, func(t *testing.T, files fs.FS) {
		_, diags := charter.Load(files)
		for _, d := range diags {
			t.Errorf("%s (%s)", d, d.Hint)
		}
	})
}

func TestEverySkillAndSubjectIsGoverned(t *testing.T) {
	each(t, func(t *testing.T, files fs.FS) {
		law := articles(t, files)
		for _, name := range skill.Names() {
			for _, change := range changes(name) {
				checkGovernors(t, law, change)
			}
		}
		for _, subject := range provision.Subjects() {
			checkGovernors(t, law, map[string]string{"subject": subject})
		}
	})
}

// changes gives the ways in which a skill may be used that articles distinguish.
func changes(name string) []map[string]string {
	all := []map[string]string{}
	for _, severity := range []string{"silence", "noop", "suspend"} {
		for _, scope := range []string{"local", "remote"} {
			for _, until := range []string{"until_within", "until_beyond"} {
				all = append(all, map[string]string{"skill": name, "severity": severity, "scope": scope, until: "7d"})
			}
		}
	}
	return all
}

// checkGovernors fails unless one article governs a change. With two of them both must pass, and an article for what
// cannot wait would wait for the ordinary one; only an amendment may need two bodies.
func checkGovernors(t *testing.T, law []article, change map[string]string) {
	t.Helper()
	var found []string
	for _, a := range law {
		if slices.ContainsFunc(a.Governs, func(p power) bool { return p.matches(change) }) {
			found = append(found, a.citation)
		}
	}
	amends := change["subject"] == "constitution" || change["skill"] == "publish_constitution"
	if len(found) != 1 && (!amends || len(found) == 0) {
		t.Errorf("%v is governed by %d articles: %v", change, len(found), found)
	}
}

func TestPeopleOfTheOwnServerAreProtected(t *testing.T) {
	shares, periods := []string{"2/3", "3/4"}, []string{"72h", "6d", "7d", "10d"}
	each(t, func(t *testing.T, files fs.FS) {
		law := articles(t, files)
		for _, name := range []string{"suspend_account", "disable_account", "delete_account_data"} {
			change := map[string]string{"skill": name, "scope": "local"}
			i := slices.IndexFunc(law, func(a article) bool {
				return slices.ContainsFunc(a.Governs, func(p power) bool { return p.matches(change) })
			})
			a := law[i]
			guarded := slices.Contains(shares, a.Threshold[0]["value"]) && a.Threshold[0]["of"] == "cast" && len(a.Quorum) > 0 &&
				slices.Contains(periods, a.Period["min"]) && a.EarlyPass == "never" && slices.Contains(a.Electorate.Exclude, "subject")
			if !guarded {
				t.Errorf("article %s is too weak for %s:\n%s", a.citation, name, a.block)
			}
		}
	})
}

func TestEveryRosterHasOneVacantSeatAndInventedIDs(t *testing.T) {
	each(t, func(t *testing.T, files fs.FS) {
		var got, want []int64
		for i, seat := range load(t, files).Roster.Seats {
			got, want = append(got, seat.ID), append(want, int64(101+i))
		}
		want[len(want)-1] = 0
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ids of the seats, 0 where vacant (-want +got):\n%s", diff)
		}
	})
}
