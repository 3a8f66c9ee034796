package form_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/form"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// filled writes a form as GitHub does.
func filled(pairs ...string) string {
	var out strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		out.WriteString("### " + pairs[i] + "\n\n" + pairs[i+1] + "\n\n")
	}
	return out.String()
}

func block(domain, severity, why string) string {
	return filled("Server", domain, "How far", severity, "Public comment", "_No response_", "Until", "_No response_", "Why", why)
}

const silence = "silence (limited: hidden from public timelines)"

func TestAFilledFormIsRead(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		name string
		args []string
	}{
		"a block": {
			block(" Spam.Example ", silence, "reports 12\nand 14"), "block_domain",
			[]string{"domain=Spam.Example", "severity=silence", "reason=reports 12 and 14"},
		},
		"lift, with the line ends of a browser": {
			strings.ReplaceAll(filled("Server whose measure is lifted", "a.example", "Why", "new admins"), "\n", "\r\n"), "unblock_domain",
			[]string{"domain=a.example", "reason=new admins"},
		},
		"moderate": {
			filled("Account", "@troll@bad.example", "Measure", "suspend_account (suspend it; data are deleted after 30 days)",
				"Message to the person", "you were warned", "Until", "2027-01-31", "Why", "article 3.4"),
			"suspend_account", []string{"account=@troll@bad.example", "message=you were warned", "until=2027-01-31", "reason=article 3.4"},
		},
		"a sign-up": {
			filled("Pending account", "@newcomer", "Answer", "approve_account (approve the sign-up)", "Why", "a friend"), "approve_account",
			[]string{"account=@newcomer", "reason=a friend"},
		},
		"a one-off action": {
			filled("Action", "resolve_report (resolve a report)", "Details", " report = 12 \n\n", "Why", "done"), "resolve_report",
			[]string{"report=12", "reason=done"},
		},
	} {
		a, err := form.Parse(test.body)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, args, err := a.Arguments()
		if diff := cmp.Diff(test.args, args); diff != "" || err != nil || got != test.name {
			t.Errorf("%s: %s %v\n%s", name, got, err, diff)
		}
	}
}

func TestAllFaultsOfAFormAreReported(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"nothing answered": {block("_No response_", "_No response_", ""), "Server: please answer this; How far: please answer this; Why: please answer this"},
		"two lines":        {block("a.example\nb.example", silence, "x"), "Server: please answer in one line"},
		"another option":   {block("a.example", "suspend everybody", "x"), "How far: please choose one of the answers of the form"},
		"too long":         {block("a.example", silence, strings.Repeat("x", 70<<10)), "Why: longer than"},
	} {
		_, err := form.Parse(test.body)
		if faults, ok := errors.AsType[form.Faults](err); !ok || !strings.Contains(faults.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoFormIsNone(t *testing.T) {
	whole := block("a.example", silence, "x")
	for name, body := range map[string]string{
		"a text":                     "Please suspend a.example!",
		"nothing":                    "",
		"a heading twice":            whole + "### Server\n\nb.example\n",
		"a heading within an answer": block("a.example", silence, "x\n### How far\nsuspend"),
		"another order":              filled("How far", silence, "Server", "a.example", "Public comment", "", "Until", "", "Why", "x"),
		"something above":            "/yes\n" + whole,
		"a heading too few":          filled("Server", "a.example", "Why", "x"),
	} {
		if a, err := form.Parse(body); !errors.Is(err, form.ErrNone) {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

func TestDetailsAreOneALine(t *testing.T) {
	for _, details := range []string{"12", "reason=other", "report"} {
		a, err := form.Parse(filled("Action", "resolve_report (resolve a report)", "Details", details, "Why", "x"))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.Arguments(); err == nil || !strings.Contains(err.Error(), "is not written as name=value") {
			t.Errorf("%q: %v", details, err)
		}
	}
}

func TestEveryOptionThatNamesASkillIsOne(t *testing.T) {
	forms, err := form.All()
	if err != nil || len(forms) != 7 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	labels := map[string]string{}
	for _, f := range forms {
		var own []string
		for _, field := range f.Fields {
			own = append(own, field.Label)
			if field.ID != "skill" {
				continue
			}
			for _, option := range field.Options {
				word, _, _ := strings.Cut(option, " (")
				if _, ok := skill.Find(skill.Name(word)); !ok {
					t.Errorf("%s: no skill is called %q", f.Name, word)
				}
			}
		}
		key := strings.Join(own, "|")
		if other, twice := labels[key]; twice {
			t.Errorf("%s and %s have the same headings", f.Name, other)
		}
		labels[key] = f.Name
	}
}

func FuzzParse(f *testing.F) {
	f.Add(block("a.example", silence, "x"))
	f.Add(filled("Action", "resolve_report (resolve a report)", "Details", "a=b", "Why", "x"))
	f.Add("### Server\n\n### Server\n")
	f.Fuzz(func(t *testing.T, body string) {
		a, err := form.Parse(body)
		if err != nil {
			return
		}
		for id, value := range a.Values {
			if strings.TrimSpace(value) != value || !strings.Contains(strings.ReplaceAll(body, "\r\n", "\n"), value) {
				t.Errorf("%s is %q", id, value)
			}
		}
	})
}
