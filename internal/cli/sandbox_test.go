package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"

	"github.com/bylaw-dev/bylaw/governance"
)

// yard is a folder with the sample charter, in which programs are started as in terminals of their own.
type yard struct {
	*testing.T
	dir string
	env map[string]string
}

func newYard(t *testing.T) *yard {
	t.Helper()
	y := &yard{T: t, dir: t.TempDir(), env: map[string]string{}}
	if err := os.CopyFS(filepath.Join(y.dir, "governance"), governance.Files); err != nil {
		t.Fatal(err)
	}
	return y
}

func (y *yard) process(out, complaints io.Writer) Process {
	return Process{
		Judge: compiled, Dir: y.dir, Stdin: strings.NewReader(""), Stdout: out, Stderr: complaints,
		Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
		Env: func(name string) string { return y.env[name] },
	}
}

// run runs one command to its end.
func (y *yard) run(args ...string) (code int, out, complaints string) {
	y.Helper()
	var text, wrong bytes.Buffer
	code = Run(y.Context(), args, y.process(&text, &wrong))
	return code, text.String(), wrong.String()
}

func (y *yard) want(code int, part string, args ...string) {
	y.Helper()
	got, out, complaints := y.run(args...)
	if got != code || !strings.Contains(out+complaints, part) {
		y.Fatalf("bylaw %s: exit status %d, want %d and %q:\n%s%s", strings.Join(args, " "), got, code, part, out, complaints)
	}
}

// serve starts "bylaw sandbox" and gives what it says until it waits; stop is Ctrl-C.
func (y *yard) serve(args ...string) (said string, stop func()) {
	y.Helper()
	ctx, cancel := context.WithCancel(y.Context())
	reader, writer := io.Pipe()
	ended := make(chan int, 1)
	var complaints bytes.Buffer
	go func() {
		code := Run(ctx, append([]string{"sandbox"}, args...), y.process(writer, &complaints))
		_ = writer.Close()
		ended <- code
	}()
	lines := bufio.NewScanner(reader)
	for lines.Scan() && !strings.Contains(said, "press Ctrl-C") {
		said += lines.Text() + "\n"
		if strings.Contains(said, "press Ctrl-C") {
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if code := <-ended; code != 0 {
				y.Errorf("sandbox: exit status %d: %s", code, complaints.String())
			}
		})
	}
	y.Cleanup(stop)
	if !strings.Contains(said, "press Ctrl-C") {
		y.Fatalf("it did not start: %s%s", said, complaints.String())
	}
	return said, stop
}

// page gives what a browser sees, after it sent a form if there is one.
func (y *yard) page(address string, form url.Values) string {
	y.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	request, err := http.NewRequestWithContext(y.Context(), method, address, strings.NewReader(body))
	if err != nil {
		y.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		y.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		y.Fatalf("%s %s: %d %s %v", method, address, response.StatusCode, text, err)
	}
	return string(text)
}

// pull is "git pull" in the folder.
func (y *yard) pull() {
	y.Helper()
	repo, err := git.PlainOpen(y.dir)
	if err != nil {
		y.Fatal(err)
	}
	work, err := repo.Worktree()
	if err != nil {
		y.Fatal(err)
	}
	if err := work.PullContext(y.Context(), &git.PullOptions{ReferenceName: "refs/heads/main"}); err != nil {
		y.Fatal(err)
	}
}

var loopbackURL = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`)

func TestASandboxThatIsLeftOpenShowsAndKeepsWhatOthersDo(t *testing.T) {
	y := newYard(t)
	said, stop := y.serve()
	address := loopbackURL.FindString(said)
	if strings.Contains(y.page(address, nil), "mirror-of-mirrors.example") {
		t.Fatal("the server is not as it began")
	}
	y.want(0, "", "apply", "--sandbox")
	if !strings.Contains(y.page(address, nil), "mirror-of-mirrors.example") {
		t.Error("the page does not show what apply did")
	}
	stop()
	y.want(0, "No changes. ", "plan", "--sandbox")
	y.want(0, "sandbox: nothing real", "log", "--sandbox")
	if _, out, _ := y.run("log", "--sandbox", "--json"); !strings.Contains(out, `"sandbox": true`) {
		t.Errorf("log --json: %s", out)
	}
}

func TestTwoAppliesOfOneSandboxRunOneAfterTheOther(t *testing.T) {
	y := newYard(t)
	var both sync.WaitGroup
	outs := make([]string, 2)
	for n := range outs {
		both.Go(func() {
			code, out, complaints := y.run("apply", "--sandbox")
			if code != 0 {
				t.Errorf("exit status %d:\n%s%s", code, out, complaints)
			}
			outs[n] = out
		})
	}
	both.Wait()
	if text := strings.Join(outs, ""); strings.Count(text, "No changes. ") != 1 {
		t.Errorf("want one that applies and one that has nothing to do:\n%s", text)
	}
	y.want(0, "", "verify", "--sandbox")
}

func TestTheClockOfASandboxIsForEveryProgram(t *testing.T) {
	y := newYard(t)
	said, stop := y.serve("--clock", "+3d")
	address := loopbackURL.FindString(said)
	if !strings.Contains(said, "2026-11-24 12:00 UTC") || !strings.Contains(y.page(address, nil), "24 November 2026, 12:00 UTC") {
		t.Errorf("it begins with\n%s", said)
	}
	if !strings.Contains(y.page(address+"/sandbox/clock", url.Values{"forward": {"7d"}}), "1 December 2026, 12:00 UTC") {
		t.Error("the page did not move the clock")
	}
	y.want(0, "the clock of the sandbox is at 2026-12-01 12:00 UTC", "plan", "--sandbox")
	stop()
	if code, _, complaints := y.run("sandbox", "--clock", "yesterday"); code != 1 || !strings.Contains(complaints, "does not move a clock") {
		t.Errorf("exit status %d: %s", code, complaints)
	}
	if code, _, complaints := y.run("sandbox", "--account", "grace"); code != 8 || !strings.Contains(complaints, "goes with --github only") {
		t.Errorf("exit status %d: %s", code, complaints)
	}
}

func TestAMovedClockIsForServersOfThisMachineAlone(t *testing.T) {
	y := newYard(t)
	clock := filepath.Join(y.dir, "clock")
	if err := os.WriteFile(clock, []byte("72h\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	y.env["BYLAW_CLOCK"] = clock
	for _, servers := range []map[string]string{
		{}, {"GITHUB_API_URL": "https://api.github.com"}, {"GITHUB_API_URL": "http://127.0.0.1.evil.example"},
		{"GITHUB_API_URL": "http://127.0.0.1:1", "MASTODON_URL": "https://social.example"},
	} {
		y.env["GITHUB_API_URL"], y.env["MASTODON_URL"] = servers["GITHUB_API_URL"], servers["MASTODON_URL"]
		y.want(1, "not a server of this machine", "lint")
	}
	y.env["GITHUB_API_URL"], y.env["MASTODON_URL"] = "http://localhost:1", ""
	y.want(0, "", "lint")
}

// The whole way of a proposal, as the text of the sandbox says it: no one types an address, and the vote closes because the
// clock is moved.
func TestAVoteClosesInASandboxBecauseTheClockIsMoved(t *testing.T) {
	y := newYard(t)
	said, stop := y.serve("--github", "--account", "grace")
	hub, instance := loopbackURL.FindAllString(said, 2)[0], loopbackURL.FindAllString(said, 2)[1]
	for _, want := range []string{"token-grace", "no seat", "git push", "BYLAW_CLOCK=", "curl -d forward=3d " + hub, "/forks"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	y.dir = filepath.Join(y.dir, ".bylaw", "sandbox", "github", "clone")
	for _, name := range []string{"GITHUB_API_URL", "GITHUB_REPOSITORY", "MASTODON_URL", "MASTODON_ACCESS_TOKEN", "BYLAW_CLOCK"} {
		value := regexp.MustCompile(name + `='?([^'\s]+)`).FindStringSubmatch(said)
		if value == nil {
			t.Fatalf("it does not say %s:\n%s", name, said)
		}
		y.env[name] = value[1]
	}
	as := func(login string) { y.env["GITHUB_TOKEN"] = "token-" + login }
	as("ada")
	y.want(0, "bootstrapped by ada", "bootstrap")
	y.want(0, "#1", "propose", "block_domain", "spam.example", "severity=suspend", "--reason", "report 12")
	as("github-actions[bot]")
	y.want(0, "open", "check", "--all")
	for _, voter := range []string{"bruno", "dana", "freya", "goran"} {
		y.page(hub+"/sandbox/vote", url.Values{"login": {voter}, "number": {"1"}, "event": {"APPROVE"}})
	}
	y.want(0, "open", "check", "--all")
	page := y.page(hub+"/sandbox/clock", url.Values{"forward": {"7d"}})
	for _, want := range []string{"#1 ", "bruno: approved", "28 November 2026, 12:00 UTC", "token-grace"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q:\n%s", want, page)
		}
	}
	y.want(0, "passed", "check", "--all")
	y.page(hub+"/sandbox/merge", url.Values{"login": {"ada"}, "number": {"1"}})
	y.pull()
	y.want(0, "", "apply")
	if !strings.Contains(y.page(instance, nil), "spam.example") {
		t.Error("the block is not on the server")
	}
	stop()
}
