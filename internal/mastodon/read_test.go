package mastodon_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// fill gives a server many domain blocks.
func fill(server *sandbox.Server, n int) {
	server.Edit(func(s *sandbox.State) {
		s.DomainBlocks = nil
		for i := range n {
			s.DomainBlocks = append(s.DomainBlocks, &sandbox.DomainBlock{ID: int64(i + 1), Domain: fmt.Sprintf("d%06d.example", i), Severity: "suspend"})
		}
	})
}

func TestReadingUsesTheLargestPages(t *testing.T) {
	for blocks, requests := range map[int]int{0: 1, 1: 1, 499: 1, 500: 2, 10_000: 21} {
		w := newWorld(t, sandbox.Options{})
		fill(w.server, blocks)
		items, err := w.instance.Read(t.Context(), "domain_blocks", nil)
		if err != nil || len(items) != blocks || len(w.server.Requests()) != requests {
			t.Errorf("%d blocks: %d items in %d requests, want %d (%v)", blocks, len(items), len(w.server.Requests()), requests, err)
		}
	}
}

func TestAListThatDoesNotEndIsRefused(t *testing.T) {
	page := `[{"id":"8","domain":"a.example","severity":"noop"}]`
	for name, c := range map[string]struct{ body, want string }{
		"the same cursor again": {page, "the list does not end"},
		"empty pages":           {`[]`, "the list does not end"},
		"a block without an id": {`[{"domain":"a.example"}]`, "does not end"},
	} {
		t.Run(name, func(t *testing.T) {
			_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Link", `</x?max_id=8>; rel="next"`)
				fmt.Fprint(w, c.body)
			})
			_, err := instance.Read(t.Context(), "domain_blocks", nil)
			wantMessage(t, err, c.want)
		})
	}
}

func TestAListThatCannotBeTrustedIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"a block without an id":     {`[{"domain":"a.example"}]`, "has no id or no domain"},
		"a block without a domain":  {`[{"id":"1"}]`, "has no id or no domain"},
		"a domain twice":            {`[{"id":"2","domain":"a.example"},{"id":"1","domain":"a.example"}]`, `"a.example" is listed twice`},
		"cut off":                   {`[{"id":"2","domain":"a.exa`, "not the JSON that was asked for"},
		"an object":                 {`{"id":"2"}`, "not the JSON that was asked for"},
		"empty":                     {"", "the answer is empty"},
		"an object in another type": {`[{"id":2,"domain":"a.example"}]`, "not the JSON that was asked for"},
	} {
		t.Run(name, func(t *testing.T) {
			_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, c.body) })
			_, err := instance.Read(t.Context(), "domain_blocks", nil)
			wantMessage(t, err, c.want)
		})
	}
}

func TestAnotherResourceOrSkillIsRefused(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, err := w.instance.Read(t.Context(), "moods", nil)
	wantMessage(t, err, `resource "moods" cannot be read from a server; known: accounts, announcements, canonical_email_blocks, domain_allows, domain_blocks`)
	err = w.instance.Execute(t.Context(), plan.Change{Skill: skill.UpdateInstanceRules, Target: "rules"})
	wantMessage(t, err, `skill "update_instance_rules" cannot be executed`)
	err = w.instance.Execute(t.Context(), plan.Change{Skill: skill.BlockDomain, Target: "a.example", Params: map[string]any{}})
	wantMessage(t, err, `domain block "a.example" has no severity`)
	if n := len(w.server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestTheServerIsDescribedByItself(t *testing.T) {
	w := newWorld(t, sandbox.Options{Domain: "social.example", Characters: 1234, Pins: 3})
	got, err := w.instance.FetchServer(t.Context())
	want := mastodon.Server{
		Domain: "social.example", Title: "Example Social Co-operative", Version: "4.6.5", APIVersion: 11, Open: true,
		Limits:  thread.Limits{Characters: 1234, URLCharacters: 23, Pins: 3},
		SignUps: mastodon.SignUps{Enabled: true, Language: "en", Approval: true},
		About: mastodon.About{
			Title: "Example Social Co-operative", Description: "A community that governs itself.", ContactAccount: "@ada", ContactEmail: "contact@social.example",
		},
		Profile: mastodon.ProfileLimits{DisplayName: 40, Note: 500, Fields: 4, FieldName: 255, FieldValue: 255},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("-want +got, %v:\n%s", err, diff)
	}
	if _, err := w.instance.Describe(t.Context()); err != nil || len(w.server.Requests()) != 1 {
		t.Errorf("described again in %d requests, %v", len(w.server.Requests()), err)
	}
}

func TestPermissionsOfARoleMayExceed32Bits(t *testing.T) {
	for permissions, want := range map[string]uint64{`"18446744073709551615"`: 1<<64 - 1, `"525488"`: 525488, `"0"`: 0} {
		_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"id":"7","acct":"bylaw","role":{"id":"3","permissions":%s},"source":{"note":"n","privacy":"unlisted"}}`, permissions)
		})
		self, err := instance.Whoami(t.Context())
		if diff := cmp.Diff(mastodon.Self{ID: "7", Acct: "bylaw", Role: "3", Permissions: want, Note: "n", Visibility: "unlisted"}, self); diff != "" || err != nil {
			t.Errorf("%s, %v:\n%s", permissions, err, diff)
		}
	}
	_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"id":"7","role":{"id":"3","permissions":"-1"}}`)
	})
	_, err := instance.Whoami(t.Context())
	wantMessage(t, err, `the role's permissions are "-1"`)
}

func TestABlockMadeByHandMeanwhileIsChanged(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	must(t, w.open(t, sandbox.BotToken).Execute(t.Context(), block("spam.example", "noop")))
	must(t, w.instance.Execute(t.Context(), block("spam.example", "suspend")))
	if puts := w.server.Count("PUT", blocks+"/*"); puts != 1 {
		t.Errorf("%d PUTs", puts)
	}
	must(t, w.open(t, sandbox.BotToken).Execute(t.Context(), unblock("spam.example")))
	err := w.instance.Execute(t.Context(), update(block("spam.example", "silence"), "obfuscate", true))
	wantMessage(t, err, "404")
	err = w.reopen(t).Execute(t.Context(), update(block("spam.example", "silence"), "obfuscate", true))
	wantMessage(t, err, `domain block "spam.example" is no longer on the server`)
	must(t, w.instance.Execute(t.Context(), unblock("spam.example")))
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			c := newClock()
			server := sandbox.New(sandbox.Options{Now: c.now})
			fill(server, n)
			for b.Loop() {
				instance, err := mastodon.Open(mastodon.Options{URL: "https://social.example", Token: secret.New(sandbox.BotToken), Next: server.Transport(), Now: c.now})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := instance.Read(b.Context(), "domain_blocks", nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
