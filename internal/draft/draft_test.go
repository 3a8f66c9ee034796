package draft_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/golden"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const (
	federation = "governance/instance/federation.yaml"
)

// sample is the sample charter with some files replaced.
func sample(t *testing.T, replaced map[string]string) draft.Base {
	t.Helper()
	tree := facts.Tree{}
	for path, file := range golden.Sample(t, nil) {
		tree[path] = facts.Blob{Mode: facts.Regular, Data: file.Data, Hash: string(file.Data)}
	}
	for path, text := range replaced {
		tree[path] = facts.Blob{Mode: facts.Regular, Data: []byte(text), Hash: text}
	}
	return base(t, tree)
}

func base(t *testing.T, tree facts.Tree) draft.Base {
	t.Helper()
	law, diags := charter.Load(tree)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return draft.Base{Tree: tree, Charter: law}
}

// use drafts the use of a skill: its name and its arguments, as they are written on a command line.
func use(t *testing.T, b draft.Base, words ...string) (draft.Draft, error) {
	t.Helper()
	q, err := facts.ParseQuestion(b.Charter, words[0], words[1:], noon)
	if err != nil {
		t.Fatal(err)
	}
	return draft.Use(b, q, "2026-11-21")
}

// difference gives the lines that a draft takes out of a file and those that it puts in.
func difference(before, after []byte) string {
	var lines []string
	old, present := slices.Collect(strings.Lines(string(before))), slices.Collect(strings.Lines(string(after)))
	for len(old) > 0 && len(present) > 0 && old[0] == present[0] {
		old, present = old[1:], present[1:]
	}
	for len(old) > 0 && len(present) > 0 && old[len(old)-1] == present[len(present)-1] {
		old, present = old[:len(old)-1], present[:len(present)-1]
	}
	for _, line := range present {
		lines = append(lines, "+"+line)
	}
	for _, line := range old {
		lines = append(lines, "-"+line)
	}
	return strings.Join(lines, "")
}

func TestASkillIsDraftedInPlace(t *testing.T) {
	b := sample(t, nil)
	for name, test := range map[string]struct {
		words     []string
		title     string
		key       string
		path, did string
	}{
		"an entry comes": {
			[]string{"block_domain", "domain=Spam.Example", "severity=suspend", "reason=reports 7 and 9", "until=2027-01-31"},
			"Limit or suspend a server: spam.example", "block-domain-spam.example", federation,
			"+  - {domain: spam.example, severity: suspend, reason: reports 7 and 9, until: \"2027-01-31\"}\n",
		},
		"an entry changes, and keeps the rest": {
			[]string{"block_domain", "domain=pile-on.example", "severity=silence"},
			"Limit or suspend a server: pile-on.example", "block-domain-pile-on.example", federation,
			"+  - {domain: pile-on.example, severity: silence, reject_media: true, reject_reports: true, public_comment: Targeted harassment, reason: reports 31 to 36}\n" +
				"-  - {domain: pile-on.example, severity: suspend, public_comment: Targeted harassment, reject_media: true, reject_reports: true, reason: \"reports 31 to 36\"}\n",
		},
		"an entry goes": {
			[]string{"unblock_domain", "domain=sponsored-sea.example"},
			"Unblock a server: sponsored-sea.example", "unblock-domain-sponsored-sea.example", federation,
			"-  - {domain: sponsored-sea.example, severity: silence, public_comment: Advertising accounts, reason: \"report 22\"}\n",
		},
		"a one-off action": {
			[]string{"resolve_report", "report=12", "reason=answered"},
			"Resolve a report: 12", "resolve-report-12", "governance/actions/2026-11-21-resolve-report-12.yaml",
			"+skill: resolve_report\n+params:\n+    report: \"12\"\n+reason: answered\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := use(t, b, test.words...)
			if err != nil {
				t.Fatal(err)
			}
			if d.Title != test.title || d.Key != test.key || len(d.Files) != 1 {
				t.Errorf("title %q, key %q, files %q", d.Title, d.Key, d.Paths())
			}
			if diff := cmp.Diff(test.did, difference(b.Tree[test.path].Data, d.Files[test.path])); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, diags := charter.Load(d.Over(b.Tree)); diags.Err() != nil {
				t.Errorf("what was drafted does not load: %v", diags.Err())
			}
		})
	}
}

func TestAnAccountGetsAndLosesWordsOfItsState(t *testing.T) {
	const path = "governance/instance/accounts.yaml"
	b := sample(t, map[string]string{path: "accounts:\n  - {account: \"@loud@bad.example\", state: [sensitive], reason: r}\n  - {account: \"@sock@bad.example\", state: [silenced]}\n"})
	for name, test := range map[string]struct {
		words []string
		did   string
	}{
		"a word comes": {[]string{"silence_account", "account=@loud@bad.example", "message=please stop"},
			"+  - {account: '@loud@bad.example', state: [sensitive, silenced], message: please stop, reason: r}\n-  - {account: \"@loud@bad.example\", state: [sensitive], reason: r}\n"},
		"the last word goes": {[]string{"unsilence_account", "account=@sock@bad.example"}, "-  - {account: \"@sock@bad.example\", state: [silenced]}\n"},
		"an account comes": {[]string{"suspend_account", "account=@troll@bad.example", "reason=article 3.4"},
			"+  - {account: '@troll@bad.example', state: [suspended], reason: article 3.4}\n"},
	} {
		d, err := use(t, b, test.words...)
		if diff := cmp.Diff(test.did, difference(b.Tree[path].Data, d.Files[path])); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	if _, err := use(t, b, "unsuspend_account", "account=@sock@bad.example"); err == nil || !strings.Contains(err.Error(), "nothing to propose") {
		t.Errorf("%v", err)
	}
}

func TestAFileBeginsWithItsFirstEntry(t *testing.T) {
	b := sample(t, nil)
	delete(b.Tree, federation)
	d, err := use(t, base(t, b.Tree), "block_domain", "domain=a.example", "severity=noop")
	if want := "domain_blocks:\n  - {domain: a.example, severity: noop}\n"; err != nil || string(d.Files[federation]) != want {
		t.Errorf("%v, %q", err, d.Files[federation])
	}
}

func TestWhatCannotBeDraftedSaysWhy(t *testing.T) {
	b := sample(t, nil)
	for name, test := range map[string]struct {
		words      []string
		want, hint string
	}{
		"a subject":                    {[]string{"constitution"}, "is a subject, and no skill", "propose amend"},
		"no target":                    {[]string{"block_domain", "severity=suspend"}, "block_domain needs domain", "add domain=..."},
		"no severity":                  {[]string{"block_domain", "domain=a.example"}, "block_domain needs severity", "add severity=..."},
		"nothing to lift":              {[]string{"unblock_domain", "domain=a.example"}, `holds no domain block "a.example": nothing to propose`, ""},
		"the same":                     {[]string{"block_domain", "domain=loud-echo.example", "severity=silence"}, "says so of loud-echo.example: nothing to propose", ""},
		"a list of many rules":         {[]string{"update_instance_rules", "rules=Be kind"}, "cannot be proposed from a command line", "edit the file"},
		"an action without its target": {[]string{"resolve_report"}, "resolve_report needs report", "add report=..."},
	} {
		_, err := use(t, b, test.words...)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(diag.HintOf(err), test.hint) {
			t.Errorf("%s: %v (%s)", name, err, diag.HintOf(err))
		}
	}
}

func TestSeatsComeGoAndChange(t *testing.T) {
	b := sample(t, nil)
	roster := b.Tree[charter.RosterFile].Data
	for name, test := range map[string]struct {
		draft func() (draft.Draft, error)
		did   string
	}{
		"a seat comes": {func() (draft.Draft, error) {
			return draft.AddMember(b, draft.Seat{Name: "kofi", Login: "kofi-a", ID: 777, Mastodon: "@kofi@social.example", Roles: []string{"member"}, Since: "2026-11-21"})
		}, "+  - seat: kofi\n+    github: {login: kofi-a, id: 777}\n+    mastodon: \"@kofi@social.example\"\n+    roles: [member]\n+    since: 2026-11-21\n"},
		"a seat goes": {func() (draft.Draft, error) { return draft.RemoveMember(b, "dana") },
			"-  - seat: dana\n-    github: {login: dana, id: 104}\n-    mastodon: \"@dana@social.example\"\n-    roles: [member, secretary]\n-    since: 2026-01-15\n"},
		"a seat gets a role": {func() (draft.Draft, error) {
			return draft.SetRoles(b, "dana", []string{"member", "secretary", "moderator"})
		},
			"+    roles: [member, secretary, moderator]\n-    roles: [member, secretary]\n"},
	} {
		d, err := test.draft()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.did, difference(roster, d.Files[charter.RosterFile])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if _, diags := charter.Load(d.Over(b.Tree)); diags.Err() != nil {
			t.Errorf("%s: %v", name, diags.Err())
		}
	}
	same := func(err error) bool { _, ok := errors.AsType[*draft.ErrSame](err); return ok }
	if _, err := draft.AddMember(b, draft.Seat{Name: "dana", Login: "x", ID: 1}); !same(err) {
		t.Errorf("a seat twice: %v", err)
	}
	if _, err := draft.AddMember(b, draft.Seat{Name: "kofi", Mastodon: "@kofi@social.example", MastodonID: "14"}); err == nil || !strings.Contains(diag.HintOf(err), "ballots.channels") {
		t.Errorf("a seat that could not vote: %v", err)
	}
	if _, err := draft.AddMember(b, draft.Seat{Name: "other", Login: "dana", ID: 104}); !same(err) {
		t.Errorf("an account twice: %v", err)
	}
	if _, err := draft.SetRoles(b, "dana", []string{"secretary", "member"}); !same(err) {
		t.Errorf("the same roles: %v", err)
	}
	if _, err := draft.RemoveMember(b, "dnaa"); err == nil || !strings.Contains(diag.HintOf(err), "dana") {
		t.Errorf("a seat that is misspelt: %v (%s)", err, diag.HintOf(err))
	}
}

func TestAnAmendmentIsNamedAfterItsArticles(t *testing.T) {
	b := sample(t, nil)
	text := string(b.Tree[charter.ConstitutionFile].Data)
	d, err := draft.Amend(b, []byte(strings.Replace(text, "gives them a week", "gives them ten days", 1)))
	if err != nil || d.Title != "Amend article 4.2 (Sever after notice)" || d.Key != "amend-4.2" {
		t.Errorf("%q %q %v", d.Title, d.Key, err)
	}
	if _, err := draft.Amend(b, []byte(text)); err == nil {
		t.Error("the same text was drafted")
	}
	if _, err := draft.Amend(b, []byte(strings.Replace(text, "threshold:", "treshold:", 1))); err == nil {
		t.Error("a provision with a mistake was drafted")
	}
}
