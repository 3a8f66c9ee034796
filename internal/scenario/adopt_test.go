package scenario_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/adopt"
	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// adoption imports the server into files, which it takes from what was imported before.
func (s *testEnv) adoption(files map[string][]byte) adopt.Result {
	s.t.Helper()
	r, err := adopt.Read(s.t.Context(), adopt.Ports{Instance: s.world.Instance}, files, adopt.Request{
		Server: "social.example", Own: "social.example", People: false, Now: s.Now(),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range r.Files {
		files[f.Path] = f.Content
	}
	return r
}

// planOf plans the sample charter with imported files. The sample's own federation file is not part of it.
func (s *testEnv) planOf(files map[string][]byte) plan.Plan {
	s.t.Helper()
	replaced := map[string]string{}
	for path, content := range files {
		replaced[strings.TrimPrefix(path, "governance/")] = string(content)
	}
	planned, err := apply.Plan(s.t.Context(), s.world, s.source(replaced), apply.PlanOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	return planned.Plan
}

// wantNothingToDo refuses any change but the publication of the constitution, and anything unmanaged but what was left out.
func wantNothingToDo(t *testing.T, p plan.Plan, left []charter.LeftOut) {
	t.Helper()
	var unexpected []string
	for _, c := range p.Changes {
		if c.Skill != plan.PublishSkill {
			unexpected = append(unexpected, "change "+c.ID)
		}
	}
	for _, r := range p.Refused {
		unexpected = append(unexpected, "refused "+r.ID+": "+r.Why)
	}
	for _, task := range p.Tasks {
		unexpected = append(unexpected, "task "+task.ID)
	}
	for _, d := range slices.Concat(p.Drift, p.Conflicts, p.Accepted) {
		unexpected = append(unexpected, fmt.Sprintf("%s %s: %v is %v: %s", d.Resource, d.Target, d.Desired, d.Live, d.Why))
	}
	for _, d := range p.Unmanaged {
		if !slices.ContainsFunc(left, func(l charter.LeftOut) bool { return l.Resource == d.Resource && l.Target == d.Target }) {
			unexpected = append(unexpected, "unmanaged "+d.Target)
		}
	}
	if len(unexpected) > 0 {
		t.Errorf("the first plan is not empty:\n%s", strings.Join(unexpected[:min(len(unexpected), 10)], "\n"))
	}
}

// strangeTexts are what people write into comments.
func strangeTexts() []string {
	return []string{
		"", "plain", "two\nlines", "CRLF\r\nfrom a browser\r\n", "\n", " spaces around ", "tab\there", "# no comment", "- no list", "a: b", "a #b", "yes", "~",
		"null", "1e3", "2026-12-01", `"quoted" and 'quoted'`, "{braces} [brackets]", "&anchor *alias !tag", "%percent", "@at `tick`", "\\n \\\"",
		"👩‍👩‍👧 family 🏳️‍🌈", "Überfall – “dashes”", "日本語", "a\u00a0b", "ends with:", "? key", "| block", "> folded", "...", "---",
	}
}

// strange fills a server with what real ones have: n entries of each list, at random by a seed.
func strange(s *sandbox.State, n int, random *rand.Rand, at time.Time) {
	texts := strangeTexts()
	text := func() string { return texts[random.IntN(len(texts))] }
	comment := func() *string {
		if random.IntN(3) == 0 {
			return nil
		}
		t := text()
		return &t
	}
	for i := range n {
		s.DomainBlocks = append(s.DomainBlocks, &sandbox.DomainBlock{
			ID: s.NextID(at), Domain: fmt.Sprintf("d%d.%s.example", i, []string{"xn--bcher-kva", "plain", "a--b"}[random.IntN(3)]), CreatedAt: at,
			Severity: []string{"noop", "silence", "suspend"}[random.IntN(3)], RejectMedia: random.IntN(2) == 0, RejectReports: random.IntN(2) == 0,
			Obfuscate: random.IntN(2) == 0, PublicComment: comment(), PrivateComment: comment(),
		})
		s.DomainAllows = append(s.DomainAllows, &sandbox.DomainAllow{ID: s.NextID(at), Domain: fmt.Sprintf("allowed%d.example", i), CreatedAt: at})
		block := &sandbox.IPBlock{
			ID: s.NextID(at), IP: fmt.Sprintf("203.0.%d.%d/32", i/256, i%256), Severity: "sign_up_block", Comment: text(), CreatedAt: at,
		}
		if random.IntN(2) == 0 {
			block.ExpiresAt = at.Add(time.Duration(random.IntN(1e6)+1) * time.Second)
		}
		s.IPBlocks = append(s.IPBlocks, block)
		s.EmailDomains = append(s.EmailDomains, &sandbox.EmailDomainBlock{
			ID: s.NextID(at), Domain: fmt.Sprintf("mail%d.example", i), AllowWithApproval: random.IntN(2) == 0, CreatedAt: at,
		})
		s.Accounts = append(s.Accounts, &sandbox.Account{
			ID: s.NextID(at), Username: fmt.Sprintf("Person_%d", i), Domain: "elsewhere.example", CreatedAt: at,
			Silenced: random.IntN(2) == 0, Sensitized: random.IntN(2) == 0, Suspended: random.IntN(2) == 0,
		})
		if t := strings.TrimSpace(text()); t != "" {
			s.Rules = append(s.Rules, &sandbox.Rule{ID: int64(i + 1), Text: fmt.Sprintf("%s (%d)", t, i)})
			s.Announcements = append(s.Announcements, &sandbox.Announcement{
				ID: s.NextID(at), Text: fmt.Sprintf("%s\n\n(%d)", t, i), Published: true, PublishedAt: at, EndsAt: at.Add(time.Hour),
			})
		}
	}
	s.Limited = true
	s.Description, s.ContactEmail, s.ExtendedDescription, s.Terms = text(), text(), text(), text()
}

func TestAdoptThenThePlanIsEmpty(t *testing.T) {
	for _, n := range []int{0, 1, 200} {
		for _, people := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d entries, people %v", n, people), func(t *testing.T) {
				s := newTestEnv(t)
				s.server.Edit(func(state *sandbox.State) { strange(state, n, rand.New(rand.NewPCG(uint64(n), 7)), s.Now()) })
				files := map[string][]byte{"governance/instance/federation.yaml": nil}
				q := adopt.Request{Server: "social.example", Own: "social.example", People: people, Private: true, Now: s.Now()}
				ports := adopt.Ports{Instance: s.world.Instance, Private: notAsked}
				for turn := range 2 {
					r, err := adopt.Read(t.Context(), ports, files, q)
					if err != nil {
						t.Fatal(err)
					}
					for _, f := range r.Files {
						files[f.Path] = f.Content
					}
					if len(r.LeftOut) > 0 || turn > 0 && len(r.Files) > 0 {
						t.Fatalf("import %d: left out %v, %d files", turn+1, r.LeftOut, len(r.Files))
					}
					if turn == 0 {
						wantNothingToDo(t, s.planOf(files), r.LeftOut)
					}
				}
			})
		}
	}
}

func TestAdoptKeepsEachTextAsItIs(t *testing.T) {
	s := newTestEnv(t)
	s.server.Edit(func(state *sandbox.State) {
		for i, text := range strangeTexts() {
			state.DomainBlocks = append(state.DomainBlocks, &sandbox.DomainBlock{
				ID: state.NextID(s.Now()), Domain: fmt.Sprintf("d%02d.example", i), Severity: "silence", PublicComment: &text, PrivateComment: &text,
			})
		}
	})
	files := map[string][]byte{}
	s.adoption(files)
	source := s.source(map[string]string{"instance/federation.yaml": string(files["governance/instance/federation.yaml"])})
	for i, item := range source.Charter.Instance.Items {
		want := strings.ReplaceAll(strangeTexts()[i], "\r\n", "\n")
		if item.Params["public_comment"] != want || item.Params["private_comment"] != want {
			t.Errorf("%s: %q and %q, want %q", item.Target, item.Params["public_comment"], item.Params["private_comment"], want)
		}
	}
}

func TestAdoptLeavesOutWhatACharterDoesNotTake(t *testing.T) {
	s := newTestEnv(t)
	hidden, at := "turns \u202e around", s.Now()
	s.server.Edit(func(state *sandbox.State) {
		for _, b := range []sandbox.DomainBlock{
			{Domain: "under_score.example", Severity: "suspend"}, {Domain: "example", Severity: "suspend"}, {Domain: "social.example", Severity: "suspend"},
			{Domain: "future.example", Severity: "quarantine"}, {Domain: "turned.example", Severity: "silence", PrivateComment: &hidden},
		} {
			b.ID = state.NextID(at)
			state.DomainBlocks = append(state.DomainBlocks, &b)
		}
		state.Rules = []*sandbox.Rule{{ID: 1, Text: "Be kind."}, {ID: 2, Text: "Be kind."}}
		state.IPBlocks = append(state.IPBlocks,
			&sandbox.IPBlock{ID: state.NextID(at), IP: "10.0.0.0/8", Severity: "no_access"},
			&sandbox.IPBlock{ID: state.NextID(at), IP: "::ffff:198.51.100.0/120", Severity: "sign_up_block"},
			&sandbox.IPBlock{ID: state.NextID(at), IP: "203.0.113.7/32", Severity: "sign_up_block", ExpiresAt: at.Add(-time.Hour)},
		)
	})
	files := map[string][]byte{"governance/instance/federation.yaml": nil}
	r, err := adopt.Read(t.Context(), adopt.Ports{Instance: s.world.Instance, Private: notAsked}, files, adopt.Request{
		Server: "social.example", Own: "social.example", People: true, Private: true, Now: at,
	})
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, l := range r.LeftOut {
		left = append(left, strings.TrimSpace(l.Target+" "+l.Param)+": "+l.Why)
	}
	want := []string{
		`example: domain "example" is a bare top-level domain`,
		`future.example: expected one of noop, silence, suspend, found "quarantine"`,
		`social.example: "social.example" is the community's own server, or covers it`,
		`turned.example private_comment: text holds the invisible character U+202E`,
		`under_score.example: domain "under_score.example" has an underscore`,
		`10.0.0.0/8: no_access to "10.0.0.0/8" would shut out proxies and bylaw itself: it overlaps the private network 10.0.0.0/8`,
		`203.0.113.7/32: has expired`,
		`rules: "Be kind." is written twice; first on line 2`,
	}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	for _, f := range r.Files {
		files[f.Path] = f.Content
	}
	if text := string(files["governance/instance/access.yaml"]); !strings.Contains(text, "ip: 198.51.100.0/24,") {
		t.Errorf("a mapped network is not written as the IPv4 that it is:\n%s", text)
	}
	wantNothingToDo(t, s.planOf(files), r.LeftOut)
}

func TestAdoptAGoToSocial(t *testing.T) {
	s := newTestEnv(t)
	s.server = sandbox.New(sandbox.Options{Now: s.Now, Empty: true, Software: sandbox.GoToSocial})
	s.reconnect()
	comment := "Spam"
	s.server.Edit(func(state *sandbox.State) {
		state.DomainBlocks = append(state.DomainBlocks, &sandbox.DomainBlock{ID: state.NextID(s.Now()), Domain: "bücher.example", Severity: "suspend", PublicComment: &comment})
	})
	files := map[string][]byte{}
	r := s.adoption(files)
	if text := string(files["governance/instance/federation.yaml"]); !strings.Contains(text, "domain: xn--bcher-kva.example, severity: suspend,") {
		t.Errorf("got:\n%s", text)
	}
	for _, missing := range []string{"ip_blocks", "email_domain_blocks"} {
		if !slices.ContainsFunc(r.Withheld, func(w adopt.Withheld) bool {
			return w.Resource == missing && strings.HasPrefix(w.Why, "this server has no")
		}) {
			t.Errorf("withheld: %v", r.Withheld)
		}
	}
	wantNothingToDo(t, s.planOf(files), r.LeftOut)
}

func TestAdoptWhatTheTokenMayRead(t *testing.T) {
	s := newTestEnv(t)
	s.world.Instance = blinkered{s.world.Instance, map[string]bool{"email_domain_blocks": true}}
	r := s.adoption(map[string][]byte{})
	imported := func(name string) bool {
		return slices.ContainsFunc(r.Resources, func(read adopt.Resource) bool { return read.Name == name })
	}
	if imported("email_domain_blocks") || !imported("domain_blocks") || !slices.ContainsFunc(r.Withheld, func(w adopt.Withheld) bool {
		return w.Resource == "email_domain_blocks" && strings.HasPrefix(w.Why, "cannot be read")
	}) {
		t.Errorf("resources %v, withheld %v", r.Resources, r.Withheld)
	}
}

// BenchmarkAdopt imports a server with so many entries of each list.
func BenchmarkAdopt(b *testing.B) {
	for _, n := range []int{200, 10_000} {
		now := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
		server := sandbox.New(sandbox.Options{Now: now, Empty: true})
		server.Edit(func(state *sandbox.State) { strange(state, n, rand.New(rand.NewPCG(1, 7)), now()) })
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				instance, err := mastodon.Open(mastodon.Options{
					URL: "https://social.example", Token: secret.New(sandbox.BotToken), Version: "test", Contact: "https://social.example", Next: server.Transport(), Now: now,
				})
				if err != nil {
					b.Fatal(err)
				}
				_, err = adopt.Read(b.Context(), adopt.Ports{Instance: instance, Private: notAsked}, nil, adopt.Request{
					Server: "social.example", Own: "social.example", People: true, Private: true, Now: now(),
				})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(instance.Requests()), "requests")
			}
		})
	}
}

// notAsked is a forge for which there is no token.
func notAsked(context.Context) (private, asked bool, err error) { return false, false, nil }
