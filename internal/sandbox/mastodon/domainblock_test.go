package mastodon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

const domainBlocks = "/api/v1/admin/domain_blocks"

func blockBody(domain, severity string) string {
	return fmt.Sprintf(`{"domain":%q,"severity":%q}`, domain, severity)
}

func TestDuplicatesAndParentsOfDomainBlocks(t *testing.T) {
	for name, c := range map[string]struct {
		existing, body string
		status         int
		inTheWay       string
	}{
		"the same domain":              {blockBody("a.example", "silence"), blockBody("a.example", "suspend"), 422, "a.example"},
		"the same, written otherwise":  {blockBody("a.example", "silence"), blockBody(" A.Example/ ", "suspend"), 422, "a.example"},
		"a weaker child":               {blockBody("a.example", "suspend"), blockBody("x.a.example", "silence"), 422, "a.example"},
		"a child of a silenced parent": {blockBody("a.example", "silence"), blockBody("x.a.example", "noop"), 422, "a.example"},
		"a child that is as strict":    {blockBody("a.example", "silence"), blockBody("x.a.example", "silence"), 200, ""},
		"a child that is stricter":     {blockBody("a.example", "silence"), blockBody("x.y.a.example", "suspend"), 200, ""},
		"a child that drops a flag":    {`{"domain":"a.example","severity":"silence","reject_media":true}`, blockBody("x.a.example", "silence"), 422, "a.example"},
		"a parent of a child":          {blockBody("x.a.example", "noop"), blockBody("a.example", "suspend"), 200, ""},
		"a name that only ends alike":  {blockBody("a.example", "suspend"), blockBody("ba.example", "noop"), 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := newClient(t, mastodon.Options{Empty: true})
			server.want(200, "POST", domainBlocks, c.existing)
			a := server.want(c.status, "POST", domainBlocks, c.body)
			existing, _ := a.body["existing_domain_block"].(map[string]any)
			if c.inTheWay != "" && (existing["domain"] != c.inTheWay || existing["id"] == "") {
				t.Errorf("in the way: %v", existing)
			}
		})
	}
}

func TestDomainsAreNormalisedAndValidated(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true})
	for written, want := range map[string]string{
		" Spam.EXAMPLE/ ": "spam.example", "bücher.example": "xn--bcher-kva.example", "com": "com", "social.example": "social.example",
	} {
		if got := c.want(200, "POST", domainBlocks, blockBody(written, "noop")).body["domain"]; got != want {
			t.Errorf("%q became %q, want %q", written, got, want)
		}
	}
	for _, written := range []string{"", "*.example", "a_b.example", "a.example:443", "https://a.example", "a..example", strings.Repeat("a", 64) + ".example", strings.Repeat("abc.", 70) + "example"} {
		if a := c.want(422, "POST", domainBlocks, blockBody(written, "noop")); a.body["existing_domain_block"] != nil {
			t.Errorf("%q: %v", written, a.body)
		}
	}
	c.want(422, "POST", domainBlocks, blockBody("b.example", "banish"))
	if got := c.want(200, "POST", domainBlocks, `{"domain":"b.example"}`).body["severity"]; got != "silence" {
		t.Errorf("the default severity is %v", got)
	}
	c.want(500, "POST", domainBlocks, `{"domain":"c.example","obfuscate":""}`)
}

func TestADomainBlockIsChangedInPart(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true})
	made := c.want(200, "POST", domainBlocks, `{"domain":"a.example","severity":"silence","reject_media":true,"public_comment":"Spam"}`).body
	path := domainBlocks + "/" + fmt.Sprint(made["id"])
	changed := c.want(200, "PUT", path, `{"domain":"b.example","severity":"suspend","private_comment":""}`).body
	if changed["domain"] != "a.example" || changed["severity"] != "suspend" || changed["reject_media"] != true ||
		changed["public_comment"] != "Spam" || changed["private_comment"] != "" || made["private_comment"] != nil {
		t.Errorf("made %v, changed %v", made, changed)
	}
	c.want(422, "PUT", path, `{"severity":"none"}`)
	c.want(200, "GET", path, "")
	c.want(200, "DELETE", path, "")
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		c.want(404, method, path, "{}")
		c.want(404, method, domainBlocks+"/x", "{}")
	}
	c.want(200, "POST", domainBlocks, blockBody("a.example", "noop"))
}

// follow reads a list by its links and gives the domains of each page.
func follow(c *client, path, rel string) (pages [][]string) {
	for path != "" {
		a := c.want(200, "GET", path, "")
		page := []string{}
		for _, entry := range a.list {
			page = append(page, fmt.Sprint(entry["domain"]))
		}
		pages, path = append(pages, page), ""
		for _, link := range strings.Split(a.header.Get("Link"), ", ") {
			if strings.HasSuffix(link, `rel="`+rel+`"`) {
				path = strings.TrimPrefix(link[1:strings.Index(link, ">")], "https://social.example")
			}
		}
		if len(pages) > 20 {
			c.t.Fatal("the list does not end")
		}
	}
	return pages
}

func TestPagesEndWithAnEmptyOneWhenTheLastIsFull(t *testing.T) {
	c := newClient(t, mastodon.Options{Empty: true})
	for n := range 6 {
		c.want(200, "POST", domainBlocks, blockBody(fmt.Sprintf("d%d.example", n), "noop"))
	}
	for limit, want := range map[string]string{
		"?limit=3":   "[[d5.example d4.example d3.example] [d2.example d1.example d0.example] []]",
		"?limit=4":   "[[d5.example d4.example d3.example d2.example] [d1.example d0.example]]",
		"":           "[[d5.example d4.example d3.example d2.example d1.example d0.example]]",
		"?limit=9e9": "[[d5.example d4.example d3.example d2.example d1.example d0.example]]",
		"?limit=-3":  "[[d5.example d4.example d3.example] [d2.example d1.example d0.example] []]",
		"?limit=0":   "",
	} {
		if want == "" {
			c.want(500, "GET", domainBlocks+limit, "")
			continue
		}
		if got := fmt.Sprint(follow(c, domainBlocks+limit, "next")); got != want {
			t.Errorf("limit %q: %s, want %s", limit, got, want)
		}
	}
	oldest := follow(c, domainBlocks+"?limit=2&min_id=0", "prev")
	if got := fmt.Sprint(oldest); got != "[[d1.example d0.example] [d3.example d2.example] [d5.example d4.example] []]" {
		t.Errorf("forward: %s", got)
	}
}

func TestALargePageIsClampedWithoutAWord(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	c.server.Edit(func(s *mastodon.State) {
		s.DomainBlocks = nil
		for n := range 501 {
			s.DomainBlocks = append(s.DomainBlocks, &mastodon.DomainBlock{ID: int64(n + 1), Domain: fmt.Sprintf("d%d.example", n), Severity: "noop"})
		}
	})
	sizes := []int{}
	for _, page := range follow(c, domainBlocks+"?limit=100000", "next") {
		sizes = append(sizes, len(page))
	}
	if !slices.Equal(sizes, []int{500, 1}) {
		t.Errorf("pages of %v", sizes)
	}
}
