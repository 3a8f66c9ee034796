package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

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
	var extensions []named
	for _, s := range skill.Extensions() {
		extensions = append(extensions, named{string(s.Name)})
	}
	if diff := cmp.Diff(extensions, said.Extensions); diff != "" || len(said.Impossible) != len(skill.Cannot()) {
		t.Errorf("%d things are impossible, extensions (-want +said):\n%s", len(said.Impossible), diff)
	}
}
