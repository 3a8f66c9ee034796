package setup

import (
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// pinned is a use of the action, or of a copy of it under the same name, with the comment that says which version it is.
var pinned = regexp.MustCompile(`\b([A-Za-z0-9_.-]+/bylaw)@([0-9a-f]{40,64})\b(?:[ \t]*#[ \t]*(v?[0-9][0-9A-Za-z.+-]*))?`)

// The lines of a workflow whose values are the community's own.
var ownLines = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^ *- cron: .*$`),
	regexp.MustCompile(`(?m)^ *runs-on: .*$`),
	regexp.MustCompile(`(?m)^ *environment: .*$`),
	regexp.MustCompile(`(?m)^ *timeout-minutes: .*$`),
}

// environment is the variables of a job, which stand before its steps.
var environment = regexp.MustCompile(`(?m)^    env:\n((?:      .*\n)+)    steps:\n`)

// Renew gives the workflows of a repository as this version of bylaw writes them, by path, where they differ from those that the
// repository has. The branch, the times, the runners and the variables that the community has chosen stay, and so does the
// repository of the action. Without a commit the pins stay too. In other workflows only the commit of the action is renewed. A
// workflow that the community has removed does not come back.
func Renew(have facts.Tree, branch, repository string, action template.Pin) (facts.Tree, error) {
	action = merged(have, action)
	written, err := template.Workflows(branch, action, repository)
	if err != nil {
		return nil, err
	}
	changed := facts.Tree{}
	for _, path := range have.Paths() {
		name, ok := strings.CutPrefix(path, workflowFolder)
		if !ok {
			continue
		}
		old := string(have[path].Data)
		text := repinned(old, action)
		if renewed, ours := written[name]; ours {
			text = withOwn(string(renewed), old)
		}
		if text != old {
			put(changed, path, text)
		}
	}
	return changed, nil
}

// RenewForms gives the issue forms of this version, by path, in place of those that the repository has as an earlier version wrote
// them. A form that the community has edited stays: its path is in edited where this version's differs. One that it has removed does
// not come back.
func RenewForms(have facts.Tree) (changed facts.Tree, edited []string, err error) {
	forms, err := template.Forms()
	if err != nil {
		return nil, nil, err
	}
	changed = facts.Tree{}
	for _, path := range have.Paths() {
		name, ok := strings.CutPrefix(path, formFolder)
		if !ok {
			continue
		}
		old := string(have[path].Data)
		if known := template.FormOf(have[path].Data); known != "" {
			if text := string(forms[known]); text != strings.ReplaceAll(old, "\r\n", "\n") {
				put(changed, path, text)
			}
		} else if _, ours := forms[name]; ours {
			edited = append(edited, path)
		}
	}
	return changed, edited, nil
}

// merged is the action to use: its repository is that of the pins that are there, and so is its commit where no other is known.
func merged(have facts.Tree, action template.Pin) template.Pin {
	for _, path := range have.Paths() {
		if !strings.HasPrefix(path, workflowFolder) {
			continue
		}
		if found := pinned.FindStringSubmatch(string(have[path].Data)); found != nil {
			action.Repository = found[1]
			if blank := strings.Trim(found[2], "0") == ""; action.Commit == "" && !blank {
				action.Commit, action.Version = found[2], found[3]
			}
			return action
		}
	}
	return action
}

func repinned(text string, action template.Pin) string {
	if action.Commit == "" {
		return text
	}
	return pinned.ReplaceAllStringFunc(text, func(use string) string {
		if !strings.HasPrefix(use, action.Repository+"@") || strings.HasPrefix(use, action.Repository+"@"+action.Commit) {
			return use
		}
		return action.Uses()
	})
}

// withOwn puts the community's own lines of an old workflow into a new one.
func withOwn(text, old string) string {
	for _, line := range ownLines {
		own := line.FindAllString(old, -1)
		if len(own) != len(line.FindAllString(text, -1)) {
			continue
		}
		text = line.ReplaceAllStringFunc(text, func(string) string {
			first := own[0]
			own = own[1:]
			return first
		})
	}
	before, after := environment.FindStringSubmatch(old), environment.FindStringSubmatch(text)
	if before == nil || after == nil {
		return text
	}
	return strings.Replace(text, after[1], variables(after[1], before[1]), 1)
}

// variables are those of the new workflow, with the values of the old one, and then those that only the old one has.
func variables(text, old string) string {
	var extra strings.Builder
	for line := range strings.Lines(old) {
		key, _, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(strings.TrimSpace(key), "#") {
			continue
		}
		same := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(key) + `:.*\n`)
		if same.MatchString(text) {
			text = same.ReplaceAllLiteralString(text, line)
		} else {
			extra.WriteString(line)
		}
	}
	return text + extra.String()
}
