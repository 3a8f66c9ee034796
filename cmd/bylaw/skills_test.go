package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

//go:generate go test . -run TestThePageOfSkillsIsFresh -update

const (
	skillsPage    = "../../docs/skills.md"
	scriptsFolder = "testdata/script"
)

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

// TestThePageOfSkillsIsFresh compares docs/skills.md with the catalogue and the scripts that there are.
func TestThePageOfSkillsIsFresh(t *testing.T) {
	want := render.SkillsPage(skill.Catalogue(), skill.Extensions(), skill.Cannot(), proof)
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
		script := read(t, filepath.Join(scriptsFolder, file))
		if !regexp.MustCompile(`\b` + string(s.Name) + `\b`).MatchString(script) {
			t.Errorf("%s does not name %s", file, s.Name)
		}
		if !empty.MatchString(script) {
			t.Errorf("%s does not look for an empty plan", file)
		}
	}
}

func TestSkillsAsJSONAreExactlyTheSpecifiedOnes(t *testing.T) {
	var stdout bytes.Buffer
	code := cli.Run(context.Background(), []string{"skills", "--json"}, cli.Process{
		Dir: t.TempDir(), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: os.Stderr, Env: func(string) string { return "" }, Now: time.Now,
	})
	type named struct{ Name string }
	var said struct {
		Skills, Extensions []named
		Impossible         []struct{ What string }
	}
	if err := json.Unmarshal(stdout.Bytes(), &said); err != nil || code != 0 {
		t.Fatalf("exit status %d, %v", code, err)
	}
	var names []string
	for _, s := range said.Skills {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff(skill.Names(), names); diff != "" || len(names) != 29 {
		t.Errorf("%d skills (-catalogue +said):\n%s", len(names), diff)
	}
	if diff := cmp.Diff([]named{{string(skill.WarnAccount)}}, said.Extensions); diff != "" || len(said.Impossible) != len(skill.Cannot()) {
		t.Errorf("%d things are impossible, extensions (-want +said):\n%s", len(said.Impossible), diff)
	}
}
