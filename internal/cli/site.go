package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/site"
)

// siteFlags are the flags of site.
type siteFlags struct {
	out, status, url string
	sandbox          bool
}

func (a *app) siteCommand() *cobra.Command {
	var f siteFlags
	cmd := &cobra.Command{
		Use:  "site",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.site),
	}
	cmd.Flags().StringVar(&f.out, "out", "", "write the pages into this `DIR`, which is made where it is missing")
	cmd.Flags().StringVar(&f.status, "status", "", "show the open proposals of this `FILE`, which \"bylaw status --json\" wrote; \"-\" is standard input")
	cmd.Flags().StringVar(&f.url, "url", "", "the `ADDRESS` at which the pages will be, for the feeds")
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "the ledger of the sandbox")
	_ = cmd.MarkFlagRequired("out")
	cmd.MarkFlagsMutuallyExclusive("status", "sandbox")
	return cmd
}

func (a *app) site(ctx context.Context, f siteFlags) error {
	files, err := a.siteFiles(ctx, f)
	if err != nil {
		return err
	}
	dir := a.path(f.out)
	if a.governs(filepath.Join(dir, "index.html")) {
		return diag.WithHint(fmt.Errorf("--out %s lies in a governed folder, whose files are voted on", f.out), "name a folder elsewhere")
	}
	if err := writeFolder(dir, files); err != nil {
		return fmt.Errorf("write the site into %s: %w", f.out, reason(err))
	}
	index := filepath.Join(f.out, "index.html")
	if a.json {
		return writeJSON(a.Stdout, struct {
			Index string `json:"index"`
			Files int    `json:"files"`
		}{index, len(files)})
	}
	_, err = fmt.Fprintf(a.Stdout, "%s written. Open %s\n", render.Count(len(files), "file"), index)
	return err
}

// siteFiles reads what the pages show, and writes them.
func (a *app) siteFiles(ctx context.Context, f siteFlags) (map[string][]byte, error) {
	archive, err := a.wire.CurrentArchive(ctx, f.sandbox, false)
	if err != nil {
		return nil, err
	}
	record, err := audit.Record(ctx, archive)
	if err != nil {
		return nil, err
	}
	if record.Address, err = siteAddress(f.url); err != nil {
		return nil, err
	}
	if f.status != "" {
		if record.Status, err = a.statusDocument(f.status); err != nil {
			return nil, err
		}
	}
	return site.Build(record)
}

// siteAddress gives an address a slash at its end.
func siteAddress(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", &usageMistake{fmt.Errorf("--url %q is not the address of a site, such as https://record.example/", text)}
	}
	return strings.TrimSuffix(u.String(), "/") + "/", nil
}

// statusDocument reads what "bylaw status --json" wrote.
func (a *app) statusDocument(name string) (*render.Overview, error) {
	data, err := a.readInput(name)
	if err != nil {
		return nil, err
	}
	var o render.Overview
	if err := json.Unmarshal(data, &o); err != nil || o.Version != 1 || o.Now == "" {
		return nil, diag.WithHint(fmt.Errorf("--status %s: it is not what \"bylaw status --json\" writes", name), `run "bylaw status --json" again and keep its standard output`)
	}
	return &o, nil
}

// writeFolder writes files into a folder, each whole or not at all.
func writeFolder(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(filepath.Clean(dir), 0o755); err != nil { //nolint:gosec // a web server reads it
		return err
	}
	var failed error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		failed = errors.Join(failed, replaceFile(filepath.Join(dir, name), files[name], 0o644))
	}
	return failed
}
