package cli

import (
	"fmt"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/setup"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// initialized is the JSON form of what init did.
type initialized struct {
	Files    initFiles     `json:"files"`
	Unfilled []string      `json:"unfilled"` // logins of the members whose ids are still to be filled in
	Commit   string        `json:"commit"`   // "" where none was made
	DryRun   bool          `json:"dry_run"`
	Next     []nextCommand `json:"next"`
	answers  setup.Answers
}

// nextCommand is a command to type, and what it is for.
type nextCommand struct {
	Command string `json:"command"`
	Why     string `json:"why"`
}

func (a *app) showTemplates() error {
	if a.json {
		list := []map[string]string{}
		for _, c := range template.Charters() {
			list = append(list, map[string]string{"name": c.Name, "summary": c.Summary})
		}
		return writeJSON(a.Stdout, map[string]any{"templates": list})
	}
	for _, c := range template.Charters() {
		fmt.Fprint(a.Stdout, fill(c.Summary, a.helpWidth(), fmt.Sprintf("%-13s ", c.Name), strings.Repeat(" ", 14)))
	}
	return nil
}

func (a *app) showInit(done initialized, p folder) error {
	done.Next = nextSteps(done, p)
	if a.json {
		return writeJSON(a.Stdout, done)
	}
	head := "Wrote the governance repository of %s:"
	if done.DryRun {
		head = "Dry run: nothing was written. The governance repository of %s would be:"
	}
	fmt.Fprint(a.Stdout, fill(fmt.Sprintf(head, render.Outside(done.answers.Community)), a.helpWidth(), "", ""), "\n")
	a.showFiles(done.Files)
	if done.Commit != "" {
		fmt.Fprintf(a.Stdout, "\nCommitted as %.12s on %s.\n", done.Commit, render.Outside(done.answers.Branch))
	}
	if err := a.showOpen(done); err != nil {
		return err
	}
	fmt.Fprintln(a.Stdout, "\nNext:")
	for _, step := range done.Next {
		fmt.Fprint(a.Stdout, "  ", step.Command, "\n", fill(step.Why, a.helpWidth(), "      ", "      "))
	}
	return nil
}

// showFiles lists the files; folders of which people read no single file are one line.
func (a *app) showFiles(files initFiles) {
	for i := 0; i < len(files); {
		folder, n := path.Dir(files[i].Path), 1
		if grouped := strings.HasPrefix(folder, ".github/") || strings.HasSuffix(folder, "/cases"); grouped {
			for i+n < len(files) && path.Dir(files[i+n].Path) == folder && files[i+n].State == files[i].State {
				n++
			}
		}
		name, count := files[i].Path, ""
		if n > 1 {
			name, count = folder+"/", fmt.Sprintf(" (%d files)", n)
		}
		state := ""
		if files[i].State != fileNew {
			state = " - " + files[i].State
		}
		fmt.Fprintf(a.Stdout, "  %s%s%s\n", name, count, state)
		i += n
	}
}

// showOpen says what is left to people: offices that were given by the order of the members, and what is not filled in.
func (a *app) showOpen(done initialized) error {
	offices, err := setup.Offices(done.answers)
	if err != nil {
		return err
	}
	if len(offices) > 0 {
		fmt.Fprint(a.Stdout, "\n", fill("Offices, in the order of the members; change them in governance/roster.yaml:", a.helpWidth(), "", ""))
		for _, line := range offices {
			fmt.Fprintf(a.Stdout, "  %s\n", render.Outside(line))
		}
	}
	var open []string
	if len(done.Unfilled) > 0 {
		open = append(open, "the GitHub id of "+strings.Join(done.Unfilled, ", ")+", in governance/roster.yaml")
	}
	if !setup.AnyHandle(done.answers.Members) {
		open = append(open, "who has which account on the server, in governance/roster.yaml, so that no one votes on a measure against themselves")
	}
	if done.answers.Action.Commit == "" {
		open = append(open, "the commit of the action, in .github/workflows: this program does not know which one it was built of")
	}
	if len(open) > 0 {
		fmt.Fprint(a.Stdout, "\nStill to be filled in (bylaw lint names each place):\n")
		for _, line := range open {
			fmt.Fprint(a.Stdout, fill(line, a.helpWidth(), "  - ", "    "))
		}
	}
	return nil
}

// nextSteps are what a person types next.
func nextSteps(done initialized, p folder) []nextCommand {
	a := done.answers
	var steps []nextCommand
	if a.Action.Commit == "" {
		steps = append(steps, nextCommand{"bylaw init --update --action-commit " + findPin(), "says which commit of the action the workflows run"})
	}
	steps = append(steps, nextCommand{"bylaw lint", "reports what is missing or wrong; read governance/constitution.md aloud together"})
	if done.Commit == "" {
		command := "git add . && git commit -m 'Begin the governance repository'"
		if p.repo == nil {
			command = "git init -b " + a.Branch + " && " + command
		}
		steps = append(steps, nextCommand{command, "commits the files"})
	}
	if p.repo != nil && p.repo.OriginAddress() != "" {
		steps = append(steps, nextCommand{"git push -u origin " + a.Branch, "brings them to GitHub"})
	} else {
		steps = append(steps, nextCommand{"gh repo create " + a.Repository + " --public --source . --push", "brings them to GitHub"})
	}
	return append(steps,
		nextCommand{"bylaw login --for apply --gh", "gives the bot a token on " + a.Instance},
		nextCommand{"bylaw doctor", "looks at both servers, and says what is to be set and where"},
		nextCommand{"bylaw bootstrap", "puts the constitution in force: from then on only votes change it"},
	)
}
