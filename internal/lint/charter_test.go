package lint_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

var compiled = opa.New()

// decided keeps what was decided: most charters of these tests share most of their rules.
var decided sync.Map

// decide answers with the embedded policies.
func decide(ctx context.Context, c votecase.Case) (decision.Outcome, error) {
	key, err := json.Marshal(c.Normal())
	if err != nil {
		return "", err
	}
	if known, ok := decided.Load(string(key)); ok {
		if outcome, ok := known.(decision.Outcome); ok {
			return outcome, nil
		}
	}
	v, err := compiled.DecideCase(ctx, c)
	if err == nil {
		decided.Store(string(key), v.Outcome)
	}
	return v.Outcome, err
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// sound governs everything by one article that no lint has anything against.
func sound() string {
	return "# Test\n\n" + article("1 Everything", "The members decide.", sane("everything",
		"- skills: ["+strings.Join(skill.Names(), ", ")+"]\n  - subjects: ["+strings.Join(provision.Subjects(), ", ")+"]"))
}

// article writes an article with a provision, or without one where the block is empty.
func article(heading, text, block string) string {
	if block != "" {
		block = "\n```provision\n" + strings.TrimSpace(block) + "\n```\n"
	}
	return "## " + heading + "\n\n" + text + "\n" + block + "\n"
}

// sane is a provision with all protections; a line of more replaces the line with the same key, or is added.
func sane(id, governs string, more ...string) string {
	lines := []string{
		"id: " + id, "governs:\n  " + governs, "electorate: {role: member, exclude: [subject]}",
		`threshold: [{count: yes, op: ">=", value: "2/3", of: cast}]`, `quorum: [{value: "1/4", of: eligible}]`,
		"period: {min: 72h}",
	}
	for _, line := range more {
		key, _, _ := strings.Cut(line, ":")
		replaced := false
		for i, old := range lines {
			if strings.HasPrefix(old, key+":") {
				lines[i], replaced = line, true
			}
		}
		if !replaced {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

const profile = "- skills: [update_profile]"

// second is an article under test, next to the sound one.
func second(text string, more ...string) string {
	return sound() + article("2 Second", text, sane("second", profile, more...))
}

const members = `seats:
  - {seat: ada, github: {login: ada, id: 101}, mastodon: "@ada@social.example", roles: [member, moderator]}
  - {seat: bob, github: {login: bob, id: 102}, roles: [member, moderator]}
  - {seat: cem, github: {login: cem, id: 103}, roles: [member]}
  - {seat: dot, github: {login: dot, id: 104}, roles: [member]}
  - {seat: eve, roles: [member, auditor]}
`

// load reads a charter that must have no mistake.
func load(t *testing.T, constitution, roster, federation string) charter.Charter {
	t.Helper()
	c, found := charter.Load(repository(constitution, roster, federation))
	if err := found.Err(); err != nil {
		t.Fatalf("the charter does not load: %v\n%s", err, constitution)
	}
	return c
}

// tryLoad reads a charter that may have mistakes.
func tryLoad(constitution string) (charter.Charter, bool) {
	c, found := charter.Load(repository(constitution, members, ""))
	return c, found.Err() == nil
}

func repository(constitution, roster, federation string) fstest.MapFS {
	files := fstest.MapFS{
		charter.SettingsFile:     {Data: []byte("version: 1\ncommunity: Test\ninstance: https://social.example\n")},
		charter.ConstitutionFile: {Data: []byte(constitution)},
		charter.RosterFile:       {Data: []byte(roster)},
	}
	if federation != "" {
		files[charter.FederationFile] = &fstest.MapFile{Data: []byte(federation)}
	}
	return files
}

// check lints a constitution next to the roster of members.
func check(t *testing.T, constitution string) diag.List {
	t.Helper()
	return run(t, load(t, constitution, members, ""), nil)
}

func run(t *testing.T, c charter.Charter, base *charter.Charter) diag.List {
	t.Helper()
	found, err := lint.Charter(t.Context(), c, base, decide, noon)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// expect compares what was found with lines such as "error: message" or "warning: message".
func expect(t *testing.T, found diag.List, want ...string) {
	t.Helper()
	var got []string
	for _, d := range found {
		got = append(got, string(d.Severity)+": "+d.Message)
		if d.Place.File == "" || d.Place.Line == 0 && d.Place.File != charter.RosterFile {
			t.Errorf("%q has no place: %+v", d.Message, d.Place)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestLintAcceptsASoundCharter(t *testing.T) {
	expect(t, check(t, sound()))
	expect(t, check(t, second("Two thirds of the votes cast, with a quarter of the members, after three days.")))
}

func TestTheTemplatesHaveNothingAgainstThem(t *testing.T) {
	folders, err := filepath.Glob("../template/*/governance")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, folder := range folders {
		name := filepath.Dir(folder)
		c, found := charter.Load(os.DirFS(name))
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		for _, d := range run(t, c, &c) {
			t.Errorf("%s: %s (%s)", name, d, d.Hint)
		}
	}
}

// BenchmarkCharter lints the longest template, with everything that is tried out.
func BenchmarkCharter(b *testing.B) {
	c, _ := charter.Load(os.DirFS("../template/council"))
	for b.Loop() {
		if _, err := lint.Charter(b.Context(), c, nil, func(ctx context.Context, c votecase.Case) (decision.Outcome, error) {
			v, err := compiled.DecideCase(ctx, c)
			return v.Outcome, err
		}, noon); err != nil {
			b.Fatal(err)
		}
	}
}
