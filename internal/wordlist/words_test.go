// Package wordlist_test keeps the vocabulary of docs/reference/glossary.md: one word for one thing, in code, messages, policies,
// tests and pages alike.
package wordlist_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// word is an expression that is not used in this repository.
type word struct {
	pattern string // matched as whole words, whatever the case
	why     string
	instead string
}

// words are the expressions that readers of this repository have stumbled over.
func words() []word {
	const role = "the role (member, moderator, operator, person with push access), or the passive"
	return []word{
		{`nobody`, "it hides who is meant", role + `; "no one" only where that is the point`},
		{`somebody`, "it hides who is meant", role},
		{`whoever`, "it hides who is meant", role},
		{`tells|told`, "programs report, and pages state", "reports, shows, says, states, notifies, records; to distinguish"},
		{`anew`, "it is dated", "again, or re-"},
		{`lacking|lacks`, "it is dated", "missing, without"},
		{`besides?`, "it is dated", "next to, in addition to, apart from"},
		{`shall`, "it is the language of contracts", "must, is to"},
		{`rehears\w*`, "a try-out has a name", "sandbox, dry run"},
		{`unlawful\w*|lawfully`, "decisions authorize", "not authorized, unauthorized, authorized"},
		{`annex`, "it has a name", "pseudonym map"},
		{`heals?|healed`, "people remediate", "remediated, remediates"},
		{`adrift`, "it is a metaphor", "read-only"},
		{`to sever|severs|severed|severing`, "Mastodon suspends servers", "suspend, suspended, suspending"},
		{`the record|on record`, "it has a name", "the ledger; recorded"},
		{`at a keyboard`, "it is roundabout", "interactively"},
		{`imagined`, "votes are simulated", "simulated"},
		{`wakes|woken`, "events trigger workflows", "triggers, triggered"},
		{`hangs? up|hung up|hangs|hung`, "a thread is pinned", "is published, is pinned"},
		{`is presumed`, "it is the language of courts", "counts as yes"},
		{`cast on other content`, "votes become stale", "cast on a different revision"},
		{`at first adoption`, "it is roundabout", "on first run"},
	}
}

// quoted are files that hold the text of communities, who have words of their own: charters, the phrases that charters are searched
// for, posts of the fake server, and tests, which quote all of them.
var quoted = regexp.MustCompile(`(^|/)governance/(constitution\.md|roster\.yaml|(cases|instance)/[^/]+\.yaml)$|_test\.go$|/testdata/|^internal/sandbox/mastodon/seed|^internal/language/[a-z]+\.yaml$`)

// rule is a word that can be looked for.
type rule struct {
	word
	whole *regexp.Regexp
}

func rules() (each []rule, one *regexp.Regexp) {
	var patterns []string
	for _, w := range words() {
		patterns = append(patterns, w.pattern)
		each = append(each, rule{w, regexp.MustCompile(`(?i)\b(?:` + w.pattern + `)\b`)})
	}
	return each, regexp.MustCompile(`(?i)\b(?:` + strings.Join(patterns, "|") + `)\b`)
}

// TestWordsOfTheGlossaryAreUsed reads each Go, Rego, Markdown, YAML and script file and refuses the words of the list.
func TestWordsOfTheGlossaryAreUsed(t *testing.T) {
	t.Parallel()
	each, one := rules()
	texts := sources(t)
	own := constitutions(texts)
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		if quoted.MatchString(path) {
			continue
		}
		for number, line := range strings.Split(texts[path], "\n") {
			if !one.MatchString(line) {
				continue
			}
			for _, r := range each {
				if found := r.in(line, own); found != "" {
					t.Errorf("%s:%d: %q: %s. Instead: %s", path, number+1, found, r.why, r.instead)
				}
			}
		}
	}
}

// TestTheListRefusesItsWords shows that words are found in any case, as whole words, and not in a quotation of a constitution.
func TestTheListRefusesItsWords(t *testing.T) {
	t.Parallel()
	each, _ := rules()
	for text, want := range map[string]string{
		"Nobody may": "Nobody", "it tells you": "tells", "a rehearsal": "rehearsal", "the record of": "the record", "besides": "besides",
		"not unlawful": "unlawful", "lawful": "", "a shell": "", "foretells": "", "recorded": "", "id: nobody-objects": "", `id: "severing"`: "", "in force: Nobody judges their own case": "",
	} {
		got := ""
		for _, r := range each {
			got += r.in(text, "Rule. Nobody judges their own case. Every")
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// in gives the first place where a line uses the word, "" where there is none. Names (nobody-objects, "severing") and quotations
// of a constitution are none.
func (r rule) in(line, constitutions string) string {
	const around = 12
	for _, at := range r.whole.FindAllStringIndex(line, -1) {
		before, after := line[max(0, at[0]-around):at[1]], line[at[0]:min(len(line), at[1]+around)]
		isQuoted := func(part string) bool {
			return len(part) > at[1]-at[0]+around/2 && strings.Contains(constitutions, strings.Join(strings.Fields(part), " "))
		}
		if line[at[0]:at[1]] != "NoBody" && !isName(line, at) && !isQuoted(before) && !isQuoted(after) {
			return line[at[0]:at[1]]
		}
	}
	return ""
}

// isName reports whether a word is part of a name, such as a path, a branch or the id of a case, or is a quoted name itself.
func isName(line string, at []int) bool {
	before, after := byte(' '), byte(' ')
	if at[0] > 0 {
		before = line[at[0]-1]
	}
	if at[1] < len(line) {
		after = line[at[1]]
	}
	joins := func(c byte) bool { return strings.IndexByte("-/", c) >= 0 }
	return strings.HasSuffix(line[:at[0]], "id: ") || joins(before) || joins(after) || before == after && strings.IndexByte("\"'`", before) >= 0
}

// constitutions gives the texts of the sample charter and of the templates, with one space between words.
func constitutions(texts map[string]string) string {
	var all []string
	for path, text := range texts {
		if strings.HasSuffix(path, "governance/constitution.md") {
			all = append(all, strings.Fields(text)...)
		}
	}
	return strings.Join(all, " ")
}

// sources gives the files whose words are checked, by their path below the root of the repository.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && slices.Contains([]string{".git", ".bylaw", "bin", "dist"}, name) {
			return filepath.SkipDir
		}
		if !slices.Contains([]string{".go", ".rego", ".md", ".txtar", ".yaml", ".yml"}, filepath.Ext(name)) || !entry.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(path)
		texts[filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))] = string(text)
		return err
	})
	if err != nil || len(texts) < 500 {
		t.Fatalf("%d files were read: %v", len(texts), err)
	}
	return texts
}
