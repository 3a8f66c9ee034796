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

// everyKind declares two entries of each kind with all their parameters, of which the first is changed by hand.
func everyKind() map[string]string {
	return map[string]string{
		"instance/federation.yaml": `domain_blocks:
  - {domain: a.example, severity: silence, reject_media: true, reject_reports: false, obfuscate: false, public_comment: Spam, private_comment: Seen}
  - {domain: b.example, severity: noop}
domain_allows:
  - {domain: friend.example}
  - {domain: pal.example}
`,
		"instance/access.yaml": `ip_blocks:
  - {ip: 203.0.113.7/32, severity: sign_up_block, comment: spam, until: 2027-06-01}
  - {ip: 203.0.113.8/32, severity: sign_up_block}
email_domain_blocks:
  - {domain: mail.example, allow_with_approval: false}
  - {domain: post.example}
`,
		"instance/accounts.yaml": "accounts:\n  - {account: \"@loud@far.example\", state: [silenced]}\n  - {account: \"@calm@far.example\", state: []}\n",
		"instance/profile.yaml":  "profile:\n  display_name: Bylaw\n  note: Decided by members.\n  fields:\n    - {name: Run by, value: the members}\n",
	}
}

// byHand is what moderators can do to the first entry of a kind on the server, each at random.
func byHand() map[string][]func(*sandbox.State, *rand.Rand) {
	block := func(change func(*sandbox.DomainBlock, *rand.Rand)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, r *rand.Rand) { change(s.DomainBlocks[0], r) }
	}
	ip := func(change func(*sandbox.IPBlock, *rand.Rand)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, r *rand.Rand) { change(s.IPBlocks[0], r) }
	}
	loud := func(change func(*sandbox.Account)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, _ *rand.Rand) {
			change(s.Accounts[slices.IndexFunc(s.Accounts, func(a *sandbox.Account) bool { return a.Username == "loud" })])
		}
	}
	bot := func(change func(*sandbox.Account, *rand.Rand)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, r *rand.Rand) { change(s.Accounts[0], r) }
	}
	return map[string][]func(*sandbox.State, *rand.Rand){
		"domain_blocks": {
			func(s *sandbox.State, _ *rand.Rand) { s.DomainBlocks = s.DomainBlocks[1:] },
			block(func(b *sandbox.DomainBlock, r *rand.Rand) { b.Severity = []string{"noop", "suspend"}[r.IntN(2)] }),
			block(func(b *sandbox.DomainBlock, _ *rand.Rand) { b.RejectMedia = !b.RejectMedia }),
			block(func(b *sandbox.DomainBlock, _ *rand.Rand) { b.RejectReports = !b.RejectReports }),
			block(func(b *sandbox.DomainBlock, _ *rand.Rand) { b.Obfuscate = !b.Obfuscate }),
			block(func(b *sandbox.DomainBlock, r *rand.Rand) { b.PublicComment = word(r) }),
			block(func(b *sandbox.DomainBlock, r *rand.Rand) { b.PrivateComment = word(r) }),
		},
		"domain_allows": {func(s *sandbox.State, _ *rand.Rand) { s.DomainAllows = s.DomainAllows[1:] }},
		"ip_blocks": {
			func(s *sandbox.State, _ *rand.Rand) { s.IPBlocks = s.IPBlocks[1:] },
			ip(func(b *sandbox.IPBlock, r *rand.Rand) {
				b.Severity = []string{"sign_up_requires_approval", "no_access"}[r.IntN(2)]
			}),
			ip(func(b *sandbox.IPBlock, r *rand.Rand) { b.Comment = fmt.Sprint("by hand ", r.IntN(9)) }),
			ip(func(b *sandbox.IPBlock, r *rand.Rand) {
				b.ExpiresAt = b.ExpiresAt.Add(time.Duration(1+r.IntN(99)) * time.Hour)
			}),
			ip(func(b *sandbox.IPBlock, _ *rand.Rand) { b.ExpiresAt = time.Time{} }),
		},
		"email_domain_blocks": {
			func(s *sandbox.State, _ *rand.Rand) { s.EmailDomains = s.EmailDomains[1:] },
			func(s *sandbox.State, _ *rand.Rand) { s.EmailDomains[0].AllowWithApproval = true },
		},
		skill.Accounts: {
			loud(func(a *sandbox.Account) { a.Silenced = false }),
			loud(func(a *sandbox.Account) { a.Suspended, a.SuspendedAt = true, a.CreatedAt }),
			loud(func(a *sandbox.Account) { a.Sensitized = true }),
			loud(func(a *sandbox.Account) { a.Silenced, a.Sensitized = false, true }),
		},
		"profile": {
			bot(func(a *sandbox.Account, r *rand.Rand) { a.DisplayName = fmt.Sprint("Bot ", r.IntN(9)) }),
			bot(func(a *sandbox.Account, r *rand.Rand) { a.Note = fmt.Sprint("Run by Ada ", r.IntN(9)) }),
			bot(func(a *sandbox.Account, _ *rand.Rand) { a.Fields = nil }),
			bot(func(a *sandbox.Account, _ *rand.Rand) {
				a.Fields = append(slices.Clone(a.Fields), sandbox.Field{Name: "Ask", Value: "Ada"})
			}),
		},
		"rules": {
			func(s *sandbox.State, _ *rand.Rand) { s.Rules = s.Rules[1:] },
			func(s *sandbox.State, _ *rand.Rand) {
				s.Rules = append(s.Rules, &sandbox.Rule{ID: 99, Text: "No jokes."})
			},
			func(s *sandbox.State, _ *rand.Rand) { slices.Reverse(s.Rules) },
		},
		"announcements": {
			func(s *sandbox.State, _ *rand.Rand) { s.Announcements = s.Announcements[1:] },
			func(s *sandbox.State, _ *rand.Rand) { s.Announcements[0].Published = false },
			func(s *sandbox.State, _ *rand.Rand) {
				s.Announcements[0].EndsAt = s.Announcements[0].EndsAt.Add(time.Hour)
			},
		},
	}
}

// word is a comment as a moderator writes one, or none.
func word(r *rand.Rand) *string {
	text := fmt.Sprint("by hand ", r.IntN(9))
	return []*string{&text, nil}[r.IntN(2)]
}

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

// Each kind of entry that bylaw manages, changed in any way by hand, is drift of that entry and nothing else; what nobody declared
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
	targets := map[string]string{
		"domain_blocks": "a.example", "domain_allows": "friend.example", "ip_blocks": "203.0.113.7/32", "email_domain_blocks": "mail.example",
		skill.Accounts: "@loud@far.example", "profile": "profile", "rules": "rules", "announcements": "Meeting.",
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

// What nobody declared stays unmanaged, however much of it moderators add, and one change of each kind is one drift each.
func TestDriftReportsAllKindsAtOnce(t *testing.T) {
	s, source := enactedEverything(t)
	s.server.Edit(func(state *sandbox.State) {
		for _, r := range skill.Resources() {
			byHand()[r.Name][0](state, rand.New(rand.NewPCG(1, 1)))
		}
		state.DomainBlocks = append(state.DomainBlocks, &sandbox.DomainBlock{ID: state.NextID(s.Now()), Domain: "wave.example", Severity: "suspend"})
	})
	_, lines := s.report(source)
	want := []string{
		"drifted accounts @loud@far.example", "drifted announcements Meeting.", "drifted domain_allows friend.example", "drifted domain_blocks a.example",
		"drifted email_domain_blocks mail.example", "drifted ip_blocks 203.0.113.7/32", "drifted profile profile", "drifted rules rules",
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
