package render_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

func previewed(t *testing.T) render.Thread {
	t.Helper()
	law := constitution.Constitution{
		Title: "Our <b>law</b>", Digest: strings.Repeat("3f2a9c1b04de", 6)[:64],
		Source: []byte("# Our law\n\nSee https://a.example/b?c=\"d\". مرحبا بكم\n\n## 1 Mode\n\n<script>alert(1)</script>\n\n" + strings.Repeat("Kind & brief. ", 30)),
	}
	limits := thread.Limits{Characters: 280, URLCharacters: 23}
	made, err := thread.Compose(law, thread.Options{Limits: limits, Date: "2026-11-21", Version: "1", Language: "en", Visibility: "public", Replies: "unlisted"})
	if err != nil {
		t.Fatal(err)
	}
	return render.Thread{Thread: made, Limits: limits, LimitFrom: "as asked for", Community: "Club \u202e<x>", Domain: "social.example"}
}

func TestAThreadIsPreviewedAsText(t *testing.T) {
	golden.Compare(t, "testdata/thread/thread.txt", render.ThreadText(previewed(t), render.Style{}))
}

func TestAThreadIsPreviewedAsAPage(t *testing.T) {
	page, err := render.ThreadHTML(previewed(t))
	if err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "testdata/thread/thread.html", page)
	for _, never := range []string{"<script", "src=", "@import", "url(", "<link", "\u202e", "<x>"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
	for _, always := range []string{"prefers-color-scheme: dark", "default-src 'none'", `name="viewport"`} {
		if !strings.Contains(page, always) {
			t.Errorf("the page lacks %q", always)
		}
	}
}

func TestAReportHasEveryPostWithItsCount(t *testing.T) {
	p := previewed(t)
	report := p.Report()
	if len(report.Posts) != len(p.Thread.Posts) || report.Limit != 280 || report.LimitFrom != "as asked for" {
		t.Errorf("report %+v", report)
	}
	for i, post := range report.Posts {
		if post.Text != p.Thread.Posts[i].Text || post.Characters > report.Limit || post.Characters == 0 {
			t.Errorf("post %d: %+v", i+1, post)
		}
	}
}
