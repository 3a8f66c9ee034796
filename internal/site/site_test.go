package site_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/site"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// hostile is a text from outside that would be markup, a script, or turn the direction of writing.
const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil ' \" & [x](javascript:alert(1))"

// sample is the charter of governance/, with other texts in the place of some.
func sample(t testing.TB, replaced map[string]func(string) string) charter.Charter {
	t.Helper()
	tree := fstest.MapFS{}
	for _, name := range []string{"bylaw.yaml", "constitution.md", "roster.yaml", "instance/federation.yaml"} {
		data, err := governance.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if change, ok := replaced[name]; ok {
			text = change(text)
		}
		tree["governance/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, mistakes := charter.Load(tree)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

func number(n int) json.Number { return json.Number(fmt.Sprint(n)) }

// decided is a proposal that was decided, merged and enacted, with so many yes and no.
func decided(n, yes, no int, domain string) site.Proposal {
	eligible, holds := number(yes+no+2), true
	p := site.Proposal{
		Cast: map[string]moment.Time{}, Merged: moment.Parse("2026-11-09T10:00:00Z"), Enacted: moment.Parse("2026-11-09T11:00:00Z"),
		History: render.History{
			Version: 1, Proposal: n, Title: "Suspend " + domain, URL: fmt.Sprintf("https://github.com/x/y/pull/%d", n), Author: "dana", Entries: []int{3 * n, 3*n + 1},
			Decision: decision.Decision{
				Outcome: decision.Passed, Enactable: true, OpenedAt: moment.Parse("2026-11-01T10:00:00Z"), ClosesAt: moment.Parse("2026-11-08T10:00:00Z"),
				Rulings: []decision.Ruling{{
					Citation: "4.2", Outcome: decision.Passed, Tally: decision.Tally{Yes: number(yes), No: number(no), Abstain: "0", Block: "0", Eligible: &eligible},
					Tests: []decision.Test{{Text: "threshold: enough votes in favour", Holds: &holds}},
				}},
			},
			Changes: []facts.Change{
				{Kind: facts.Entry, Action: "create", Skill: skill.BlockDomain, Target: domain, After: map[string]any{"severity": "suspend"}, Reason: "spam"},
				{Kind: facts.Article, Action: "update", Article: "4.2"},
			},
			Life: []render.Event{{Time: "2026-11-01T10:00:00Z", Text: "the vote opened"}},
			Done: []render.ExecutedChange{{
				Change: plan.Change{Action: plan.Create, Skill: skill.BlockDomain, Target: domain, Provisions: []string{"4.2"}}, Status: ledger.Done,
			}},
		},
	}
	for i := range yes + no {
		seat, choice := fmt.Sprintf("seat-%d", i), "yes"
		if i >= yes {
			choice = "no"
		}
		p.Decision.Ballots = append(p.Decision.Ballots, decision.Ballot{Seat: seat, Choice: choice, Counted: true, Why: "counts"})
		p.Cast[seat] = moment.Parse(fmt.Sprintf("2026-11-0%dT12:00:00Z", 2+i%6))
	}
	return p
}

func record(t testing.TB, c charter.Charter, proposals ...site.Proposal) site.Record {
	t.Helper()
	return site.Record{
		Charter: c, Commit: strings.Repeat("a", 40), Since: moment.Parse("2026-11-09T11:00:00Z"), Proposals: proposals, Entries: 15,
		Head: strings.Repeat("b", 64), Time: moment.Parse("2026-11-09T11:00:00Z"), Address: "https://record.social.example/",
	}
}

func build(t testing.TB, r site.Record) map[string][]byte {
	t.Helper()
	files, err := site.Build(r)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// whole is a record in which every page has something.
func whole(t testing.TB) site.Record {
	t.Helper()
	eligible := number(8)
	r := record(t, sample(t, nil), decided(1, 5, 1, "harvest.example"), decided(2, 3, 2, "pile-on.example"))
	r.Proposals[1].Decision.Outcome, r.Proposals[1].Enacted, r.Proposals[1].Done = decision.Failed, moment.Time{}, nil
	r.Stats = render.Stats{
		Decided: 2, Passed: 1, Failed: 1, Turnout: new(75), Hours: new(168), Months: []render.MonthStats{{Month: "2026-11", Decided: 2, Passed: 1, Turnout: new(75)}},
		Articles: []render.ArticleStats{{Article: "4.2", Decided: 2, Changes: 1}},
	}
	r.Status = &render.Overview{Version: 1, Now: "2026-11-10T00:00:00Z", Proposals: []render.Pending{{
		Number: 3, Title: "Limit loud.example", URL: "https://github.com/x/y/pull/3", Outcome: decision.Open, Summary: "open: 3 more votes are needed", ClosesAt: "2026-11-17T00:00:00Z",
		Rulings: []decision.Ruling{{Citation: "4.1", Outcome: decision.Open, Tally: decision.Tally{Yes: "2", No: "0", Eligible: &eligible}}},
	}}}
	return r
}

func TestPagesOfARecord(t *testing.T) {
	files := build(t, whole(t))
	for _, name := range []string{"index.html", "decision-1.html", "decisions.html", "servers.html", "numbers.html", "take-part.html", "feed.atom", "feed.json", "search-index.js"} {
		golden.Compare(t, "testdata/"+name, string(files[name]))
	}
	again := build(t, whole(t))
	if diff := cmp.Diff(files, again); diff != "" {
		t.Errorf("the same record gives other bytes:\n%s", diff)
	}
}

var target = regexp.MustCompile(`(?:href|src)="([^"]+)"`)

// Every link within the site leads to a file of the site, and to a place on it where it names one.
func TestLinksOfPagesLeadSomewhere(t *testing.T) {
	many := make([]site.Proposal, 450)
	for i := range many {
		many[i] = decided(i+1, 4, 1, fmt.Sprintf("s%d.example", i))
	}
	files := build(t, record(t, sample(t, nil), many...))
	for name, data := range files {
		for _, found := range target.FindAllStringSubmatch(string(data), -1) {
			file, place, _ := strings.Cut(found[1], "#")
			switch {
			case strings.HasPrefix(found[1], "https://"):
			case file != "" && files[file] == nil:
				t.Errorf("%s: no file %q", name, file)
			case place != "" && !strings.Contains(string(files[file]), `id="`+place+`"`) && file != "":
				t.Errorf("%s: no place %q in %s", name, place, file)
			}
		}
	}
	if files["decisions-3.html"] == nil || files["decisions-4.html"] != nil {
		t.Error("450 decisions are three pages")
	}
}

func TestTextFromOutsideIsNoMarkup(t *testing.T) {
	p := decided(1, 2, 1, hostile)
	p.Title, p.Author, p.URL, p.Changes[0].Reason = hostile, hostile, "javascript:alert(1)", hostile
	p.Decision.Ballots[0].Seat, p.Decision.Ballots[1].Choice, p.Decision.Ballots[2].Why = hostile, hostile, hostile
	p.Decision.Rulings[0].Citation, p.Decision.Rulings[0].Tests[0].Text = hostile, hostile
	p.Life[0].Text, p.Done[0].Message, p.Done[0].URL = hostile, hostile, "javascript:alert(1)"
	text := func(s string) string {
		return s + "\n## 99 " + hostile + "\n\n" + hostile + "\n\n![picture](https://elsewhere.example/x.png) ![bad](javascript:alert(1))\n\n<script>alert(1)</script>\n"
	}
	r := record(t, sample(t, map[string]func(string) string{
		"constitution.md": text,
		"bylaw.yaml": func(s string) string {
			return strings.Replace(s, "community: ", "community: "+`"</title><script>" #`, 1)
		},
	}), p)
	r.Status = &render.Overview{Now: "2026-11-10T00:00:00Z", Proposals: []render.Pending{{Title: hostile, URL: "javascript:alert(1)", Summary: hostile}}}
	for name, data := range build(t, r) {
		page := string(data)
		if strings.HasSuffix(name, ".html") {
			page = strings.NewReplacer(`<script src="search-index.js"></script>`, "", `<script src="search.js"></script>`, "").Replace(page)
		}
		for _, bad := range []string{"<script", "<img", `="javascript:`, "\u202e"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

func TestImagesOfAConstitutionAreLinks(t *testing.T) {
	files := build(t, record(t, sample(t, map[string]func(string) string{"constitution.md": func(s string) string {
		return s + "\n## 99 Pictures\n\n![a map](https://elsewhere.example/x.png)\n"
	}})))
	if !strings.Contains(string(files["constitution.html"]), `<a href="https://elsewhere.example/x.png">a map</a>`) {
		t.Error("the image is no link")
	}
}

func TestServersOfARecord(t *testing.T) {
	c := sample(t, map[string]func(string) string{"instance/federation.yaml": func(string) string {
		return `domain_blocks:
  - {domain: decided.example, severity: suspend, public_comment: Spam, private_comment: for-moderators}
  - {domain: hidden-name.example, severity: silence, obfuscate: true}
  - {domain: lapsed.example, severity: suspend, until: 2026-11-01}
  - {domain: refused.example, severity: suspend}
`
	}})
	hidden := decided(2, 3, 0, "hidden-name.example")
	hidden.Title = "Limit a server"
	hidden.Changes[0].After = map[string]any{"severity": "silence", "obfuscate": true, "private_comment": "for-moderators"}
	hidden.Done[0].Change.Action, hidden.Done[0].Change.Before = plan.Remove, hidden.Changes[0].After
	r := record(t, c, decided(1, 3, 0, "decided.example"), hidden)
	r.Undone = []plan.Refusal{{Change: &plan.Change{Action: plan.Create, Skill: skill.BlockDomain, Target: "refused.example"}}}
	files := build(t, r)
	page := string(files["servers.html"])
	for _, want := range []string{`id="decided.example"`, `<a href="decision-1.html">#1</a>`, "hidd***", "2 servers"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q:\n%s", want, page)
		}
	}
	for _, bad := range []string{"lapsed.example", "refused.example", "for-moderators", "hidden-name"} {
		for name, data := range files {
			if strings.Contains(string(data), bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

func TestEachLanguageHasItsPages(t *testing.T) {
	for code, want := range map[string]string{"de": "Offene Anträge", "fr": "Propositions ouvertes", "es": "Propuestas abiertas", "ja": "Open proposals"} {
		c := sample(t, nil)
		c.Settings.Publish.Language = code
		for name, data := range build(t, record(t, c, decided(1, 3, 1, "x.example"))) {
			if strings.Contains(string(data), "site.") && strings.HasSuffix(name, ".html") {
				t.Errorf("%s: %s has a sentence without a translation", code, name)
			}
			if name == "index.html" && !strings.Contains(string(data), want) {
				t.Errorf("%s: the page does not say %q", code, want)
			}
		}
	}
}

func TestFeedsAreWellFormed(t *testing.T) {
	files := build(t, whole(t))
	var atom struct {
		Entries []struct {
			ID   string `xml:"id"`
			Link struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(files["feed.atom"], &atom); err != nil || len(atom.Entries) != 2 {
		t.Fatalf("%d entries, %v", len(atom.Entries), err)
	}
	if e := atom.Entries[0]; e.ID != "tag:social.example,2026:proposal-2" || e.Link.Href != "https://record.social.example/decision-2.html" {
		t.Errorf("the first entry is %+v", e)
	}
	if !json.Valid(files["feed.json"]) {
		t.Error("feed.json is no JSON")
	}
}
