package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/scripttest"
)

// pageMost is how many domain blocks the server gives in one answer. A full page names a next one, which may be empty.
const pageMost = 500

// requests are how many each API is sent. Git is not counted.
type requests struct{ mastodon, github int }

// TestRequests counts what each command asks of the two APIs, next to the least that it could: each resource once, and nothing
// that the settings say. What grows with the entries is the least: pages of 500, and one request for each change. A plan
// also asks for the follows that end with each of the first 20 servers that it suspends.
func TestRequests(t *testing.T) {
	t.Parallel()
	for _, entries := range []int{0, 100, 2_000} {
		t.Run(fmt.Sprint(entries), func(t *testing.T) {
			m := openMetered(t, entries)
			before, pages, created := 1, entries/pageMost+1, entries
			m.as("ada")
			m.spend(requests{2, 2}, requests{2, 2}, "bootstrap")
			m.as(community.WorkflowBot)
			m.spend(requests{4 + min(entries, 20), 1}, requests{4 + min(entries, 20), 0}, "plan")
			if entries > pageMost { // that each change is one request shows with fewer
				m.block(entries)
				before, created = pages, 0
			}
			change := before + pages + created // the blocks are read again afterwards
			m.spend(requests{22 + change, 3}, requests{9 + change, 1}, "apply", "--quiet")
			m.spend(requests{5 + pages, 1}, requests{5 + pages, 0}, "plan")
			m.spend(requests{5 + pages, 1}, requests{5 + pages, 0}, "drift")
			m.spend(requests{8 + pages, 2}, requests{5 + pages, 1}, "apply", "--quiet")
			m.spend(requests{12, 2}, requests{6, 1}, "publish")
			for _, local := range []string{"lint", "log", "skills"} {
				m.spend(requests{}, requests{}, local)
			}
			m.spend(requests{3, 2}, requests{3, 1}, "verify")
			m.spend(requests{0, 2}, requests{0, 1}, "status")
			m.as("ada")
			m.spend(requests{0, 3}, requests{0, 3}, "propose", "block_domain", "spam.example", "severity=suspend", "--reason", "reports")
			m.as(community.WorkflowBot)
			m.spend(requests{0, 11}, requests{0, 10}, "check", "--all")
			m.spend(requests{0, 3}, requests{0, 2}, "check", "--all") // nothing happened since
			m.spend(requests{0, 7}, requests{0, 6}, "status")
			m.must(os.WriteFile(filepath.Join(m.Clone, "list.csv"), []byte("#domain,#severity\nlist.example,suspend\n"), 0o600))
			m.spend(requests{}, requests{}, "import", "blocklist", "list.csv")
			m.as("ada")
			m.spend(requests{6, 17}, requests{6, 17}, "doctor") // four of the 17 for four members, and one for each scheduled workflow
		})
	}
}

// metered is a community whose servers count what they are asked.
type metered struct {
	*testing.T
	*community.Community
	now time.Time
	env map[string]string
}

// openMetered opens a community that is to block so many servers.
func openMetered(t *testing.T, entries int) *metered {
	t.Helper()
	m := &metered{T: t, now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	dir := t.TempDir()
	list := []string{"domain_blocks: []"}
	for i := range entries {
		list[0] = "domain_blocks:"
		list = append(list, fmt.Sprintf("  - {domain: s%d.example, severity: suspend}", i))
	}
	files := scripttest.SmallCharter("https://social.example")
	files["instance/federation.yaml"] = strings.Join(list, "\n") + "\n"
	files["bylaw.yaml"] += "limits: {changes: 20000}\n"
	for name, text := range files {
		path := filepath.Join(dir, "governance", filepath.FromSlash(name))
		m.must(os.MkdirAll(filepath.Dir(path), 0o750))
		m.must(os.WriteFile(path, []byte(text), 0o600))
	}
	tree, err := git.WorkTree(dir)
	m.must(err)
	m.Community, err = community.Open(t.Context(), community.Options{Tree: tree, Dir: t.TempDir(), Now: m.clock, Address: "127.0.0.1:0"})
	m.must(err)
	t.Cleanup(m.Close)
	m.Mastodon.Edit(func(s *mastodon.State) { s.DomainBlocks = nil })
	m.env = map[string]string{
		"MASTODON_URL": m.MastodonURL, "MASTODON_ACCESS_TOKEN": mastodon.BotToken,
		"GITHUB_API_URL": m.GitHubURL, "GITHUB_REPOSITORY": m.Repository,
	}
	return m
}

func (m *metered) clock() time.Time { return m.now }

// as gives the commands that follow the token of an account.
func (m *metered) as(login string) { m.env["GITHUB_TOKEN"] = m.Tokens[login] }

func (m *metered) must(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

// block puts the blocks on the server, as if it had them before bylaw came.
func (m *metered) block(entries int) {
	m.Mastodon.Edit(func(s *mastodon.State) {
		for i := range entries {
			s.DomainBlocks = append(s.DomainBlocks, &mastodon.DomainBlock{ID: int64(i + 1), Domain: fmt.Sprintf("s%d.example", i), Severity: "suspend"})
		}
	})
}

// spend runs a command and compares how many requests it takes.
func (m *metered) spend(want, least requests, args ...string) {
	m.Helper()
	m.Mastodon.ForgetRequests()
	before := m.GitHub.Requests()
	var said bytes.Buffer
	got := cli.Run(m.Context(), args, cli.Process{
		Judge: decider, Dir: m.Clone, Stdin: strings.NewReader("127.0.0.1\n"), Stdout: &said, Stderr: &said,
		Env: func(name string) string { return m.env[name] }, Now: m.clock,
	})
	if got != 0 && args[0] != "doctor" { // it says what is not set up as recommended
		m.Fatalf("%s: exit status %d:\n%.2000s", args, got, said.String())
	}
	var routes []string
	asked := 0
	for route, count := range m.GitHub.Requests() {
		if more := count - before[route]; more > 0 && !strings.Contains(route, "{repository}") {
			asked += more
			routes = append(routes, fmt.Sprintf("%d %s", more, route))
		}
	}
	for _, r := range m.Mastodon.Requests() {
		routes = append(routes, r.Method+" "+r.Path)
	}
	if spent := (requests{len(m.Mastodon.Requests()), asked}); spent != want {
		m.Errorf("%s took %+v, want %+v, and the least is %+v:\n%.2000s", args, spent, want, least, strings.Join(routes, "\n"))
	}
}
