package mastodon_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// described answers the questions by which a server is recognised; an empty answer is 404.
func described(v2, v1, software string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer := map[string]string{"/api/v2/instance": v2, "/api/v1/instance": v1}[r.URL.Path]
		switch {
		case r.URL.Path == "/.well-known/nodeinfo" && software != "":
			answer = `{"links":[{"rel":"other","href":"x"},{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.1","href":"https://elsewhere.example/ni/2.1"}]}`
		case r.URL.Path == "/ni/2.1":
			answer = fmt.Sprintf(`{"software":{"name":%q}}`, software)
		}
		if answer == "" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, answer)
	}
}

func TestServersAreRecognisedByNodeInfo(t *testing.T) {
	v2 := func(version, more string) string {
		return `{"domain":"social.example","version":"` + version + `","configuration":{"statuses":{"max_characters":500}}` + more + `}`
	}
	own, old := v2("4.4.2", `,"api_versions":{"mastodon":6}`), `{"uri":"https://social.example/","version":"2.7.2 (compatible; Akkoma 3.9)","max_toot_chars":5000,"registrations":true}`
	for name, c := range map[string]struct {
		v2, v1, software string
		want, fails      string
		requests         int
	}{
		"Mastodon itself is not asked":         {own, "", "mastodon", "", "", 1},
		"an old Mastodon":                      {v2("4.2.10", ""), "", "mastodon", "", "", 3},
		"a fork by its version":                {v2("4.4.2+glitch", `,"api_versions":{"mastodon":6}`), "", "mastodon", "", "", 1},
		"a fork by its name":                   {v2("4.2.10+hometown-1.1.1", ""), "", "Hometown", "hometown", "", 3},
		"GoToSocial":                           {v2("0.21.2+git-1", ""), "", "gotosocial", "gotosocial", "", 3},
		"one that says it is Mastodon as well": {v2("2.7.2 (compatible; Pleroma 2.9)", `,"api_versions":{"mastodon":6}`), "", "pleroma", "pleroma", "", 3},
		"only the old description":             {"", old, "akkoma", "akkoma", "", 4},
		"another software":                     {v2("13.0", ""), "", "misskey", "", `its nodeinfo says that it is "misskey"`, 3},
		"no nodeinfo":                          {v2("4.1.0", ""), "", "", "", "", 2},
		"no nodeinfo, and another version":     {v2("2.7.2 (compatible; Else 1.0)", ""), "", "", "", "it says of itself", 2},
		"an old Mastodon without the API":      {"", old, "mastodon", "", "which Mastodon has since 4.0", 3},
		"nothing at all":                       {"", "", "", "", "which Mastodon has since 4.0", 2},
		"no description of any kind":           {"", "", "akkoma", "", "is not Mastodon", 4},
	} {
		t.Run(name, func(t *testing.T) {
			requests, answer := 0, described(c.v2, c.v1, c.software)
			_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
				requests++
				answer(w, r)
			})
			server, err := instance.FetchServer(t.Context())
			if c.fails != "" {
				wantMessage(t, err, c.fails)
			} else if err != nil || server.Software != c.want || server.Domain != "social.example" || requests != c.requests {
				t.Errorf("%+v in %d requests, %v", server, requests, err)
			}
		})
	}
}

func TestDifferencesInShapeDoNotMatter(t *testing.T) {
	w := newWorld(t, sandbox.Options{Software: sandbox.GoToSocial})
	if _, err := w.instance.Describe(t.Context()); err != nil {
		t.Fatal(err)
	}
	// There is no severity: whom it blocks, the server cuts off.
	items, err := w.instance.Read(t.Context(), "domain_blocks", nil)
	if err != nil || len(items) != 3 || items[0].Params["severity"] != "suspend" || items[0].Params["reject_media"] != false {
		t.Errorf("%+v, %v", items, err)
	}
	// A block that was made concurrently is answered with success and the old block: it is changed.
	w.server.Edit(func(s *sandbox.State) {
		old := "By hand"
		s.DomainBlocks = append(s.DomainBlocks, &sandbox.DomainBlock{ID: s.NextID(w.now()), Domain: "spam.example", Severity: "suspend", PublicComment: &old})
	})
	must(t, w.instance.Execute(t.Context(), block("spam.example", "suspend")))
	w.server.Edit(func(s *sandbox.State) {
		if b := s.DomainBlocks[len(s.DomainBlocks)-1]; textOf(b.PublicComment) != "Spam" {
			t.Errorf("%+v", b)
		}
	})
	// Mistakes are 400, and the change alone is refused.
	err = w.instance.Execute(t.Context(), block("not a domain", "suspend"))
	wantMessage(t, err, "400")
	if !errors.Is(err, plan.ErrChange) {
		t.Errorf("it stops the others: %v", err)
	}
	must(t, w.instance.Execute(t.Context(), unblock("spam.example")))
	posted, err := w.instance.Post(t.Context(), constitution("aaaa1111aaaa", "The text.", "Article 1."))
	if err != nil || len(posted.IDs) != 2 {
		t.Errorf("%+v, %v", posted, err)
	}
}

func TestWhatAServerDoesNotHaveIsNotAskedFor(t *testing.T) {
	for software, empty := range map[string][]string{
		sandbox.GoToSocial: {"ip_blocks", "email_domain_blocks", "announcements"},
		sandbox.Akkoma:     {"ip_blocks", "email_domain_blocks", "announcements", "domain_blocks", "domain_allows", "rules"},
	} {
		w := newWorld(t, sandbox.Options{Software: software})
		if _, err := w.instance.Describe(t.Context()); err != nil {
			t.Fatalf("%s: %v", software, err)
		}
		before := len(w.server.Requests())
		for _, resource := range empty {
			if items, err := w.instance.Read(t.Context(), resource, nil); err != nil || len(items) != 0 {
				t.Errorf("%s, %s: %+v, %v", software, resource, items, err)
			}
		}
		if after := len(w.server.Requests()); after != before {
			t.Errorf("%s: %d requests for what it does not have", software, after-before)
		}
	}
	w := newWorld(t, sandbox.Options{Software: sandbox.Akkoma})
	if _, err := w.instance.Describe(t.Context()); err != nil {
		t.Fatal(err)
	}
	items, err := w.instance.Read(t.Context(), "accounts", []string{"@b@b.example", "@a@a.example"})
	var said []string
	for _, item := range items {
		said = append(said, item.Target+": "+item.Refuse["suspend_account"])
	}
	const why = "this server has no moderation through Mastodon's API (Akkoma)"
	if diff := cmp.Diff([]string{"@a@a.example: " + why, "@b@b.example: " + why}, said); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if server, err := w.instance.Read(t.Context(), plan.ServerResource, nil); err != nil || len(server) != 1 {
		t.Errorf("%+v, %v", server, err)
	}
}

func TestAFullPageWithoutALinkIsNotTakenForAWholeList(t *testing.T) {
	w := newWorld(t, sandbox.Options{Software: sandbox.GoToSocial})
	fill(w.server, 499)
	if items, err := w.instance.Read(t.Context(), "domain_blocks", nil); err != nil || len(items) != 499 {
		t.Errorf("%d items, %v", len(items), err)
	}
	fill(w.server, 500)
	_, err := w.instance.Read(t.Context(), "domain_blocks", nil)
	wantMessage(t, err, "just the 500 entries of one page")
}
