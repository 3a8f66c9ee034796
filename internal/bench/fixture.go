package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/governance"
)

// facts are those of a small proposal that has passed. Commands that read it run where "make" does.
const facts = "cmd/bylaw/testdata/facts/passed.json"

// fixture is a folder with all that the processes need: programs, bundle and repositories.
type fixture struct {
	dir, bylaw string
	progress   io.Writer
}

// prepare makes the folder and builds bylaw into it. Remove ends it.
func prepare(ctx context.Context, progress io.Writer) (*fixture, error) {
	dir, err := os.MkdirTemp("", "bylaw-bench-")
	if err != nil {
		return nil, err
	}
	f := &fixture{dir: dir, progress: progress}
	if f.bylaw, err = f.build(ctx, "bylaw", "./cmd/bylaw"); err != nil {
		f.remove(&err)
		return nil, err
	}
	return f, nil
}

func (f *fixture) remove(err *error) { *err = errors.Join(*err, os.RemoveAll(f.dir)) }

// build makes a program as a release has it: without symbols and paths of this machine.
func (f *fixture) build(ctx context.Context, name string, args ...string) (string, error) {
	path := filepath.Join(f.dir, name)
	argv := append([]string{"go", "build", "-trimpath", "-ldflags=-s -w", "-o", path}, args...)
	fmt.Fprintln(f.progress, strings.Join(argv, " "))
	_, err := command{"go build", ".", argv}.run(ctx)
	return path, err
}

// bundle exports the policies and the sample charter once.
func (f *fixture) bundle(ctx context.Context) (string, error) {
	path := filepath.Join(f.dir, "bundle.tar.gz")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	_, err := command{"bylaw policy bundle", ".", []string{f.bylaw, "policy", "bundle", "--out", path}}.run(ctx)
	return path, err
}

func (f *fixture) check() command {
	return command{"bylaw check --facts", ".", []string{f.bylaw, "check", "--facts", facts, "--json"}}
}

// repository makes the sample repository with n domain blocks, and with limits that let them pass.
func (f *fixture) repository(n int) (string, error) {
	dir := filepath.Join(f.dir, fmt.Sprintf("blocks-%d", n))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	folder := filepath.Join(dir, "governance")
	if err := os.CopyFS(folder, governance.Files); err != nil {
		return "", err
	}
	settings, err := os.ReadFile(filepath.Join(folder, "bylaw.yaml"))
	if err != nil {
		return "", err
	}
	var list strings.Builder
	list.WriteString("domain_blocks:\n")
	for i := range n {
		fmt.Fprintf(&list, "  - {domain: %s, severity: suspend, private_comment: %q}\n", domain(i), comment(i))
	}
	raised := strings.Replace(string(settings), "changes: 500", "changes: 200000", 1)
	return dir, errors.Join(
		write(filepath.Join(folder, "bylaw.yaml"), raised), write(filepath.Join(folder, "instance", "federation.yaml"), list.String()))
}

func domain(i int) string { return fmt.Sprintf("s%d.bad%d.example", i, i%97) }

func comment(i int) string { return fmt.Sprintf("list %d", i) }

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}

// unpack writes the files of a bundle below dir.
func unpack(bundle, dir string) error {
	packed, err := os.ReadFile(bundle)
	if err != nil {
		return err
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	for archive := tar.NewReader(plain); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			return err
		}
		if err := write(filepath.Join(dir, filepath.FromSlash(header.Name)), string(text)); err != nil {
			return err
		}
	}
}
