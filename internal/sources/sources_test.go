package sources_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

var today = time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC)

const header = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"

// community reads the lists a, b and so on, as many as there are texts. Entries are lines as "a.example suspend a b", where the
// names behind the measure are the lists that it comes from, seen first on 1 November.
func community(lists int, entries ...string) charter.Charter {
	c := charter.Charter{Settings: charter.Settings{Domain: "social.example.org", Limits: charter.Limits{Share: charter.Share{Num: 1, Den: 4}, Domains: []string{"partner.example"}}}}
	c.Sources = charter.Sources{Threshold: 1, MaxSeverity: "suspend", RaiseAfter: 30 * 24 * time.Hour, Add: 100, Remove: 10, LastRead: map[string]int{}}
	for n := range lists {
		name := string(rune('a' + n))
		c.Sources.Lists = append(c.Sources.Lists, charter.SourceList{Name: name, File: name, Format: "mastodon-csv"})
	}
	for _, entry := range entries {
		words := strings.Fields(entry)
		item := plan.Item{Resource: "domain_blocks", Target: words[0], Params: map[string]any{"severity": words[1]}}
		if len(words) > 2 {
			from := map[string]any{}
			for _, list := range words[2:] {
				from[list] = "2026-11-01"
			}
			item.Params[plan.Sources] = from
		}
		c.Instance.Items = append(c.Instance.Items, item)
	}
	return c
}

// list is CSV of lines as "a.example suspend"; flags as in "a.example silence,true,true".
func list(lines ...string) string {
	text := header
	for _, line := range lines {
		cells := strings.Split(strings.Replace(line, " ", ",", 1), ",")
		for len(cells) < 6 {
			cells = append(cells, "")
		}
		text += strings.Join(cells, ",") + "\n"
	}
	return text
}

// read evaluates what the lists of a community say, in their order.
func read(c charter.Charter, texts ...string) sources.Report {
	var readings []sources.Reading
	for n, text := range texts {
		readings = append(readings, sources.Reading{List: c.Sources.Lists[n], Data: []byte(text)})
	}
	return sources.Evaluate(c, readings, today)
}

// said writes a report on one line for each server.
func said(r sources.Report) string {
	var lines []string
	for _, c := range r.Changes {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", c.Kind, c.Domain, c.Severity, strings.Join(c.Lists, "+")))
	}
	for _, part := range []struct {
		name string
		left []sources.Left
	}{{"wait", r.Waiting}, {"held", r.Held}, {"below", r.Below}, {"ignored", r.Ignored}} {
		for _, l := range part.left {
			lines = append(lines, fmt.Sprintf("%s %s: %s", part.name, l.Domain, l.Why))
		}
	}
	return strings.Join(lines, "\n")
}

func TestWhatListsAgreeOn(t *testing.T) {
	for name, test := range map[string]struct {
		threshold int
		entries   []string
		a, b      string
		want      string
	}{
		"one list is enough":              {1, nil, list("x.example suspend"), list("y.example silence"), "add x.example suspend a\nadd y.example silence b"},
		"two lists are needed":            {2, nil, list("x.example suspend", "y.example suspend"), list("y.example suspend"), "add y.example suspend a+b\nbelow x.example: in 1 of the 2 lists that it needs"},
		"the measure on which two agree":  {2, nil, list("x.example suspend"), list("x.example silence"), "add x.example silence a+b"},
		"a note limits nothing":           {1, nil, list("x.example noop"), list("y.example noop,true"), "add y.example noop b\nignored x.example: the lists note it, and limit nothing"},
		"what stands as it is":            {2, []string{"x.example suspend a b"}, list("x.example suspend"), list("x.example suspend"), ""},
		"one list dropped it":             {2, []string{"x.example suspend a b"}, list("x.example suspend"), list("y.example noop"), "below x.example: in 1 of the 2 lists that it needs; the entry stays as long as a list has it\nbelow y.example: in 1 of the 2 lists that it needs"},
		"every list dropped it":           {2, []string{"x.example suspend a b"}, list("y.example noop"), list("y.example noop"), "remove x.example suspend a+b\nignored y.example: the lists note it, and limit nothing"},
		"the community's own entry":       {1, []string{"x.example silence"}, list("x.example suspend"), list("y.example noop"), "ignored x.example: the entry is the community's own\nignored y.example: the lists note it, and limit nothing"},
		"an own entry is in no list":      {1, []string{"x.example silence"}, list("y.example noop"), list("y.example noop"), "ignored y.example: the lists note it, and limit nothing"},
		"the lists say more":              {1, []string{"x.example silence a"}, list("x.example suspend"), list("y.example noop"), "raise x.example suspend a\nignored y.example: the lists note it, and limit nothing"},
		"the lists say less":              {1, []string{"x.example suspend a"}, list("x.example silence"), list("y.example noop"), "lower x.example silence a\nignored y.example: the lists note it, and limit nothing"},
		"a source that is no longer read": {1, []string{"x.example suspend gone"}, list("y.example noop"), list("y.example noop"), "held x.example: it comes from gone, which is no longer read\nignored y.example: the lists note it, and limit nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			c := community(2, test.entries...)
			c.Sources.Threshold = test.threshold
			if got := said(read(c, test.a, test.b)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestAListThatCannotBeReliedOnLiftsNothing: entries of a and of b stay, whatever b has become, and what a has new is added.
func TestAListThatCannotBeReliedOnLiftsNothing(t *testing.T) {
	var many []string
	for n := range 41 {
		many = append(many, fmt.Sprintf("n%d.example noop", n))
	}
	for name, test := range map[string]struct {
		b     string
		err   error
		from  string
		state sources.State
	}{
		"empty":                {b: "", state: sources.Empty},
		"a header alone":       {b: header, state: sources.Empty},
		"a web page":           {b: "<!DOCTYPE html><title>404</title>", state: sources.Moved},
		"redirected to a page": {b: "<html>", from: "https://elsewhere.example/", state: sources.Moved},
		"moved":                {b: "The list lives elsewhere now.\n\nhttps://lists.example/\n", state: sources.Malformed},
		"semicolons":           {b: "#domain;#severity\nbb.example;suspend\n", state: sources.Malformed},
		"UTF-16":               {b: "\xff\xfe#\x00d\x00", state: sources.Malformed},
		"JSON":                 {b: "[]", state: sources.Malformed},
		"an unknown column":    {b: "#domain,#severity,#hidden\nbb.example,suspend,false\n", state: sources.Malformed},
		"rows that are none":   {b: header + "x\ny\n", state: sources.Malformed},
		"one row that is none": {b: list("c.example suspend") + "bb.example,susp", state: sources.Partial},
		"cut off":              {b: list("c.example suspend"), state: sources.Truncated},
		"ten times as long":    {b: list(many...), state: sources.Oversized},
		"an error":             {err: errors.New("no answer within 30s"), state: sources.Unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			c := community(2, "aa.example suspend a", "bb.example suspend b", "bc.example suspend a b", "bd.example suspend a b")
			c.Sources.LastRead["b"] = 4
			if test.state == sources.Partial {
				c.Sources.LastRead["b"] = 2
			}
			r := sources.Evaluate(c, []sources.Reading{
				{List: c.Sources.Lists[0], Data: []byte(list("new.example suspend", "bd.example silence"))},
				{List: c.Sources.Lists[1], Data: []byte(test.b), Err: test.err, From: test.from},
			}, today)
			if got := r.Sources[1]; got.State != test.state || got.Why == "" {
				t.Errorf("state %s, %s", got.State, got.Why)
			}
			if len(r.Of(sources.Remove))+len(r.Of(sources.Lower)) > 0 || len(r.Held) != 4 {
				t.Errorf("removals, or not every entry is held:\n%s", said(r))
			}
			if added := r.Of(sources.Add); len(added) == 0 || added[len(added)-1].Domain != "new.example" {
				t.Errorf("what the other list has is not added:\n%s", said(r))
			}
			if _, sized := r.Sizes()["b"]; sized != (test.state == sources.Partial) {
				t.Errorf("its length is to be remembered: %v", sized)
			}
		})
	}
}

func TestMaskedNamesMatchByDigestOrAreSkipped(t *testing.T) {
	const spam = "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4"
	c := community(2, "held.example suspend b")
	c.Sources.Threshold, c.Sources.Lists[1].Format = 2, "json"
	b := `[{"domain":"sp*m.example","digest":"` + spam + `","severity":"suspend"},
		{"domain":"un*nown.example","digest":"` + strings.Repeat("0", 64) + `","severity":"suspend"},
		{"domain":"spam.example","severity":"suspend"}]`
	r := read(c, list("spam.example suspend"), b)
	want := "add spam.example suspend a+b\nremove held.example suspend b"
	if got := said(r); got != want || r.Sources[1].Skipped != 1 || r.Sources[1].Entries != 3 {
		t.Errorf("%d skipped of %d:\n%s\nwant\n%s", r.Sources[1].Skipped, r.Sources[1].Entries, got, want)
	}
	// Without a digest a masked name may be any that it fits, so that none of those is removed.
	r = read(c, list("spam.example suspend"), strings.Replace(b, `"digest":"`+spam+`",`, "", 1))
	r2 := read(c, list("spam.example suspend", "h**d.ex***le suspend"), b)
	if r.Sources[1].Skipped != 2 || !strings.Contains(said(r2), "held held.example: a may have it under a masked name") {
		t.Errorf("%d skipped, or\n%s", r.Sources[1].Skipped, said(r2))
	}
}

func TestOurOwnAndProtectedServersAreRefusedWithTheirLine(t *testing.T) {
	r := read(community(1), list("x.example suspend", "social.example.org suspend", "media.partner.example silence", "co.uk suspend"))
	var places []string
	for _, d := range r.Sources[0].Refused {
		places = append(places, d.Place.String())
	}
	if got := strings.Join(places, " "); got != "a:3:1 a:4:1 a:5:1" || said(r) != "add x.example suspend a" || r.Sources[0].State != sources.Complete {
		t.Errorf("refused at %s, %s:\n%s", got, r.Sources[0].State, said(r))
	}
}

// TestASuspensionBeginsAsALimit: with first, and is proposed after its time, if the lists still say so.
func TestASuspensionBeginsAsALimit(t *testing.T) {
	for name, test := range map[string]struct {
		entry, b, want string
		after          time.Duration
	}{
		"a new entry":             {"", "x.example suspend", "add x.example silence a+b", 30 * day},
		"a new limit":             {"", "x.example silence", "add x.example silence a+b", 30 * day},
		"before its time":         {"x.example silence a b", "x.example suspend", "wait x.example: the lists say suspend, which is proposed from 2026-12-02 on", 31 * day},
		"at its time":             {"x.example silence a b", "x.example suspend", "raise x.example suspend a+b", 30 * day},
		"the threshold is lost":   {"x.example silence a b", "x.example silence", "", 30 * day},
		"never":                   {"x.example silence a b", "x.example suspend", "wait x.example: the lists say suspend, and raise_after is never", 0},
		"it is suspended":         {"x.example suspend a b", "x.example suspend", "", 30 * day},
		"one that limits nothing": {"x.example noop a b", "x.example suspend", "raise x.example silence a+b", 30 * day},
	} {
		t.Run(name, func(t *testing.T) {
			var entries []string
			if test.entry != "" {
				entries = []string{test.entry}
			}
			c := community(2, entries...)
			c.Sources.Threshold, c.Sources.First, c.Sources.RaiseAfter = 2, "silence", test.after
			if got := said(read(c, list("x.example suspend"), list(test.b))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

const day = 24 * time.Hour

func TestAProposalStaysUnderItsCeilings(t *testing.T) {
	c := community(2, "r1.example suspend a", "r2.example suspend a", "l.example suspend a")
	c.Sources.Add, c.Sources.Remove = 2, 2
	got := said(read(c, list("p.example suspend", "q.example suspend", "r.example suspend", "l.example silence"), list("r.example suspend")))
	want := "add p.example suspend a\nadd r.example suspend a+b\nwait q.example: past ceilings.add, which is 2\n" +
		"held l.example: 3 would be removed or made less severe, and ceilings.remove is 2\n" +
		"held r1.example: 3 would be removed or made less severe, and ceilings.remove is 2\n" +
		"held r2.example: 3 would be removed or made less severe, and ceilings.remove is 2"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestIgnoreCoversWhatIsBelow(t *testing.T) {
	c := community(1)
	c.Sources.Ignore, c.Sources.MaxSeverity = []string{"friend.example"}, "silence"
	got := said(read(c, list("media.friend.example suspend", "notfriend.example suspend")))
	if want := "add notfriend.example silence a\nignored media.friend.example: friend.example is under ignore"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
