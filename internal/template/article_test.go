package template_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

// each runs a test on every template.
func each(t *testing.T, test func(*testing.T, fs.FS)) {
	t.Helper()
	for _, name := range []string{"consensus", "council", "do-ocracy", "petition", "small-co-op"} {
		t.Run(name, func(t *testing.T) { test(t, os.DirFS(name)) })
	}
}

func load(t *testing.T, files fs.FS) charter.Charter {
	t.Helper()
	c, diags := charter.Load(files)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

// article is a provision as it is written, with the text above it.
type article struct {
	citation, text, block string
	Governs               []power
	Threshold, Quorum     []map[string]string
	Period                map[string]string
	EarlyPass             string `yaml:"early_pass"`
	Electorate            struct{ Exclude []string }
}

type power struct {
	Skills, Subjects []string
	Where            map[string]words
}

// words is a word or a list of words.
type words []string

func (w *words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*w = words{n.Value}
		return nil
	}
	return n.Decode((*[]string)(w))
}

func (p power) matches(change map[string]string) bool {
	if !slices.Contains(p.Skills, change["skill"]) {
		return slices.Contains(p.Subjects, change["subject"])
	}
	for key, values := range p.Where {
		if !slices.Contains(values, change[key]) {
			return false
		}
	}
	return true
}

// articles gives the articles that have a provision.
func articles(t *testing.T, files fs.FS) []article {
	t.Helper()
	constitution := load(t, files).Constitution
	var found []article
	for _, a := range constitution.Articles {
		text, rest, ok := strings.Cut(string(constitution.Source[a.Start:a.End]), "```provision\n")
		if !ok {
			continue
		}
		block, _, _ := strings.Cut(rest, "```")
		written := article{citation: a.Citation, text: strings.Join(strings.Fields(text), " "), block: block}
		if err := yaml.Unmarshal([]byte(block), &written); err != nil {
			t.Fatalf("article %s: %v", a.Citation, err)
		}
		found = append(found, written)
	}
	return found
}
