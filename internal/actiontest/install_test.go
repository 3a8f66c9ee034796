package actiontest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
)

// writeAction puts the action into a folder of the runner's, with a list of releases. The action names its source by the
// content at every run, so there it is a few bytes.
func (r *runner) writeAction(releases string) {
	r.Helper()
	action := filepath.Join(r.dir, "the action")
	keep := func(name string, text []byte) {
		file := filepath.Join(action, filepath.FromSlash(name))
		r.must(os.MkdirAll(filepath.Dir(file), 0o750))
		r.must(os.WriteFile(file, text, 0o600))
	}
	for _, name := range []string{"action.yml", ".github/action/install.sh", ".github/action/run.sh", "go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join("../..", name))
		r.must(err)
		keep(name, text)
	}
	for _, folder := range []string{"cmd", "internal", "policies", "governance"} {
		keep(folder+"/a file", []byte("of "+folder))
	}
	keep(".github/action/releases", []byte(releases))
}

// install runs the action's first step alone: with a list of releases, or the repository itself as the action where that is
// "", from a server of releases, and with the tools that the runner has in its path; a check comes before its Go builds. It
// gives the program's path, and what the step printed.
func install(t *testing.T, version, releases, server, check string, path ...string) (program, said string, failed bool) {
	t.Helper()
	r := &runner{T: t, Community: &community.Community{}, dir: filepath.Join(t.TempDir(), "a runner")}
	r.writeGo(check)
	r.must(os.MkdirAll(filepath.Join(r.dir, "tool cache/bylaw/v1.0.0/X64"), 0o750))
	r.must(os.WriteFile(filepath.Join(r.dir, "tool cache/bylaw/v1.0.0/X64/bylaw"), []byte("#!/bin/sh\necho left by another job\n"), 0o700))
	action := filepath.Join(r.dir, "the action")
	if releases == "" {
		root, err := filepath.Abs("../..")
		r.must(err)
		r.must(os.Symlink(root, action))
	} else {
		r.writeAction(releases)
	}
	j := &job{}
	v := values{"github": map[string]any{"event": map[string]any{}}, "env": map[string]any{}}
	outputs, failed := r.shell(j, r.dir, v, step{Run: `bash "$GITHUB_ACTION_PATH/.github/action/install.sh"`}, append([]string{
		"GITHUB_ACTION_PATH=" + action, "BYLAW_VERSION=" + version, "BYLAW_RELEASES=", "BYLAW_RELEASES_SERVER=" + server,
	}, path...))
	program, _ = outputs["program"].(string)
	return program, j.output.String(), failed
}

// archive is a release that holds a program, and its checksum.
func archive(t *testing.T) (data []byte, sum string) {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	packed := tar.NewWriter(zipped)
	const script = "#!/usr/bin/env bash\necho released bylaw\n"
	if err := packed.WriteHeader(&tar.Header{Name: "bylaw", Mode: 0o755, Size: int64(len(script))}); err != nil {
		t.Fatal(err)
	}
	_, _ = packed.Write([]byte(script))
	_ = packed.Close()
	_ = zipped.Close()
	return out.Bytes(), fmt.Sprintf("%x", sha256.Sum256(out.Bytes()))
}

func TestAReleaseIsInstalledIfItsChecksumStandsInTheAction(t *testing.T) {
	t.Parallel()
	data, sum := archive(t)
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		asked++
		if request.URL.Path != "/bylaw-dev/bylaw/releases/download/v1.0.0/bylaw_Linux_X64.tar.gz" || request.Header.Get("Authorization") != "" {
			http.Error(w, "no such release", http.StatusNotFound)
			return
		}
		_, _ = w.Write(data)
	}))
	defer server.Close()
	line := func(version, sum string) string { return version + " Linux X64 " + sum + "\n" }
	for name, test := range map[string]struct {
		version, releases, want string
		failed                  bool
	}{
		"the newest":          {"", "# newest first\n" + line("v1.0.0", sum) + line("v0.9.0", "old"), "released bylaw", false},
		"one by its name":     {"v1.0.0", line("v2.0.0", "x") + line("v1.0.0", sum), "released bylaw", false},
		"another checksum":    {"", line("v1.0.0", strings.Repeat("0", 64)), "has the checksum " + sum + ", expected " + strings.Repeat("0", 64) + ": it is not installed", true},
		"one that is gone":    {"v0.9.0", line("v0.9.0", sum), "could not be downloaded", true},
		"one of another name": {"v3.0.0", line("v1.0.0", sum), "this action knows no release v3.0.0", true},
	} {
		program, said, failed := install(t, test.version, test.releases, server.URL, "")
		if failed != test.failed || !strings.Contains(said, test.want) {
			t.Errorf("%s: failed: %t\n%s", name, failed, said)
		}
		if _, err := os.Stat(program); !failed && (err != nil || !strings.Contains(program, "/bylaw/v1.0.0/X64/bylaw")) {
			t.Errorf("%s: the program is %q: %v", name, program, err)
		}
	}
	if asked < 3 {
		t.Errorf("the server was asked %d times", asked)
	}
}

// The runner's Go compiles nothing, which "go build ./..." does already. It lists every package of the program, which fails
// where the folders that the action names do not hold one.
func TestWithoutAReleaseTheActionBuildsItsOwnSource(t *testing.T) {
	t.Parallel()
	list, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := exec.Command(list, "env", "GOMODCACHE", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	folders := strings.Fields(string(cache))
	check := fmt.Sprintf(`[[ ${*: -1} == ./cmd/bylaw && -z $GOFLAGS && $GOTOOLCHAIN == auto && $GOWORK == off ]] && %q list -deps ./cmd/bylaw >/dev/null || exit 1`, list)
	program, said, failed := install(t, "source", "", "http://127.0.0.1:1", check, "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "GOWORK=/elsewhere/go.work", "GOMODCACHE="+folders[0], "GOCACHE="+folders[1])
	if failed || !strings.Contains(said, "building the action's own source") || !strings.Contains(said, "\nbylaw ") || !strings.Contains(program, "/source-") {
		t.Errorf("failed: %t, program %q\n%s", failed, program, said)
	}
}

func TestARunnerWithoutGoIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, tool := range []string{"bash", "uname", "awk", "find", "sort", "tr", "xargs", "cat", "sha256sum", "shasum", "cut", "mkdir"} {
		for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
			if _, err := os.Stat(filepath.Join(folder, tool)); err == nil {
				_ = os.Symlink(filepath.Join(folder, tool), filepath.Join(dir, tool))
				break
			}
		}
	}
	_, said, failed := install(t, "source", "", "http://127.0.0.1:1", "", "PATH="+dir)
	if !failed || !strings.Contains(said, "this runner has no Go") {
		t.Errorf("failed: %t\n%s", failed, said)
	}
}
