package browser

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// record plays the demo, and serves the pages of its ledger. Whatever they ask for and does not exist fails the test.
func record(t *testing.T) (address string, pages []string) {
	t.Helper()
	dir, bylaw := t.TempDir(), program(t)
	story, site := filepath.Join(dir, "story"), filepath.Join(dir, "site")
	for _, arguments := range [][]string{{"demo", "--keep", story}, {"site", "--dir", filepath.Join(story, "github.git"), "--out", site}} {
		if output, err := exec.CommandContext(t.Context(), bylaw, arguments...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
	}
	files := http.FileServer(http.Dir(site))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(filepath.Join(site, filepath.Clean(r.URL.Path))); err != nil {
			t.Errorf("a page asks for %s", r.URL.Path)
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	pages, err := filepath.Glob(filepath.Join(site, "*.html"))
	must(t, err)
	for i, page := range pages {
		pages[i] = filepath.Base(page)
	}
	return server.URL + "/", pages
}

// prefers sets the colours that a person wants: light or dark.
func prefers(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		wanted := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: wanted})
		return err
	})
}

// accessible runs axe-core, of which AXE is the file, by the success criteria of WCAG 2.2 AA.
func (tab tab) accessible(axe, name string) {
	tab.Helper()
	tab.do(chromedp.Evaluate[chromedp.Void](axe))
	found := get(tab, chromedp.Evaluate[string](`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(
		(result) => JSON.stringify(result.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; "))))`,
		chromedp.EvalAwaitPromise))
	var violations []string
	must(tab.T, json.Unmarshal([]byte(found), &violations))
	for _, violation := range violations {
		tab.Errorf("%s: %s", name, violation)
	}
}

func TestPagesOfTheSiteInABrowser(t *testing.T) {
	axe, err := os.ReadFile(os.Getenv("AXE"))
	if err != nil {
		t.Fatalf("AXE names no axe.min.js, which \"make browser\" gets from npm: %v", err)
	}
	address, pages := record(t)
	tab := open(t)
	said := chromedp.Console(tab.ctx)
	for _, scheme := range []string{"light", "dark"} {
		for _, page := range pages {
			tab.do(prefers(scheme), chromedp.Navigate(address+page))
			name := "site-" + strings.TrimSuffix(page, ".html") + "-" + scheme
			tab.look(name)
			tab.accessible(string(axe), name)
		}
	}
	tab.do(chromedp.Evaluate[chromedp.Void](`console.log("the end")`))
	for message, err := range said {
		must(t, err)
		if message.Text == "the end" {
			return
		}
		t.Errorf("the console says %s (%s)", message, message.URL)
	}
}

func TestTheSearchOfTheSiteFindsADecision(t *testing.T) {
	address, _ := record(t)
	tab := open(t)
	tab.do(chromedp.Navigate(address+"search.html"), chromedp.SendKeys("#query", "harvest"), chromedp.WaitVisible("#results a"))
	if first := get(tab, chromedp.Text("#results a")); !strings.Contains(first, "harvest.example") {
		t.Errorf("the first result is %q", first)
	}
	if count := get(tab, chromedp.Text("#count")); count != "2 found" {
		t.Errorf("it says %q", count)
	}
	tab.do(chromedp.Click("#results a"), chromedp.WaitVisible("h1"))
	if title := get(tab, chromedp.Text("h1")); !strings.Contains(title, "harvest.example") {
		t.Errorf("the page is %q", title)
	}
}
