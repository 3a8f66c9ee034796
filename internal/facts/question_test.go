package facts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

var asked = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// community has two blocks, a.example (noop) and b.example (suspend until 1 June 2027), and the provisions given.
func community(t *testing.T, governs ...string) charter.Charter {
	t.Helper()
	text := "# Law\n"
	for i, lines := range governs {
		text += "\n## " + string(rune('1'+i)) + " Article\n\n```provision\ngoverns:\n" + lines +
			"\nthreshold: [{count: yes, value: 1}]\nperiod: {min: 72h}\n```\n"
	}
	law, mistakes := charter.Load(tree(map[string]string{
		"governance/constitution.md": text, "governance/cases/c.yaml": "",
		"governance/roster.yaml": "seats:\n  - {seat: ada, github: {login: ada, id: 101}, mastodon: \"@ada\", roles: [member]}\n" +
			"  - {seat: bo, github: {login: bo, id: 102}, mastodon: \"@bo\", roles: [member, moderator]}\n",
	}))
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	return law
}

func question(t *testing.T, law charter.Charter, name string, args ...string) facts.Question {
	t.Helper()
	q, err := facts.ParseQuestion(law, name, args, asked)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestAQuestionIsTheChangeThatWouldUseThePower(t *testing.T) {
	charter := community(t, "  - {subjects: [constitution]}")
	june, none := "2027-06-02T00:00:00Z", ""
	for _, c := range []struct {
		ask  string
		want facts.Change
	}{
		{"block_domain domain=New.example. severity=suspend until=2026-12-01 reason=spam", facts.Change{
			ID: "block_domain:new.example", Action: "create", Skill: "block_domain", Target: "new.example",
			After: map[string]any{"severity": "suspend"}, Until: "2026-12-02T00:00:00Z", Reason: "spam",
		}},
		{"block_domain domain=a.example severity=suspend reject_media=true", facts.Change{
			ID: "block_domain:a.example", Action: "update", Skill: "block_domain", Target: "a.example", OldUntil: &none,
			Before: map[string]any{"severity": "noop"}, After: map[string]any{"severity": "suspend", "reject_media": true},
		}},
		{"unblock_domain domain=b.example", facts.Change{
			ID: "unblock_domain:b.example", Action: "remove", Skill: "unblock_domain", Target: "b.example", OldUntil: &june,
			Before: map[string]any{"severity": "suspend"},
		}},
		{"unblock_domain domain=gone.example severity=silence", facts.Change{
			ID: "unblock_domain:gone.example", Action: "remove", Skill: "unblock_domain", Target: "gone.example",
			Before: map[string]any{"severity": "silence"},
		}},
		{"approve_account account=Newcomer", facts.Change{
			ID: "approve_account:@newcomer", Action: "act", Skill: "approve_account", Target: "@newcomer", After: map[string]any{},
		}},
		{"update_profile note=Hello", facts.Change{
			ID: "update_profile:profile", Action: "create", Skill: "update_profile", Target: "profile", After: map[string]any{"note": "Hello"},
		}},
		{"publish_constitution", facts.Change{
			ID: "publish_constitution:constitution", Action: "create", Skill: "publish_constitution", Target: "constitution",
			After: map[string]any{},
		}},
	} {
		t.Run(c.ask, func(t *testing.T) {
			words := strings.Fields(c.ask)
			got := question(t, charter, words[0], words[1:]...)
			c.want.Kind = facts.Entry
			if diff := cmp.Diff(c.want, got.Change); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.Name != words[0] || got.Skill == nil {
				t.Errorf("asked %q, skill %v", got.Name, got.Skill)
			}
		})
	}
}

func TestASubjectIsAskedAboutAsAChangeToIt(t *testing.T) {
	got := question(t, community(t), "mass_change")
	want := facts.Change{ID: "subject:mass_change", Kind: facts.File, Action: "update", Subject: "mass_change"}
	if diff := cmp.Diff(want, got.Change); diff != "" || got.Skill != nil {
		t.Errorf("skill %v (-want +got):\n%s", got.Skill, diff)
	}
}

func TestQuestionsThatCannotBeUnderstoodSayWhatIsKnown(t *testing.T) {
	for _, c := range []struct{ ask, want, hint string }{
		{"blok_domain", `no skill or subject is called "blok_domain"`, `did you mean "block_domain"?`},
		{"rooster", `no skill or subject is called "rooster"`, `did you mean "roster"?`},
		{"love", `no skill or subject is called "love"`, "subjects are constitution, roster"},
		{"block_domain domian=a.example", `block_domain has no parameter "domian"`, `did you mean "domain"?`},
		{"block_domain colour=red", `block_domain has no parameter "colour"`, "known here: domain, obfuscate,"},
		{"approve_account until=2027-01-01", `approve_account has no parameter "until"`, "known here: account, reason"},
		{"block_domain suspend", `"suspend" is no parameter`, "write it as severity=suspend"},
		{"block_domain =suspend", `"=suspend" is no parameter`, ""},
		{"block_domain severity=noop severity=noop", `parameter "severity" is given twice`, ""},
		{"block_domain domain=social.example", "is the community's own server", ""},
		{"block_domain domain=com severity=x", `bare top-level domain; severity: expected one of`, "name the servers one by one"},
		{"roster seat=ada", "roster is a subject and has no parameters", ""},
	} {
		words := strings.Fields(c.ask)
		_, err := facts.ParseQuestion(community(t), words[0], words[1:], asked)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(diag.HintOf(err), c.hint) {
			t.Errorf("%s: %v (hint %q), want %s (hint %q)", c.ask, err, diag.HintOf(err), c.want, c.hint)
		}
	}
}

func TestOnlyWhatProvisionsAskAboutIsLeftOpen(t *testing.T) {
	lengths := "  - {skills: [block_domain], where: {severity: suspend, until_within: 30d}}\n" +
		"  - {skills: [block_domain], where: {until_within: 7d, reject_media: true}}"
	for _, c := range []struct {
		name, ask string
		governs   []string
		want      [][]string
	}{
		{"nothing is asked about", "block_domain", []string{"  - {skills: [block_domain]}"}, nil},
		{"all that is asked about was said", "block_domain severity=suspend", []string{lengths}, nil},
		{"an entry in force says it", "unblock_domain domain=b.example", []string{"  - {skills: [unblock_domain], where: {severity: suspend}}"}, nil},
		{"a word, a flag and the lengths of a measure", "block_domain", []string{lengths}, [][]string{
			{"severity noop", "severity silence", "severity suspend"}, {"reject_media off", "reject_media on"},
			{"for 7 days at most", "for 30 days at most", "for longer"},
		}},
		{"the end was said", "block_domain until=2027-01-01", []string{lengths}, [][]string{
			{"severity noop", "severity silence", "severity suspend"}, {"reject_media off", "reject_media on"},
		}},
		{"what a removal takes away", "unblock_domain", []string{"  - {skills: [unblock_domain], where: {severity: suspend}}"}, [][]string{
			{"severity noop", "severity silence", "severity suspend"},
		}},
		{"whose account", "suspend_account", []string{"  - {skills: [suspend_account], where: {scope: local}}"}, [][]string{
			{"a person of this server", "a person of another server"},
		}},
		{"who they are", "suspend_account", []string{"  - {skills: [suspend_account], where: {subject: staff}}"}, [][]string{
			{"a person of this server", "a person of another server", "a person on the roster", "a person who holds an office"},
		}},
		{"a named target", "block_domain", []string{"  - {skills: [block_domain], where: {domain: [x.example, y.example]}}"}, [][]string{
			{"domain x.example or y.example", "another domain"},
		}},
		{"what other skills ask about is no matter", "block_ip", []string{lengths}, nil},
		{"a subject has no open points", "constitution", []string{lengths}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			charter := community(t, c.governs...)
			words := strings.Fields(c.ask)
			points, variants := question(t, charter, words[0], words[1:]...).Open(charter, asked)
			if diff := cmp.Diff(c.want, points); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			size := 1
			for _, p := range points {
				size *= len(p)
			}
			if len(variants) != size {
				t.Errorf("%d variants of %d", len(variants), size)
			}
			ids := map[string]bool{}
			for _, v := range variants {
				ids[v.Change.ID] = true
			}
			if len(ids) != size {
				t.Errorf("%d variants have %d ids", size, len(ids))
			}
		})
	}
}

func TestVariantsHoldWhatTheirWordsSay(t *testing.T) {
	charter := community(t, "  - {skills: [block_domain], where: {severity: suspend, until_within: 1mo}}")
	q := question(t, charter, "block_domain")
	_, variants := q.Open(charter, asked)
	for _, v := range variants {
		if severity := strings.TrimPrefix(v.Choices[0], "severity "); v.Change.After["severity"] != severity {
			t.Errorf("%v has the severity %v", v.Choices, v.Change.After["severity"])
		}
		if ends := v.Change.Until != ""; ends != (v.Choices[1] == "for 1 month at most") {
			t.Errorf("%v ends at %q", v.Choices, v.Change.Until)
		}
	}
	if len(q.Change.After) != 0 || !slices.IsSortedFunc(variants, func(a, b facts.Variant) int { return slices.Compare(a.Choices[:1], b.Choices[:1]) }) {
		t.Errorf("the question changed to %v, or its variants are out of order", q.Change.After)
	}
}
