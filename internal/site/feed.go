package site

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// feedLength is how many decisions the feeds have.
const feedLength = 50

// item is one decision in a feed.
type item struct {
	id, title, url, text, at string
}

// items lists the final decisions, the newest first. An id is a tag URI (RFC 4151), which stays when the pages move.
func (b *builder) items() []item {
	var all []item
	for i := len(b.Proposals) - 1; i >= 0 && len(all) < feedLength; i-- {
		p := b.Proposals[i]
		at := ended(p)
		if p.Decision.Outcome == "" || p.Decision.Outcome == decision.Open || at == "" {
			continue
		}
		all = append(all, item{
			id:    fmt.Sprintf("tag:%s,%s:proposal-%d", b.Charter.Settings.Domain, at[:4], p.Proposal),
			title: fmt.Sprintf("#%d %s: %s", p.Proposal, titled(p), b.outcome(p.Decision.Outcome)),
			url:   b.Address + decisionFile(p.Proposal), text: render.Reason(p.Decision), at: at,
		})
	}
	return all
}

func (b *builder) feeds() error {
	all := b.items()
	if err := b.atom(all); err != nil {
		return err
	}
	return b.jsonFeed(all)
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

func (b *builder) atom(all []item) error {
	feed := struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  string      `xml:"author>name"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}{
		Lang: b.language(), ID: fmt.Sprintf("tag:%s,%s:decisions", b.Charter.Settings.Domain, strings.SplitN(b.started(), "-", 2)[0]),
		Title: b.say("site.record", "community", b.community()), Updated: b.now(), Author: b.community(),
		Links: []atomLink{{"self", b.Address + "feed.atom"}, {"alternate", b.Address + "index.html"}},
	}
	for _, i := range all {
		feed.Entries = append(feed.Entries, atomEntry{i.id, i.title, i.at, atomLink{Href: i.url}, i.text})
	}
	data, err := xml.MarshalIndent(feed, "", " ")
	b.files["feed.atom"] = append([]byte(xml.Header), append(data, '\n')...)
	return err
}

// started is a time of the community's past that stays the same.
func (b *builder) started() string {
	if len(b.Proposals) > 0 && b.Proposals[0].Decision.OpenedAt.Known() {
		return b.Proposals[0].Decision.OpenedAt.String()
	}
	return b.Time.String()
}

func (b *builder) jsonFeed(all []item) error {
	type entry struct {
		ID        string `json:"id"`
		URL       string `json:"url"`
		Title     string `json:"title"`
		Text      string `json:"content_text"`
		Published string `json:"date_published"`
	}
	feed := struct {
		Version  string  `json:"version"`
		Title    string  `json:"title"`
		Home     string  `json:"home_page_url,omitempty"`
		Feed     string  `json:"feed_url,omitempty"`
		Language string  `json:"language"`
		Items    []entry `json:"items"`
	}{Version: "https://jsonfeed.org/version/1.1", Title: b.say("site.record", "community", b.community()), Language: b.language(), Items: []entry{}}
	if b.Address != "" {
		feed.Home, feed.Feed = b.Address, b.Address+"feed.json"
	}
	for _, i := range all {
		feed.Items = append(feed.Items, entry{i.id, i.url, i.title, i.text, i.at})
	}
	data, err := json.MarshalIndent(feed, "", "  ")
	b.files["feed.json"] = append(data, '\n')
	return err
}
