// Package browser tests in a real browser what people do in one. It is a module of its own, so that the program needs neither
// the browser nor what drives it: .ci/run runs it with Chromium.
package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// program gives the path of bylaw: that of BYLAW, or one that is built here.
func program(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("BYLAW"); path != "" {
		return path
	}
	path := filepath.Join(t.TempDir(), "bylaw")
	output, err := exec.CommandContext(t.Context(), "go", "build", "-C", "../..", "-o", path, "./cmd/bylaw").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return path
}

// tab is a tab of a headless browser.
type tab struct {
	*testing.T
	ctx context.Context
}

// open gives a tab of a new browser. CHROMIUM names the program where it has another name.
func open(t *testing.T) tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox) // for root; it opens loopback pages alone
	if path := os.Getenv("CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return tab{t, ctx}
}

// do takes steps in a tab.
func (tab tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tab.Helper()
	must(tab.T, chromedp.Do(tab.ctx, steps...))
}

// get reads something in a tab.
func get[T any](tab tab, read chromedp.Action[T]) T {
	tab.Helper()
	value, err := chromedp.Run(tab.ctx, read)
	must(tab.T, err)
	return value
}

// run is "bylaw login" while it waits.
type run struct {
	*exec.Cmd
	page  string // the address that it shows
	stdin io.Writer
	said  <-chan string // the rest of standard error
	token string        // path of the file
}

// serve starts "bylaw sandbox" for as long as the test runs, and gives the address of its Mastodon server.
func serve(t *testing.T, bylaw, repository string) string {
	t.Helper()
	server := exec.CommandContext(t.Context(), bylaw, "sandbox", "-C", repository) // the end of the test kills it
	output, err := server.StdoutPipe()
	must(t, err)
	must(t, server.Start())
	t.Cleanup(func() { _ = server.Wait() })
	first, err := bufio.NewReader(output).ReadString('\n')
	must(t, err)
	return regexp.MustCompile(`http://\S+`).FindString(first)
}

var address = regexp.MustCompile(`https?://\S+/oauth/authorize\?\S+`)

// login starts "bylaw login" for the sample charter and an embedded server, up to where it shows the page.
func login(t *testing.T, arguments ...string) run {
	t.Helper()
	dir, bylaw := t.TempDir(), program(t)
	must(t, os.CopyFS(filepath.Join(dir, "repo", "governance"), os.DirFS("../../governance")))
	url := serve(t, bylaw, filepath.Join(dir, "repo"))
	settings := filepath.Join(dir, "repo", "governance", "bylaw.yaml")
	before, err := os.ReadFile(settings)
	must(t, err)
	must(t, os.WriteFile(settings, []byte(strings.ReplaceAll(string(before), "https://social.example", url)), 0o600))
	r := run{token: filepath.Join(dir, "token")}
	r.Cmd = exec.CommandContext(t.Context(), bylaw, append([]string{"login", "-C", filepath.Join(dir, "repo"), "--out", r.token}, arguments...)...)
	r.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "MASTODON_URL="+url, "BROWSER=true", "GITHUB_REPOSITORY=example/governance")
	r.stdin, err = r.StdinPipe()
	must(t, err)
	errors, err := r.StderrPipe()
	must(t, err)
	must(t, r.Start())
	lines := bufio.NewScanner(errors)
	for r.page == "" && lines.Scan() {
		r.page = address.FindString(lines.Text())
	}
	said := make(chan string, 1)
	r.said = said
	go func() {
		var rest strings.Builder
		for lines.Scan() {
			rest.WriteString(lines.Text() + "\n")
		}
		said <- rest.String()
	}()
	if r.page == "" {
		t.Fatalf("no page was shown: %v", r.Wait())
	}
	return r
}

// ends waits for the end of the program, and compares its exit status.
func (r run) ends(t *testing.T, want int) {
	t.Helper()
	said := <-r.said
	err := r.Wait()
	status := 0
	if exit, failed := errors.AsType[*exec.ExitError](err); failed {
		status = exit.ExitCode()
	}
	if status != want {
		t.Errorf("exit status %d, want %d: %s", status, want, said)
	}
	if _, err := os.Stat(r.token); (err == nil) != (want == 0) {
		t.Errorf("the file of the token: %v", err)
	}
}

// widths are those of a phone and of a desk.
var widths = []int64{390, 1280}

// height is that of the pictures, in which the longest page fits.
const height = 1600

// look makes sure that a page fits its width, and keeps a picture of it in the folder SCREENSHOTS, if that is set.
func (tab tab) look(name string) {
	tab.Helper()
	for _, width := range widths {
		tab.do(chromedp.EmulateViewport(width, height))
		if get(tab, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > window.innerWidth`)) {
			tab.Errorf("%s is wider than %d pixels", name, width)
		}
		if dir := os.Getenv("SCREENSHOTS"); dir != "" {
			picture := get(tab, chromedp.CaptureScreenshot())
			must(tab.T, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), picture, 0o600))
		}
	}
}

// heading is that of the page of bylaw to which a button leads.
func (tab tab) heading(button string) string {
	tab.Helper()
	tab.do(chromedp.Click(button), chromedp.WaitVisible("#closing"))
	return get(tab, chromedp.Text("#closing"))
}

func TestLoginInABrowser(t *testing.T) {
	r, tab := login(t, "--for", "apply"), open(t)
	tab.do(chromedp.Navigate(r.page), chromedp.WaitVisible("#authorize"))
	tab.look("authorize")
	if question := get(tab, chromedp.Text("h1")); question != "Application bylaw apply requests access to your account" {
		t.Errorf("the page asks %q", question)
	}
	tab.do(chromedp.SetValue("#account", "@bylaw"))
	if heading := tab.heading("#authorize"); heading != "Authorized" {
		t.Errorf("the last page says %q", heading)
	}
	tab.look("authorized")
	r.ends(t, 0)
}

func TestLoginDeniedInABrowser(t *testing.T) {
	r, tab := login(t, "--for", "inbox"), open(t)
	tab.do(chromedp.Navigate(r.page), chromedp.WaitVisible("#deny"))
	if heading := tab.heading("#deny"); heading != "No token was made" {
		t.Errorf("the last page says %q", heading)
	}
	tab.look("denied")
	r.ends(t, 3)
}

func TestLoginWithACodeOfABrowserElsewhere(t *testing.T) {
	r, tab := login(t, "--for", "watch", "--no-browser"), open(t)
	tab.do(chromedp.Navigate(r.page), chromedp.WaitVisible("#authorize"), chromedp.SetValue("#account", "@bylaw"), chromedp.Click("#authorize"), chromedp.WaitVisible("#code"))
	tab.look("code")
	_, err := io.WriteString(r.stdin, get(tab, chromedp.Value("#code"))+"\n")
	must(t, err)
	r.ends(t, 0)
}

func TestAMistakeOfTheRequestIsShown(t *testing.T) {
	r, tab := login(t, "--for", "plan"), open(t)
	tab.do(chromedp.Navigate(strings.Replace(r.page, "scope=read", "scope=push+read", 1)), chromedp.WaitVisible("#error"))
	tab.look("error")
	if sentence := get(tab, chromedp.Text("#error")); !strings.Contains(sentence, "scope is invalid") {
		t.Errorf("the page says %q", sentence)
	}
	must(t, r.Process.Signal(os.Interrupt))
	r.ends(t, 130)
}
