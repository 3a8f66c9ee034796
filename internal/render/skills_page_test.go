package render

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

//go:generate go test . -run TestThePageOfSkillsIsFresh -update

const (
	skillsPage    = "../../docs/reference/skills.md"
	scriptsFolder = "../../cmd/bylaw/testdata/script"
)

const skillsIntro = `# What bylaw can do to a server

Each skill is something that a proposal can ask for and an article can govern. ` + "`bylaw skills`" + ` prints the list, and
` + "`bylaw skills --json`" + ` prints all that stands here. The page is generated from the same catalogue.

- **State** follows from an entry of a file in ` + "`governance/instance/`" + `; an **act** happens exactly once and is a file in
  ` + "`governance/actions/`" + `; what is **by hand** is a task for a person, which bylaw checks.
- **Needs** are the scopes of the token and the permission of the bot's role, and the first version of Mastodon that has it.
  Every run also looks at the bot's own account and posts: ` + "`read:accounts`, `read:statuses`" + `. A person of another server whom
  the community's has never seen is looked for with ` + "`read:search`" + `.
- **Proof** is the script that runs the skill, and its inverse where there is one, on the embedded server.
`

// SkillsPage writes the reference page of all skills in Markdown, a table for each category. Proof gives the name of the
// script that shows a skill at work.
func SkillsPage(all, extensions []skill.Skill, cannot []skill.Impossible, proof func(skill.Name) string) string {
	var out strings.Builder
	built := 0
	for _, s := range all {
		if s.Built {
			built++
		}
	}
	fmt.Fprintf(&out, "%s\n%d of %d skills of the specification work.\n", skillsIntro, built, len(all))
	for n, s := range all {
		if n == 0 || s.Category != all[n-1].Category {
			out.WriteString(skillsHead(label(string(s.Category))))
		}
		out.WriteString(skillRow(s, proof(s.Name)))
	}
	out.WriteString(skillsHead("extensions, which the specification does not have"))
	for _, s := range extensions {
		out.WriteString(skillRow(s, proof(s.Name)))
	}
	out.WriteString("\n## What the Mastodon API cannot do\n\n" + header([]string{"What", "Page", "Command"}))
	for _, c := range cannot {
		out.WriteString(row([]string{markdown(c.What), code(c.Page), code(c.Command)}))
	}
	return out.String()
}

func skillsHead(title string) string {
	head := []string{"Skill", "What it does", "Kind", "Endpoint", "Needs", "Can be undone", "Limits", "Proof"}
	return "\n## " + strings.ToUpper(title[:1]) + title[1:] + "\n\n" + header(head)
}

func skillRow(s skill.Skill, proof string) string {
	var limits []string
	for _, limit := range s.Limits {
		limits = append(limits, markdown(limit))
	}
	return row([]string{
		code(string(s.Name)), markdown(s.Summary), kindOf(s), endpointsOf(s), needsOf(s), undoneBy(s), strings.Join(limits, "<br>"), code(proof),
	})
}

func kindOf(s skill.Skill) string {
	if s.Kind == skill.Manual {
		return "by hand"
	}
	return string(s.Kind)
}

// endpointsOf gives the calls, or the page on which a person does it.
func endpointsOf(s skill.Skill) string {
	if s.Endpoint == "" {
		return "the page " + code(s.Page)
	}
	var calls []string
	for call := range strings.SplitSeq(s.Endpoint, ", ") {
		calls = append(calls, code(call))
	}
	return strings.Join(calls, "<br>")
}

func needsOf(s skill.Skill) string {
	var needs []string
	for _, need := range append(strings.FieldsFunc(s.Scope, func(r rune) bool { return r == ' ' || r == ',' }), s.Permission) {
		if need != "" {
			needs = append(needs, code(need))
		}
	}
	if s.Since != "" {
		needs = append(needs, "since "+s.Since)
	}
	return strings.Join(needs, "<br>")
}

func undoneBy(s skill.Skill) string {
	switch {
	case !s.Reversible:
		return "no"
	case s.Inverse == "":
		return "by hand"
	case s.Until != "":
		return "by " + code(string(s.Inverse)) + " within " + markdown(s.Until)
	default:
		return "by " + code(string(s.Inverse))
	}
}

// proof gives the script of a skill, or the one that it shares with its inverse; "" where there is none.
func proof(name skill.Name) string {
	s, _ := skill.Find(name)
	for _, candidate := range []skill.Name{name, s.Inverse} {
		file := "skill-" + strings.ReplaceAll(string(candidate), "_", "-") + ".txtar"
		if _, err := os.Stat(filepath.Join(scriptsFolder, file)); err == nil {
			return file
		}
	}
	return ""
}

// TestThePageOfSkillsIsFresh compares docs/reference/skills.md with the catalogue and the scripts that there are.
func TestThePageOfSkillsIsFresh(t *testing.T) {
	want := SkillsPage(skill.Catalogue(), skill.Extensions(), skill.Cannot(), proof)
	golden.Compare(t, skillsPage, want)
}

func TestEverySkillHasAScriptThatNamesItAndEndsWithAnEmptyPlan(t *testing.T) {
	empty := regexp.MustCompile(`plan .*--detailed-exitcode|stdout '\^?no changes`)
	for _, s := range skill.All() {
		file := proof(s.Name)
		if file == "" {
			t.Errorf("no script runs %s", s.Name)
			continue
		}
		text, err := os.ReadFile(filepath.Join(scriptsFolder, file))
		if err != nil {
			t.Fatal(err)
		}
		script := string(text)
		if !regexp.MustCompile(`\b` + string(s.Name) + `\b`).MatchString(script) {
			t.Errorf("%s does not name %s", file, s.Name)
		}
		if !empty.MatchString(script) {
			t.Errorf("%s does not look for an empty plan", file)
		}
	}
}
