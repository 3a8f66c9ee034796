package site

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode"

	"github.com/bylaw-dev/bylaw/internal/language"
	"github.com/bylaw-dev/bylaw/internal/render"
)

//go:embed pages
var pages embed.FS

// rows is how many rows of a table a page shows; the rest is on further pages.
const rows = 200

// Without scripts a page may load its style and its icon, and nothing else. Only the search runs scripts of its own.
const (
	policy       = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
	searchPolicy = policy + "; script-src 'self'"
)

// builder writes the pages of one record.
type builder struct {
	Record
	table     language.Table
	templates *template.Template
	articles  map[string]string // where an article is shown, by citation
	decided   []rowView         // the proposals that the ledger decides, the newest first
	blocked   []serverView      // the domain blocks in force, by domain
	menu      []link            // the main pages, in their order
	files     map[string][]byte
}

// Build gives the files of the site by name. All of them lie in one folder.
func Build(r Record) (map[string][]byte, error) {
	b := &builder{Record: r, table: language.For(r.Charter.Settings.Publish.Language), files: map[string][]byte{}}
	var err error
	if b.templates, err = template.New("").Funcs(b.functions()).ParseFS(pages, "pages/*.html"); err != nil {
		return nil, err
	}
	for _, name := range []string{"style.css", "search.js", "icon.svg"} {
		if b.files[name], err = pages.ReadFile("pages/" + name); err != nil {
			return nil, err
		}
	}
	b.menu = b.navigation()
	chapters, err := b.chapters()
	if err != nil {
		return nil, err
	}
	b.decided, b.blocked = b.rows(), b.blocks()
	for _, write := range []func() error{
		b.home, b.decisions, func() error { return b.constitution(chapters) }, b.servers, b.numbers, b.search, b.feeds,
	} {
		if err := write(); err != nil {
			return nil, err
		}
	}
	for name, data := range b.files {
		b.files[name] = bytes.Map(withoutDirection, data)
	}
	return b.files, nil
}

// withoutDirection drops the characters that turn the direction of writing, wherever a text brought them in.
func withoutDirection(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

// link is an entry of a list of links.
type link struct {
	File, Name string
}

// navigation are the main pages, in their order.
func (b *builder) navigation() []link {
	return []link{
		{"index.html", b.say("site.overview")}, {"decisions.html", b.say("site.decisions")}, {"constitution.html", b.say("site.constitution")},
		{"servers.html", b.say("site.servers")}, {"numbers.html", b.say("site.numbers")}, {"take-part.html", b.say("site.take_part")},
		{"search.html", b.say("site.search")},
	}
}

// frame is what the layout needs.
type frame struct {
	Lang, Title, Community, Policy, Section, Time, Head, Repository string
	Entries                                                         int
	Sandbox                                                         bool
	Navigation                                                      []link
	Content                                                         template.HTML
}

// page writes one page: a template and its data within the layout. Section is the file of the navigation that it belongs to.
func (b *builder) page(file, section, title, name string, data any) error {
	var content, whole strings.Builder
	if err := b.templates.ExecuteTemplate(&content, name, data); err != nil {
		return fmt.Errorf("page %s: %w", file, err)
	}
	f := frame{
		Lang: b.language(), Title: title, Community: b.community(), Policy: policy, Section: section, Time: b.now(), Entries: b.Entries,
		Head: short(b.Head), Repository: b.repository(), Sandbox: b.Sandbox, Navigation: b.menu,
		Content: template.HTML(content.String()), //nolint:gosec // another template has escaped it
	}
	if name == "search" {
		f.Policy = searchPolicy
	}
	if err := b.templates.ExecuteTemplate(&whole, "page", f); err != nil {
		return fmt.Errorf("page %s: %w", file, err)
	}
	b.files[file] = []byte(whole.String())
	return nil
}

func (b *builder) community() string { return render.Outside(b.Charter.Settings.Community) }

// language is that of the sentences, which is another than that of the constitution where there is no table for that.
func (b *builder) language() string {
	if code := b.Charter.Settings.Publish.Language; slices.Contains(language.Known(), code) {
		return code
	}
	return language.Default
}

// now is the time of what is shown: that of the status document, or of the last entry of the ledger.
func (b *builder) now() string {
	if b.Status != nil {
		return b.Status.Now
	}
	return b.Time.String()
}

// repository is the address of the repository's page, "" where the forge is not known.
func (b *builder) repository() string {
	f := b.Charter.Settings.Forge
	if f.Kind != "github" || f.Repository == "" {
		return ""
	}
	return "https://github.com/" + f.Repository
}

func (b *builder) say(key string, pairs ...any) string {
	texts := make([]string, len(pairs))
	for i, p := range pairs {
		if n, ok := p.(*int); ok && n != nil {
			p = *n
		}
		texts[i] = fmt.Sprint(p)
	}
	return b.table.Say(key, texts...)
}

// short names a commit or a digest by its beginning.
func short(sum string) string { return sum[:min(len(sum), 12)] }

// turn is an entry of a pager.
type turn struct {
	File    string
	Number  int
	Current bool
}

// turns lists the pages of a table or a text.
func turns(base string, count, current int) []turn {
	all := make([]turn, count)
	for i := range all {
		all[i] = turn{numbered(base, i), i + 1, i == current}
	}
	return all
}

// numbered is the file of a page of several, counted from 0.
func numbered(base string, page int) string {
	if page == 0 {
		return base + ".html"
	}
	return fmt.Sprintf("%s-%d.html", base, page+1)
}

// paged writes a table over as many pages as it needs, one at least.
func paged[T any](all []T, write func(page, count int, part []T) error) error {
	count := max(1, (len(all)+rows-1)/rows)
	for i := range count {
		if err := write(i, count, all[i*rows:min(len(all), (i+1)*rows)]); err != nil {
			return err
		}
	}
	return nil
}

// shown is the first rows of a list, and how many more there are.
func shown[T any](all []T) (some []T, more int) {
	n := min(len(all), rows)
	return all[:n], len(all) - n
}

func titled(p Proposal) string {
	return cmp.Or(render.Outside(p.Title), fmt.Sprintf("#%d", p.Proposal))
}

func decisionFile(proposal int) string { return fmt.Sprintf("decision-%d.html", proposal) }
