package render_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gmtext "github.com/yuin/goldmark/text"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestLivingComments(t *testing.T) {
	for _, dir := range cases(t, "comment") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			p := input[render.Page](t, filepath.Join(dir, "page.json"))
			golden.Compare(t, filepath.Join(dir, "want.md"), render.Comment(p))
			golden.Compare(t, filepath.Join(dir, "want.status"), render.Description(p)+"\n")
		})
	}
}

var (
	mentions = regexp.MustCompile(`[@#][\pL\pN]`)
	ourHTML  = regexp.MustCompile(`^(</?(details|sub)>|<summary>[^<>]*</summary>|<!-- bylaw [a-z]+ v1 [^<>]* -->|\s)*$`)
)

// prose reads Markdown as GitHub does and gives what is outside of code, line by line. HTML that is not ours, links and
// pictures are mistakes.
func prose(t *testing.T, text string) string {
	t.Helper()
	source := []byte(text)
	var plain strings.Builder
	tree := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gmtext.NewReader(source))
	err := ast.Walk(tree, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.FencedCodeBlock:
			return ast.WalkSkipChildren, nil
		case *ast.Link, *ast.AutoLink, *ast.Image:
			t.Errorf("a %s got through", n.Kind())
		case *ast.HTMLBlock:
			checkHTML(t, string(n.Lines().Value(source)))
			if n.HasClosure() {
				checkHTML(t, string(n.ClosureLine.Value(source)))
			}
		case *ast.RawHTML:
			checkHTML(t, string(n.Segments.Value(source)))
		case *ast.Text:
			plain.Write(n.Segment.Value(source))
			plain.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return plain.String()
}

func checkHTML(t *testing.T, html string) {
	t.Helper()
	if !ourHTML.MatchString(html) {
		t.Errorf("HTML that is not ours: %q", html)
	}
}

func TestNoCommentMentionsOrCommandsOrHoldsMarkup(t *testing.T) {
	for _, dir := range cases(t, "comment") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			p := input[render.Page](t, filepath.Join(dir, "page.json"))
			text := render.Comment(p)
			if found := mentions.FindString(prose(t, text)); found != "" {
				t.Errorf("%q mentions somebody or something", found)
			}
			for _, bad := range []string{"##[", "\n::", "\x1b", "\u202e"} {
				if strings.Contains(text, bad) {
					t.Errorf("%q got through", bad)
				}
			}
		})
	}
}

func TestTheMarkerOfACommentIsFoundAgain(t *testing.T) {
	for _, dir := range cases(t, "comment") {
		p := input[render.Page](t, filepath.Join(dir, "page.json"))
		got, ok := render.FindMarker(render.Comment(p))
		if diff := cmp.Diff(p.Marker, got); !ok || diff != "" {
			t.Errorf("%s: %t (-want +got):\n%s", dir, ok, diff)
		}
	}
	if _, ok := render.FindMarker("quoted: " + render.Marker{State: strings.Repeat("a", 64)}.String() + " and more"); ok {
		t.Error("a marker in the middle of a text was taken for one")
	}
}

// huge is a page on which every list and text is longer than there is room for.
func huge(t *testing.T, text string) render.Page {
	t.Helper()
	p := input[render.Page](t, "testdata/comment/open/page.json")
	many := func(i int) string { return fmt.Sprintf("%s %d", text, i) }
	for i := range 150 {
		p.Facts.Changes = append(p.Facts.Changes, facts.Change{Kind: facts.Entry, Action: "create", Skill: "block_domain", Target: many(i), Reason: many(i)})
		p.Decision.Ballots = append(p.Decision.Ballots, decision.Ballot{Seat: many(i), Choice: "yes", Why: many(i)})
		p.Decision.Denials = append(p.Decision.Denials, decision.Notice{Text: many(i), Path: many(i)})
		p.Decision.Warnings = append(p.Decision.Warnings, decision.Notice{Text: many(i)})
		p.Mistakes.Errorf(p.Constitution.Articles[0].Place, many(i), "%s", many(i))
		p.Silent, p.Voided = append(p.Silent, many(i)), append(p.Voided, many(i))
		p.Notes, p.Posts = append(p.Notes, many(i)), append(p.Posts, many(i))
		r := p.Decision.Rulings[0]
		r.Citation, r.Needed = many(i), []string{many(i)}
		p.Decision.Rulings = append(p.Decision.Rulings, r)
	}
	return p
}

func TestACommentFitsHoweverMuchThereIsToSay(t *testing.T) {
	for _, text := range []string{"several words about it", strings.Repeat("&<@a", 60), strings.Repeat("𒀀", 250), strings.Repeat("`", 250)} {
		got := render.Comment(huge(t, text))
		if n := utf8.RuneCountInString(got); n > 60_000 || len(got) > 240_000 {
			t.Errorf("%.8q: %d characters, %d bytes", text, n, len(got))
		}
		if !strings.Contains(got, "Shortened: ") {
			t.Errorf("%.8q: it does not say that it is shortened", text)
		}
		if _, ok := render.FindMarker(got); !ok {
			t.Errorf("%.8q: the marker is gone", text)
		}
	}
}

func TestNothingHidesBehindADozenAmendments(t *testing.T) {
	p := render.Page{}
	for i := range 20 {
		p.Facts.Changes = append(p.Facts.Changes, facts.Change{Kind: facts.Article, Action: "update", Article: fmt.Sprintf("3.%d", i), Subject: facts.AboutConstitution})
	}
	p.Facts.Changes = append(p.Facts.Changes,
		facts.Change{Kind: facts.Entry, Action: "create", Skill: "block_domain", Target: "victim.example"},
		facts.Change{Kind: facts.File, Action: "create", Path: ".github/workflows/steal.yml", Subject: facts.AboutWorkflows})
	text := render.Comment(p)
	for _, shown := range []string{"article 3.0", "article 3.9", "`victim.example`", "`.github/workflows/steal.yml`", "and 10 more"} {
		if !strings.Contains(text, shown) {
			t.Errorf("%q is not shown", shown)
		}
	}
}

func TestADescriptionFitsAStatus(t *testing.T) {
	p := huge(t, strings.Repeat("ä", 500))
	got := render.Description(p)
	if n := utf8.RuneCountInString(got); n != 140 || !strings.HasSuffix(got, "…") {
		t.Errorf("%d characters: %s", n, got)
	}
}

func TestOnlyTheReminderMentions(t *testing.T) {
	again := render.VoteAgain([]string{"goran", "@emre"}, "2026-11-04T15:00:00Z")
	if want := "`goran`, `@emre`"; !strings.Contains(again, want) || mentions.MatchString(prose(t, again)) {
		t.Errorf("got %s", again)
	}
	var voters []render.Voter
	for i := range 60 {
		voters = append(voters, render.Voter{Seat: fmt.Sprintf("seat%d", i), Login: fmt.Sprintf("login%d", i)})
	}
	voters[0] = render.Voter{Seat: "ada", Login: "evil @coop/all"}
	voters[1] = render.Voter{Seat: "gone"}
	reminder := render.Reminder(voters, "2026-11-11T15:00:00Z", "2026-11-04T15:00:00Z")
	if n := len(mentions.FindAllString(prose(t, reminder), -1)); n != 48 {
		t.Errorf("%d mentions, want 48: %s", n, reminder)
	}
	for _, want := range []string{"`ada`, `gone`, @login2", "closes 2026-11-11 15:00 UTC", "<!-- bylaw remind v1 2026-11-04T15:00:00Z -->"} {
		if !strings.Contains(reminder, want) {
			t.Errorf("%q is missing in %s", want, reminder)
		}
	}
}
