package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// endless is an input that has no end, as /dev/zero has none.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestReadInputIsBounded(t *testing.T) {
	a := &app{Process: Process{Dir: t.TempDir(), Stdin: endless{}}}
	if _, err := a.readInput("-"); err == nil || !strings.Contains(err.Error(), "standard input: more than 64 MiB") {
		t.Errorf("standard input without end: %v", err)
	}
	if _, err := os.Stat("/dev/zero"); err == nil {
		if _, err := a.readInput("/dev/zero"); err == nil || !strings.Contains(err.Error(), "/dev/zero: more than 64 MiB") {
			t.Errorf("a device without end: %v", err)
		}
	}
}

func TestWriteOutputRefusesWhatItMustNotOverwrite(t *testing.T) {
	root := t.TempDir()
	for _, folder := range []string{"governance/instance", ".github", "elsewhere"} {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	link := func(target, name string) {
		if err := os.Symlink(filepath.Join(root, target), filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("governance/bylaw.yaml", "link.json")
	link("governance", "way")
	a := &app{Process: Process{Dir: root}, dir: "."}
	for name, want := range map[string]string{
		"plan.json":                    "",
		"elsewhere/plan.json":          "",
		"governance/bylaw.yaml":        "lies in a governed folder",
		"governance/instance/new.json": "lies in a governed folder",
		".github/plan.json":            "lies in a governed folder",
		"way/plan.json":                "lies in a governed folder",
		"link.json":                    "is not an ordinary file",
		"elsewhere":                    "is not an ordinary file",
		"missing/plan.json":            "no such file",
	} {
		err := a.writeOutput(name, []byte("{}"))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "governance/bylaw.yaml")); err == nil {
		t.Error("a governed file was written through a link")
	}
}
