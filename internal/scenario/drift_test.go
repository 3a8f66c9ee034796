package scenario_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// enactedEverything is a server on which two entries of each kind are in force, and the source that says so.
func enactedEverything(t *testing.T) (*testEnv, branch.Source) {
	s := newTestEnv(t)
	files := everyKind()
	files["instance/rules.yaml"] = "rules:\n  - Be kind.\n  - Be brief.\n"
	files["instance/announcements.yaml"] = "announcements:\n  - {text: Meeting., ends_at: 2027-02-01T12:00:00Z}\n  - {text: Party.}\n"
	s.server.Edit(func(state *sandbox.State) {
		state.Limited = true
		for _, name := range []string{"loud", "calm"} {
			state.Accounts = append(state.Accounts, &sandbox.Account{ID: state.NextID(s.Now()), Username: name, Domain: "far.example", CreatedAt: s.Now()})
		}
		yes := true
		state.EmailHashes = []*sandbox.CanonicalEmailBlock{{ID: state.NextID(s.Now()), Hash: someHash}}
		state.Tags = []*sandbox.Tag{{ID: state.NextID(s.Now()), Name: "birds", Usable: &yes, Listable: &yes, Trendable: &yes, ReviewedAt: s.Now()}}
		state.Title = "Canal"
		state.Site = sandbox.Site{
			Description: "A place by the canal.", Contact: "bylaw", ContactEmail: "hello@social.example", TermsSince: s.Now(),
			ExtendedDescription: "Who we are\n===\n\nA __co-operative__ with [rules](https://elsewhere.example):\n\n* be kind\n* be brief", Terms: "You own what you post.",
		}
		state.Rules = []*sandbox.Rule{{ID: 1, Text: "Be kind."}, {ID: 2, Text: "Be brief."}}
		for _, text := range []string{"Meeting.", "Party."} {
			a := &sandbox.Announcement{ID: state.NextID(s.Now()), Text: text, Published: true, PublishedAt: s.Now()}
			if text == "Meeting." {
				a.EndsAt = time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC)
			}
			state.Announcements = append(state.Announcements, a)
		}
	})
	source := s.source(files)
	_, left := s.enact(source, apply.PlanOptions{AdoptOurs: true})
	if len(left) > 0 {
		t.Fatalf("not enacted: %v", left)
	}
	return s, source
}

// report gives what drift says, an entry a line.
func (s *testEnv) report(source branch.Source) (plan.Report, []string) {
	s.t.Helper()
	found, err := apply.FindDrift(s.t.Context(), s.world, source)
	if err != nil {
		s.t.Fatal(err)
	}
	var lines []string
	for _, e := range found.Report.Entries {
		lines = append(lines, fmt.Sprintf("%s %s %s", e.State, e.Resource, e.Target))
	}
	return found.Report, lines
}

// Each kind of entry that bylaw manages, changed in any way by hand, is drift of that entry and nothing else; what is not declared
// changes nothing. Putting it back by hand ends the drift.
func TestDriftReportsAnyChangeByHandAndNothingElse(t *testing.T) {
	s, source := enactedEverything(t)
	if _, lines := s.report(source); len(lines) > 0 {
		t.Fatalf("before anything was changed: %v", lines)
	}
	before := filepath.Join(t.TempDir(), "before.json")
	if err := s.server.Save(before); err != nil {
		t.Fatal(err)
	}
	s.reconnect() // one run reads the description of a server once
	targets := map[string]string{
		"domain_blocks": "a.example", "domain_allows": "friend.example", "ip_blocks": "203.0.113.7/32", "email_domain_blocks": "mail.example",
		skill.Accounts: "@loud@far.example", "profile": "profile", "rules": "rules", "announcements": "Meeting.",
		skill.EmailHashes: someHash, skill.Hashtags: "birds", skill.Site: skill.Site, skill.Registrations: skill.Registrations,
		skill.ExtendedDescription: skill.ExtendedDescription, skill.TermsOfService: skill.TermsOfService,
	}
	for _, r := range skill.Resources() {
		changes := byHand()[r.Name]
		if len(changes) == 0 {
			t.Errorf("nothing changes %s by hand here", r.Name)
		}
		for n, change := range changes {
			for seed := range uint64(2) {
				s.server.Edit(func(state *sandbox.State) { change(state, rand.New(rand.NewPCG(seed, uint64(n)))) })
				want := []string{"drifted " + r.Name + " " + targets[r.Name]}
				got, lines := s.report(source)
				if diff := cmp.Diff(want, lines); diff != "" {
					t.Errorf("%s, change %d, seed %d (-want +got):\n%s", r.Name, n, seed, diff)
				}
				if len(got.Notes) > 0 {
					t.Errorf("%s, change %d: notes %q", r.Name, n, got.Notes)
				}
				if err := s.server.Load(before); err != nil {
					t.Fatal(err)
				}
				s.reconnect()
			}
		}
	}
	if _, lines := s.report(source); len(lines) > 0 {
		t.Errorf("after all was put back: %v", lines)
	}
}

// What is not declared stays unmanaged, however much of it moderators add, and one change of each kind is one drift each.
func TestDriftReportsAllKindsAtOnce(t *testing.T) {
	s, source := enactedEverything(t)
	s.server.Edit(func(state *sandbox.State) {
		for _, r := range skill.Resources() {
			byHand()[r.Name][0](state, rand.New(rand.NewPCG(1, 1)))
		}
		state.DomainBlocks = append(state.DomainBlocks, &sandbox.DomainBlock{ID: state.NextID(s.Now()), Domain: "wave.example", Severity: "suspend"})
	})
	s.reconnect() // one run reads the description of a server once
	_, lines := s.report(source)
	want := []string{
		"drifted accounts @loud@far.example", "drifted announcements Meeting.", "drifted canonical_email_blocks " + someHash,
		"drifted domain_allows friend.example", "drifted domain_blocks a.example", "drifted email_domain_blocks mail.example",
		"drifted extended_description extended_description", "drifted hashtags birds", "drifted ip_blocks 203.0.113.7/32",
		"drifted profile profile", "drifted registrations registrations", "drifted rules rules", "drifted site site",
		"drifted terms_of_service terms_of_service",
		"unmanaged domain_blocks wave.example",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDriftReportsWhatWasDoneToTheThread(t *testing.T) {
	post := func(s *sandbox.State, n int) *sandbox.Status {
		for _, status := range s.Statuses {
			if status.InReplyTo == 0 && status.Account == s.Accounts[0].ID {
				return s.Statuses[slices.Index(s.Statuses, status)+n]
			}
		}
		return nil
	}
	edit := func(n int, old, reworded string) func(*sandbox.State, time.Time) {
		return func(s *sandbox.State, at time.Time) {
			p := post(s, n)
			p.Text, p.EditedAt = strings.Replace(p.Text, old, reworded, 1), at
		}
	}
	const again, amended = "which puts it back", "when the text is amended"
	for name, c := range map[string]struct {
		by   func(*sandbox.State, time.Time)
		next string
	}{
		"unpinned":            {func(s *sandbox.State, _ time.Time) { post(s, 0).PinnedAt, post(s, 0).PinOrder = time.Time{}, 0 }, again},
		"deleted":             {func(s *sandbox.State, _ time.Time) { s.Statuses = nil }, again},
		"a post deleted":      {func(s *sandbox.State, _ time.Time) { s.Statuses = slices.Delete(s.Statuses, 4, 5) }, again},
		"a post edited":       {edit(3, "the", "no"), amended},
		"first post edited":   {edit(0, "\n\n1/", " Ada decides.\n\n1/"), amended},
		"edited and put back": {edit(3, "not in it", ""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			source := s.source(nil)
			s.enact(source, apply.PlanOptions{AdoptOurs: true})
			s.Advance(time.Hour)
			s.server.Edit(func(state *sandbox.State) { c.by(state, s.Now()) })
			want := []string{"drifted constitution constitution"}
			if c.next == "" {
				want = nil
			}
			r, lines := s.report(source)
			if diff := cmp.Diff(want, lines); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
			if want != nil && !strings.Contains(r.Entries[0].Next, c.next) {
				t.Errorf("next: %s", r.Entries[0].Next)
			}
		})
	}
}
