package setup_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/setup"
	"github.com/bylaw-dev/bylaw/internal/template"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

var today = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func answers(name string, members int) setup.Answers {
	a := setup.Answers{
		Community: "The Lamp & Anchor", Instance: "https://lamp.example", Repository: "lamp/governance", Branch: "trunk", Template: name,
		Since: today.AddDate(0, 0, -30), Action: template.Pin{Repository: template.Action, Commit: strings.Repeat("ab", 20), Version: "v1.2.0"},
	}
	for i := range members {
		a.Members = append(a.Members, setup.Member{Login: fmt.Sprintf("person-%d", i+1), ID: int64(1000 + i), Mastodon: fmt.Sprintf("@person_%d", i+1)})
	}
	return a
}

func files(t *testing.T, a setup.Answers) facts.Tree {
	t.Helper()
	tree, err := setup.Files(a)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// linted gives what lint says of a tree, and fails the test where the charter cannot be loaded.
func linted(t *testing.T, judge *opa.Judge, tree facts.Tree) diag.List {
	t.Helper()
	c, found := charter.Load(tree)
	if found.Err() != nil {
		return found
	}
	more, err := lint.Charter(t.Context(), c, nil, func(ctx context.Context, c votecase.Case) (decision.Outcome, error) {
		d, err := judge.DecideCase(ctx, c)
		return d.Outcome, err
	}, today)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(found, more...), append(lint.Unseen(tree, tree.Paths()), lint.Workflows(tree, tree.Paths())...)...)
}

func TestFilesLintCleanForEveryTemplateAndSizeOfRoster(t *testing.T) {
	judge := opa.New()
	for _, c := range template.Charters() {
		t.Run(c.Name, func(t *testing.T) {
			for _, size := range []int{1, 2, 3, 5, 8, 12} {
				for _, d := range linted(t, judge, files(t, answers(c.Name, size))) {
					if d.Severity == diag.Error || size > 1 { // one member alone cannot pass what takes two
						t.Errorf("%d members: %s", size, d)
					}
				}
			}
		})
	}
}

func TestFilesOfTwoTemplates(t *testing.T) {
	for _, name := range []string{"small-co-op", "co-operative"} {
		tree := files(t, answers(name, 3))
		var text strings.Builder
		for _, path := range tree.Paths() {
			fmt.Fprintf(&text, "-- %s --\n", path)
			if !strings.Contains(path, "/ISSUE_TEMPLATE/") && !strings.Contains(path, "/cases/") { // they are copied as they are
				text.Write(tree[path].Data)
			}
		}
		golden.Compare(t, "testdata/"+name+".txt", text.String())
	}
}

func TestParseMembers(t *testing.T) {
	got, err := setup.ParseMembers("@ada=101:@ada:moderator, bob # our treasurer\nnull:secretary:member:secretary  Grace-H:@g.h@other.example\n")
	want := []setup.Member{
		{Login: "ada", ID: 101, Roles: []string{"moderator"}, Mastodon: "@ada"}, {Login: "bob"},
		{Login: "null", Roles: []string{"secretary"}}, {Login: "Grace-H", Mastodon: "@g.h@other.example"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if diff := cmp.Diff([]string{"bob", "null", "Grace-H"}, setup.Unfilled(got)); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"ada, ADA":      `member "ADA": "ada" is named already`,
		"ada=1 bob=1":   `member "bob=1": "ada" is named already`,
		"ada=x":         `"x" is not the number of an account`,
		"ada=0":         `"0" is not the number of an account`,
		"a/b":           `expected a login such as ada`,
		"-ada":          `expected a login such as ada`,
		"ada:@a:@b":     `"@b" is neither a role nor a Mastodon handle`,
		"ada:[member]":  `"[member]" is neither a role nor a Mastodon handle`,
		"dependa[bot]":  `expected a login such as ada`,
		"ada@example.a": `expected a login such as ada`,
	} {
		if _, err := setup.ParseMembers(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

func TestLoginsThatYAMLWouldReadOtherwiseAreQuoted(t *testing.T) {
	a := answers("small-co-op", 0)
	for i, login := range []string{"null", "123", "1e5", "yes", "true", "0x1f"} {
		a.Members = append(a.Members, setup.Member{Login: login, ID: int64(i + 1)})
	}
	c, found := charter.Load(files(t, a))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	for i, seat := range c.Roster.Seats {
		if seat.Login != a.Members[i].Login || seat.Name != seat.Login {
			t.Errorf("%q became %+v", a.Members[i].Login, seat)
		}
	}
}

func TestAnIDThatIsMissingIsAnErrorWhichNamesIt(t *testing.T) {
	a := answers("council", 2)
	a.Members[1].ID = 0
	_, found := charter.Load(files(t, a))
	if len(found) != 1 || found[0].String() != `governance/roster.yaml:11:35: the GitHub id of "person-2" is not filled in` ||
		found[0].Hint != `write the number that "gh api users/person-2 --jq .id" shows` {
		t.Errorf("got %v", found)
	}
}

func TestRolesAreThoseOfTheTemplate(t *testing.T) {
	for name, test := range map[string]struct {
		template string
		members  string
		want     []string
	}{
		"as many as there are":      {"co-operative", "a b c d e f", []string{"a: moderator", "b: moderator", "c: moderator", "d: secretary", "e: technician"}},
		"fewer, who hold several":   {"co-operative", "a b", []string{"a: moderator, technician", "b: moderator, secretary"}},
		"one":                       {"co-operative", "a", []string{"a: moderator, secretary, technician"}},
		"named":                     {"co-operative", "a b:moderator", []string{"b: moderator"}},
		"a template without":        {"small-co-op", "a b", nil},
		"a vacant seat of the past": {"council", "a b c d e f g", []string{"a: council", "b: council", "c: council", "d: council", "e: council"}},
	} {
		a := answers(test.template, 0)
		a.Members, _ = setup.ParseMembers(test.members)
		got, err := setup.Offices(a)
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestParseInstance(t *testing.T) {
	for text, want := range map[string]string{
		"social.example": "https://social.example", " https://Social.example/ ": "https://social.example", "https://a.example:8443": "https://a.example:8443",
		"http://127.0.0.1:3000": "http://127.0.0.1:3000", "http://localhost:3000": "http://localhost:3000", "bücher.example": "https://bücher.example",
		"http://social.example": "", "https://social.example/about": "", "https://ada:pw@social.example": "", "": "", "a b": "", "ftp://a.example": "", "https://a.example?x=1": "",
	} {
		got, err := setup.ParseInstance(text)
		if got != want || (err == nil) == (want == "") {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestRepositoryOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://github.com/lamp/governance.git": "lamp/governance", "git@github.com:lamp/governance.git": "lamp/governance",
		"ssh://git@github.com:22/lamp/governance": "lamp/governance", "https://ada:secret@github.com/lamp/gov.site/": "lamp/gov.site",
		"http://127.0.0.1:40001/lamp/governance.git": "lamp/governance", "/srv/git/lamp.git": "", "../hub.git": "", "https://github.com/lamp": "",
		"https://example.org/group/sub/project.git": "", "": "",
	} {
		if got := setup.RepositoryOf(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}

func TestFilesRefusesWhatIsNotAnAnswer(t *testing.T) {
	for want, change := range map[string]func(*setup.Answers){
		`community "a\nb"`:           func(a *setup.Answers) { a.Community = "a\nb" },
		`community " "`:              func(a *setup.Answers) { a.Community = " " },
		`repository "lamp"`:          func(a *setup.Answers) { a.Repository = "lamp" },
		`branch "ma in"`:             func(a *setup.Answers) { a.Branch = "ma in" },
		`server "http://x.example"`:  func(a *setup.Answers) { a.Instance = "http://x.example" },
		`no template "monarchy"`:     func(a *setup.Answers) { a.Template = "monarchy" },
		"there are no members":       func(a *setup.Answers) { a.Members = nil },
		`commit "v1" is not a full`:  func(a *setup.Answers) { a.Action.Commit = "v1" },
		`names the role "treasurer"`: func(a *setup.Answers) { a.Members[0].Roles = []string{"treasurer"} },
	} {
		a := answers("council", 2)
		change(&a)
		if _, err := setup.Files(a); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// Names are shown as they are, in YAML and in Markdown.
func TestNamesOfCommunitiesStayAsTheyAre(t *testing.T) {
	for _, name := range []string{"A: *B* & #c", "日本の広場", "\"quoted\" 'twice'", "- list", "yes", "`code` <b>"} {
		a := answers("consensus", 3)
		a.Community = name
		c, found := charter.Load(files(t, a))
		if found.Err() != nil || c.Settings.Community != name {
			t.Errorf("%q became %q: %v", name, c.Settings.Community, found)
		}
	}
}
