package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/golden"
)

const referenceFolder = "../../docs/reference/commands"

// silent gives a run of the program that reads and writes nothing.
func silent() (*app, *bytes.Buffer) {
	var out bytes.Buffer
	return &app{Process: Process{Stdout: &out, Stderr: &out, Env: func(string) string { return "" }, Now: time.Now}}, &out
}

func TestEveryCommandHasAPageAndEveryPageACommand(t *testing.T) {
	a, _ := silent()
	pages := map[string]bool{}
	each(a.root(), func(cmd *cobra.Command) {
		pages[pageOf(cmd)] = true
		if cmd.Long == "" || cmd.Example == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: no page, no example, or a synopsis of two sentences: %q", pageOf(cmd), cmd.Short)
		}
	})
	err := fs.WalkDir(helpPages, "help", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !pages[path] {
			t.Errorf("%s is of no command", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryCommandOfHelpIsInAGroup(t *testing.T) {
	a, _ := silent()
	for _, cmd := range a.root().Commands() {
		if about := []string{"docs", "version"}; cmd.GroupID == "" && cmd.IsAvailableCommand() && !slices.Contains(about, cmd.Name()) {
			t.Errorf("%s is in no group", cmd.Name())
		}
	}
}

func TestHelpFitsTheTerminal(t *testing.T) {
	for columns, want := range map[int]int{0: 80, 20: 40, 40: 40, 80: 80, 300: 100} {
		a, out := silent()
		a.Terminal, a.Screen.Size = true, func() (int, int) { return columns, 24 }
		each(a.root(), func(cmd *cobra.Command) {
			out.Reset()
			a.showHelp(cmd, nil)
			if !strings.Contains(out.String(), "\nUsage:\n") || strings.Contains(out.String(), "```") || strings.Contains(out.String(), "## ") {
				t.Errorf("%s at %d:\n%s", cmd.CommandPath(), columns, out.String())
			}
			if _, flags, _ := strings.Cut(out.String(), "\nFlags:\n"); want == 40 && strings.Contains(flags, "\n             ") {
				t.Errorf("%s at %d: a text has less than two thirds of the width:\n%s", cmd.CommandPath(), columns, out.String())
			}
			for line := range strings.Lines(out.String()) {
				if long := utf8.RuneCountInString(strings.TrimRight(line, "\n")) > want; long && breakable(cmd, line) {
					t.Errorf("%s at %d: %q", cmd.CommandPath(), columns, line)
				}
			}
		})
	}
}

// breakable says whether a line of help has words that could be on the next: examples are to be copied, and stay whole.
func breakable(cmd *cobra.Command, line string) bool {
	return !strings.Contains(cmd.Example, strings.TrimSpace(line)) && !strings.Contains(cmd.Long, "\n"+strings.TrimSpace(line)+"\n") &&
		len(strings.Fields(line)) > 2
}

// Every example is parsed by the commands, with their flags and counts of arguments, and none is carried out.
func TestExamplesOfHelpAreCommandLines(t *testing.T) {
	a, _ := silent()
	each(a.root(), func(documented *cobra.Command) {
		own := false
		for line := range strings.Lines(documented.Example) {
			for _, words := range commandLines(line) {
				name, err := parsed(words)
				if err != nil {
					t.Errorf("%s: %q: %v", pageOf(documented), line, err)
				}
				own = own || strings.HasPrefix(name, documented.CommandPath())
			}
		}
		if !own {
			t.Errorf("%s: no example calls %s", pageOf(documented), documented.CommandPath())
		}
	})
}

// parsed gives the command that an example calls.
func parsed(words []string) (string, error) {
	a, _ := silent()
	root := a.root()
	each(root, func(cmd *cobra.Command) {
		if cmd.RunE != nil {
			cmd.RunE = func(*cobra.Command, []string) error { return nil }
		}
	})
	root.SetArgs(words)
	found, _, err := root.Find(words)
	if err == nil {
		err = execute(context.Background(), root)
	}
	return found.CommandPath(), err
}

// commandLines gives the arguments of the bylaw commands in a line of a shell, as far as examples need its grammar.
func commandLines(line string) (found [][]string) {
	for _, command := range strings.Split(line, "&&") {
		command, _, _ = strings.Cut(command, " #")
		var words []string
		quoted := false
		for i, part := range strings.Split(command, `"`) {
			if quoted = i%2 == 1; quoted {
				words = append(words, part)
			} else {
				words = append(words, strings.Fields(part)...)
			}
		}
		for len(words) > 0 && strings.Contains(words[0], "=") {
			words = words[1:]
		}
		for i, word := range words {
			if word == "<" || word == ">" {
				words = words[:i]
				break
			}
		}
		if len(words) > 0 && words[0] == "bylaw" {
			found = append(found, words[1:])
		}
	}
	return found
}

func TestTheReferenceOfCommandsIsFresh(t *testing.T) {
	p := &place{T: t, dir: t.TempDir(), env: map[string]string{}}
	if code, _, complaints := p.run("docs", "markdown", "--out", "."); code != 0 {
		t.Fatalf("exit status %d: %s", code, complaints)
	}
	pages := contents(t, p.dir)
	for name, page := range pages {
		golden.Compare(t, filepath.Join(referenceFolder, name), page)
	}
	for name := range contents(t, referenceFolder) {
		if pages[name] == "" {
			t.Errorf("%s is of no command", name)
		}
	}
}

func TestManPagesAreWrittenForEachCommand(t *testing.T) {
	p := &place{T: t, dir: t.TempDir(), env: map[string]string{}}
	if code, _, complaints := p.run("docs", "man", "--out", "."); code != 0 {
		t.Fatalf("exit status %d: %s", code, complaints)
	}
	pages := contents(t, p.dir)
	page := pages["bylaw-propose-member-add.1"]
	for _, want := range []string{".TH \"BYLAW-PROPOSE-MEMBER-ADD\" \"1\"", "Propose a seat for an account of GitHub", ".SH EXAMPLE"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	if len(pages) != len(contents(t, referenceFolder)) {
		t.Errorf("%d man pages", len(pages))
	}
	if code, _, complaints := p.run("docs", "man", "--out", "missing"); code != 1 || !strings.Contains(complaints, "name a file in a folder that exists") {
		t.Errorf("exit status %d: %s", code, complaints)
	}
}

// contents reads the files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[file.Name()] = string(data)
	}
	return found
}
