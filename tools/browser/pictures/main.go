// Command pictures makes the pictures of the README out of what bylaw prints: the beginning of the comment on an open
// proposal, the thread of the sample charter, the table of doctor, and a page of the site. It needs Chromium and util-linux's script.
//
//	go -C tools/browser run ./pictures
package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

//go:embed frame.html
var frame string

const root = "../.."

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it lies in the folder for temporary files
	bylaw := filepath.Join(dir, "bylaw")
	if output, err := exec.CommandContext(ctx, "go", "build", "-C", root, "-o", bylaw, "./cmd/bylaw").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, output)
	}
	repository := filepath.Join(dir, "repository")
	if err := os.CopyFS(filepath.Join(repository, "governance"), os.DirFS(filepath.Join(root, "governance"))); err != nil {
		return err
	}
	for _, p := range []struct {
		name   string
		width  int
		height int64
		page   func() (string, error)
	}{
		{"comment", 820, 800, comment},
		{"thread", 620, 1000, func() (string, error) { return thread(ctx, bylaw, repository) }},
		{"doctor", 860, 960, func() (string, error) {
			return terminal(ctx, bylaw+" doctor --sandbox -C "+repository, "bylaw doctor --sandbox")
		}},
		{"page", 900, 1150, func() (string, error) { return page(ctx, bylaw, dir) }},
	} {
		page, err := p.page()
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := take(ctx, filepath.Join(dir, p.name+".html"), page, p.width, p.height, filepath.Join(root, "docs", "pictures", p.name+".png")); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// comment shows what stands above the folds of the comment that a golden file holds, as GitHub would.
func comment() (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "internal/render/testdata/comment/open/want.md"))
	if err != nil {
		return "", err
	}
	shown, _, _ := strings.Cut(string(text), "\n<details>")
	var body bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(shown), &body); err != nil {
		return "", err
	}
	return framed("comment", "github-actions bot commented", template.HTML(body.String())) //nolint:gosec // the program's own output
}

func thread(ctx context.Context, bylaw, repository string) (string, error) {
	page := filepath.Join(filepath.Dir(repository), "preview.html")
	output, err := exec.CommandContext(ctx, bylaw, "publish", "--preview", "--sandbox", "-C", repository, "--html", page).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	text, err := os.ReadFile(page)
	return string(text), err
}

// page is that of the demo's decision on the site, whose style lies next to it.
func page(ctx context.Context, bylaw, dir string) (string, error) {
	story := filepath.Join(dir, "story")
	for _, arguments := range [][]string{{"demo", "--keep", story}, {"site", "--dir", filepath.Join(story, "github.git"), "--out", dir}} {
		if output, err := exec.CommandContext(ctx, bylaw, arguments...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w: %s", err, output)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "decision-1.html"))
	return string(text), err
}

var colour = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// terminal runs a command on a terminal of 100 columns and shows what stands there.
func terminal(ctx context.Context, command, shown string) (string, error) {
	cmd := exec.CommandContext(ctx, "script", "--quiet", "--echo", "never", "--command", "stty cols 100; "+command, "/dev/null")
	cmd.Env = append(os.Environ(), "TERM=xterm", "PAGER=cat")
	output, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	text := template.HTMLEscapeString("$ " + shown + "\n" + strings.ReplaceAll(string(output), "\r\n", "\n"))
	text = colour.ReplaceAllStringFunc(text, func(code string) string {
		numbers := strings.Join(strings.Split(colour.FindStringSubmatch(code)[1], ";"), " c")
		if numbers == "" || numbers == "0" {
			return "</span><span>"
		}
		return `</span><span class="c` + numbers + `">`
	})
	return framed("terminal", "", template.HTML("<pre><span>"+text+"</span></pre>")) //nolint:gosec // escaped above
}

func framed(kind, title string, body template.HTML) (string, error) {
	var page strings.Builder
	err := template.Must(template.New("frame").Parse(frame)).Execute(&page, map[string]any{"Kind": kind, "Title": title, "Body": body})
	return page.String(), err
}

// take writes a page and its picture, as wide as asked for and at most so high.
func take(ctx context.Context, file, page string, width int, height int64, picture string) error {
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(width, int(height))) // it opens files of ours
	if path := os.Getenv("CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	ctx, cancel := chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	address := url.URL{Scheme: "file", Path: file}
	if err := chromedp.Do(ctx, chromedp.Navigate(address.String())); err != nil {
		return err
	}
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(picture, data, 0o644) //nolint:gosec // a picture for everyone
}
