package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/demo"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
)

// demoFlags are the options of demo.
type demoFlags struct {
	keep  string
	serve bool
}

func (a *app) demoCommand() *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:  "demo",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f demoFlags) error { return a.demo(ctx, f.keep, f.serve) }),
	}
	cmd.Flags().StringVar(&f.keep, "keep", "", "keep the repositories of the story in this new folder `DIR`")
	cmd.Flags().BoolVar(&f.serve, "serve", false, "serve the page of the embedded Mastodon and the site of the ledger afterwards, until Ctrl-C")
	return cmd
}

func (a *app) demo(ctx context.Context, keep string, serve bool) error {
	dir, tidy, err := a.demoFolder(keep)
	if err != nil {
		return err
	}
	var steps []demo.Step
	theatre, err := demo.Play(ctx, dir, a.Judge, func(s demo.Step) {
		steps = append(steps, s)
		if !a.json {
			fmt.Fprintf(a.Stdout, "%d. %s\n\n%s\n", len(steps), s.Title, indented(s.Text))
		}
	})
	if err != nil {
		return errors.Join(err, tidy())
	}
	defer theatre.Close()
	if a.json {
		err = writeJSON(a.Stdout, map[string]any{"steps": steps})
	} else {
		err = a.epilogue(keep)
	}
	if err == nil && serve {
		a.dir = filepath.Join(dir, "github.git") // whose ledger the site shows
		err = a.serveDemo(ctx, theatre)
	}
	return errors.Join(err, tidy())
}

// demoFolder is where the story's repositories lie: a folder that goes away, or a new one that stays.
func (a *app) demoFolder(keep string) (dir string, tidy func() error, err error) {
	if keep == "" {
		dir, err = os.MkdirTemp("", "bylaw-demo-")
		return dir, func() error { return os.RemoveAll(dir) }, err
	}
	dir = a.path(keep)
	if found, err := os.ReadDir(dir); err == nil && len(found) > 0 {
		return "", nil, diag.WithHint(fmt.Errorf("folder %q is not empty", keep), "name a new one")
	}
	return dir, func() error { return nil }, os.MkdirAll(filepath.Clean(dir), 0o750)
}

// indented sets a scene apart from its title.
func indented(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "   " + line
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// epilogue says what to run next.
func (a *app) epilogue(keep string) error {
	next := "Nothing was kept. To keep the repositories: bylaw demo --keep DIR\n"
	if keep != "" {
		next = fmt.Sprintf("Kept in %s: clone/ is dana's work tree, github.git the community's repository with its ledger.\n"+
			"  bylaw verify --dir %[1]s/github.git\n  bylaw log 1 --dir %[1]s/github.git\n  bylaw plan --dir %[1]s/clone --sandbox\n", keep)
	}
	_, err := fmt.Fprintf(a.Stdout, "That was the whole line. %s\n"+
		"Your own:\n  bylaw init              write a charter, in an empty folder\n  bylaw lint              find the mistakes in it\n"+
		"  bylaw plan --sandbox    see what it would change on a server\n  bylaw apply --sandbox   try it in a sandbox\n", next)
	return err
}

// serveDemo leaves the page of the story's server and the site of its ledger up to look at.
func (a *app) serveDemo(ctx context.Context, theatre *demo.Theatre) error {
	files, err := a.siteFiles(ctx, siteFlags{})
	if err != nil {
		return err
	}
	page, stopPage, err := sandbox.Serve(ctx, sandbox.Address, theatre.Server)
	if err != nil {
		return err
	}
	defer stopPage()
	site, stopSite, err := sandbox.Serve(ctx, sandbox.Address, served(files))
	if err != nil {
		return err
	}
	defer stopSite()
	a.note("the embedded Mastodon is at %s, the site of the ledger at %s, press Ctrl-C to stop", page, site)
	<-ctx.Done()
	return nil
}

// served answers with files by their names.
func served(files map[string][]byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := cmp.Or(strings.TrimPrefix(r.URL.Path, "/"), "index.html")
		data, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	})
}
