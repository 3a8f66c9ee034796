package charter

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// The keys of federation.yaml that are no desired state: which lists are read, and how long each was at the last proposal.
const (
	SourcesKey  = "sources"
	LastReadKey = "last_read"
)

// Sources are the block lists of others that a community reads, and what it makes of them. Without Lists it reads none.
type Sources struct {
	Lists       []SourceList
	Threshold   int            // in how many lists a server must be
	MaxSeverity string         // the most severe measure that a proposal may name: silence or suspend
	First       string         // silence: a new entry begins as a limit; "" begins as the lists say
	RaiseAfter  time.Duration  // after which a limit that began so is proposed as a suspension; 0 is never
	Ignore      []string       // domains that are never taken from a list, and nothing below them; canonical
	Add, Remove int            // the most entries that one proposal adds or raises, and removes or lowers
	LastRead    map[string]int // entries of each list at the last proposal
	Digest      string         // SHA-256 of the canonical form of the key sources, "" without it
}

// SourceList is one list. Exactly one of File, URL and Instance is set.
type SourceList struct {
	Name     string // in provenance and reports
	File     string // path from the root of the repository, with slashes
	URL      string // https
	Instance string // domain of a server that publishes its blocks
	Format   string // mastodon-csv, plain or json; of an instance always json
	Place    diag.Place
}

// Where says what the list is read from, in one line.
func (l SourceList) Where() string {
	switch {
	case l.Instance != "":
		return "https://" + l.Instance + "/api/v1/instance/domain_blocks"
	case l.URL != "":
		return l.URL
	}
	return l.File
}

var (
	sourceName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)
	httpsURL   = regexp.MustCompile(`^https://[^/?#@\s]+(/[^#\s]*)?$`)
)

// sourcesFields is the table of the key sources of federation.yaml.
func sourcesFields() []field {
	return []field{
		{name: "lists", shape: tableShape, required: true, doc: "The lists that are read.", fields: []field{
			{name: "name", shape: textShape, required: true, pattern: sourceName, like: "tier0", doc: "Its name in entries and reports; lower case."},
			{name: "file", shape: textShape, doc: "Path of a file of the repository, from its root."},
			{name: "url", shape: textShape, pattern: httpsURL, like: "https://lists.example/blocks.csv", doc: "Address of a list; https, at a public address."},
			{name: "instance", shape: domainShape, doc: "A server whose published domain blocks are read."},
			{name: "format", shape: wordShape, absent: "mastodon-csv", words: []string{"mastodon-csv", "plain", "json"}, doc: "Of a file or a url."},
		}},
		{name: "threshold", shape: wholeShape, absent: "1", lowest: 1, doc: "In how many lists a server must be."},
		{name: "max_severity", shape: wordShape, absent: "suspend", words: []string{"silence", "suspend"}, doc: "The most severe measure that is proposed."},
		{name: "first", shape: wordShape, words: []string{"silence"}, doc: "A new entry begins as a limit; absent: as the lists say."},
		{
			name: "raise_after", shape: textShape, absent: "30d", pattern: duration, like: "30d, 4w or never",
			doc: "With first: when a suspension is proposed, if the lists still say so.",
		},
		{name: "ignore", shape: domainShape, list: true, doc: "Servers that are not taken from any list, nor what is below them."},
		{name: "ceilings", shape: mapShape, doc: "What one proposal may do.", fields: []field{
			{name: "add", shape: wholeShape, absent: "100", lowest: 1, doc: "Entries that it adds or makes more severe; the others wait for the next."},
			{name: "remove", shape: wholeShape, absent: "10", lowest: 1, doc: "Entries that it removes or makes less severe; were it more, it does none of that."},
		}},
	}
}

// lastReadFields is the table of last_read.
func lastReadFields() []field {
	return []field{
		{name: "list", shape: textShape, required: true, pattern: sourceName, like: "tier0", doc: "The name of a list."},
		{name: "entries", shape: wholeShape, required: true, lowest: 1, doc: "How many entries it had."},
		{name: "at", shape: momentShape, doc: "When."},
	}
}

// extraKeys are the keys of a state file that are no resources.
func extraKeys(file string) []string {
	if path.Base(file) == path.Base(FederationFile) {
		return []string{SourcesKey, LastReadKey}
	}
	return nil
}

// sources reads which lists a community reads.
func sources(root yamldoc.Map) Sources {
	var s Sources
	if root.Has(SourcesKey) {
		s = readSources(under(root.At(SourcesKey), sourcesFields()))
		sum := sha256.Sum256([]byte(root.At(SourcesKey).Canonical()))
		s.Digest = hex.EncodeToString(sum[:])
	}
	s.LastRead = map[string]int{}
	for _, v := range root.At(LastReadKey).List() {
		row := under(v, lastReadFields())
		from(row.At("at"))
		s.LastRead[row.text("list")] = int(row.whole("entries"))
	}
	return s
}

func readSources(m section) Sources {
	ceilings := m.section("ceilings")
	s := Sources{
		Threshold: int(m.whole("threshold")), MaxSeverity: m.word("max_severity"), First: m.word("first"),
		RaiseAfter: reminder(m.text("raise_after")), Ignore: m.texts("ignore"),
		Add: int(ceilings.whole("add")), Remove: int(ceilings.whole("remove")),
	}
	seen := map[string]int{}
	for _, row := range m.table("lists") {
		l := sourceList(row)
		if line, twice := seen[l.Name]; twice && l.Name != "" {
			row.At("name").Fail("give it another name", "a list is called %q already, on line %d", l.Name, line)
		}
		seen[l.Name] = l.Place.Line
		s.Lists = append(s.Lists, l)
	}
	if s.Threshold > len(s.Lists) && len(s.Lists) > 0 {
		m.At("threshold").Fail("lower it, or name more lists", "no server can be in %d lists: only %d are read", s.Threshold, len(s.Lists))
	}
	if s.First == s.MaxSeverity {
		m.At("first").Fail("remove the key first", "with max_severity %s every entry is a limit, and none is raised", s.MaxSeverity)
	}
	return s
}

// sourceList reads where one list is.
func sourceList(row section) SourceList {
	l := SourceList{Name: row.text("name"), Instance: row.text("instance"), Format: row.word("format"), Place: row.Place()}
	l.File = row.At("file").Parsed(insideRepository)
	if row.Has("url") {
		l.URL = row.At("url").Parsed(func(text string) (string, error) { return publicURL(row.field("url"), text) })
	}
	given := 0
	for _, key := range []string{"file", "url", "instance"} {
		if row.Has(key) {
			given++
		}
	}
	switch {
	case given != 1:
		row.KeyFail("name", "write one of file, url and instance", "the list %q has %d places to be read from", l.Name, given)
	case row.Has("instance") && row.Has("format"):
		row.At("format").Fail("remove the key format", "an instance publishes its blocks in one format")
	case row.Has("instance"):
		l.Format = "json"
	}
	return l
}

// insideRepository refuses a path that leads out of the repository.
func insideRepository(text string) (string, error) {
	if text != "" && (path.IsAbs(text) || path.Clean(text) != text || text == "." || text == ".." || strings.HasPrefix(text, "../") || strings.ContainsAny(text, "\\\x00")) {
		return "", diag.WithHint(fmt.Errorf("%q is no path of a file in the repository", text), "write it from the root of the repository, like lists/tier0.csv")
	}
	return text, nil
}

// publicURL refuses an address with a user name, and one on this machine.
func publicURL(f field, text string) (string, error) {
	u, err := url.Parse(text)
	switch {
	case err == nil && u.User != nil:
		return "", diag.WithHint(errors.New("the address holds a password or a user name"), "revoke it if it was ever pushed")
	case err != nil || u.Hostname() == "" || loopback(u.Hostname()):
		return "", diag.WithHint(fmt.Errorf("%q is no public web address", text), "write it like %s", f.like)
	}
	return f.match(text)
}

// provenance reads from which lists an entry comes: the day on which each was first seen to have it, by its name.
func provenance(item *plan.Item, v yamldoc.Value) {
	if !v.Present() {
		return
	}
	days := map[string]any{}
	m := v.AnyMap()
	for _, name := range m.Keys() {
		if !sourceName.MatchString(name) {
			m.KeyFail(name, "write the name of a list", "no list can be called %q", name)
			continue
		}
		days[name] = m.At(name).Parsed(func(text string) (string, error) {
			_, err := time.Parse(time.DateOnly, text)
			if err != nil {
				return "", diag.WithHint(fmt.Errorf("%q is no date", text), "write a date as 2027-06-01")
			}
			return text, nil
		})
	}
	if len(days) == 0 {
		v.Fail("remove the key, so that the entry is the community's own", "%s names no list", plan.Sources)
		return
	}
	item.Params[plan.Sources] = days
}

// hasProvenance reports whether the entries of a resource may come from lists.
func hasProvenance(r skill.Resource) bool { return r.Put == skill.BlockDomain }
