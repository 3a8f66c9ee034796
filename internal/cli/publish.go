package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// publishFlags are the flags of publish.
type publishFlags struct {
	preview bool
	sandbox bool
	limit   number
	html    string
	ref     string
}

func (a *app) publishCommand() *cobra.Command {
	var f publishFlags
	cmd := &cobra.Command{
		Use:  "publish",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f publishFlags) error {
			if f.preview {
				return a.preview(ctx, f)
			}
			return a.postThread(ctx, f)
		}),
	}
	cmd.Flags().BoolVar(&f.preview, "preview", false, "show the posts, and post nothing")
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "use the embedded server; real tokens are ignored")
	cmd.Flags().Var(&f.limit, "limit", "the `NUMBER` of characters a post may have, instead of what the server says")
	cmd.Flags().StringVar(&f.html, "html", "", "write the preview as a page to this `FILE` as well")
	cmd.Flags().StringVar(&f.ref, "ref", "", "read this `COMMIT` instead of the files on disk")
	goesWith(cmd, "limit", "preview")
	goesWith(cmd, "html", "preview")
	goesWith(cmd, "ref", "preview", "sandbox") // what is posted is the tip of the protected branch
	return cmd
}

func (a *app) preview(ctx context.Context, f publishFlags) error {
	source, err := a.wire.Source(f.ref)
	if err != nil {
		return err
	}
	world, err := a.wire.Preview(f.sandbox)
	if err != nil {
		return err
	}
	limits, from := a.limits(ctx, f, source)
	t, err := apply.Preview(ctx, world, source, limits)
	if err != nil {
		return diag.WithHint(err, "give a limit of %d or more with --limit", thread.Fewest)
	}
	settings := source.Charter.Settings
	page := render.Thread{Thread: t, Limits: limits, LimitFrom: from, Community: settings.Community, Domain: settings.Domain}
	if f.html != "" {
		if err := a.writePage(f.html, page); err != nil {
			return err
		}
	}
	a.banner(f.sandbox)
	if a.json {
		return writeJSON(a.Stdout, page.Report())
	}
	_, err = fmt.Fprint(a.Stdout, render.ThreadText(page, a.style()))
	return err
}

func (a *app) writePage(name string, page render.Thread) error {
	text, err := render.ThreadHTML(page)
	if err != nil {
		return err
	}
	return a.writeOutput(name, []byte(text))
}

// limits finds out how long a post may be, and says where that is from.
func (a *app) limits(ctx context.Context, f publishFlags, source branch.Source) (limits thread.Limits, from string) {
	limits = notify.UsualLimits()
	switch {
	case f.limit != 0:
		limits.Characters = int(f.limit)
		return limits, "as asked for"
	case f.sandbox:
		return limits, "as on the embedded server"
	case a.Env("MASTODON_URL") == "" || a.Env("MASTODON_ACCESS_TOKEN") == "":
		return limits, "supposed: MASTODON_URL and MASTODON_ACCESS_TOKEN name no server to ask"
	}
	stated, err := a.wire.PostLimits(ctx, source)
	if err != nil {
		a.note("bylaw: the server could not be asked: %s", render.Outside(err.Error()))
		return limits, "supposed: the server could not be asked"
	}
	return stated, "as the server states"
}

func (a *app) postThread(ctx context.Context, f publishFlags) error {
	post := a.enactThread
	if f.sandbox {
		post = func(ctx context.Context) (thread.Posted, apply.Publication, error) {
			return a.postInSandbox(ctx, f.ref)
		}
	}
	posted, came, err := post(ctx)
	if err != nil {
		return err
	}
	return a.showPublished(posted, came, f.sandbox)
}

func (a *app) enactThread(ctx context.Context) (thread.Posted, apply.Publication, error) {
	c, err := a.community(ctx)
	if err != nil {
		return thread.Posted{}, apply.Publication{}, err
	}
	return apply.EnactThread(ctx, c, apply.Options{Holder: a.wire.Holder(), Gone: a.wire.Gone})
}

func (a *app) postInSandbox(ctx context.Context, ref string) (thread.Posted, apply.Publication, error) {
	release, err := a.wire.LockSandbox(ctx)
	if err != nil {
		return thread.Posted{}, apply.Publication{}, err
	}
	defer release()
	s, err := a.wire.Server(ctx, ref, true)
	if err != nil {
		return thread.Posted{}, apply.Publication{}, err
	}
	a.banner(true)
	posted, came, err := apply.Publish(ctx, s.Ports, s.Source, apply.Options{})
	return posted, came, errors.Join(err, s.Flush())
}

// published is the JSON form of what publish did.
type published struct {
	Sandbox bool   `json:"sandbox"`
	Posted  bool   `json:"posted"`           // posts came or were edited
	Pinned  bool   `json:"pinned,omitempty"` // they were there, and were only pinned again
	URL     string `json:"url"`
	Posts   int    `json:"posts"`
	Digest  string `json:"digest"`
}

func (a *app) showPublished(posted thread.Posted, came apply.Publication, sandbox bool) error {
	if a.json {
		changed := came.Changed && !came.Pinned
		return writeJSON(a.Stdout, published{sandbox, changed, came.Pinned, posted.URL, len(posted.IDs), posted.Digest})
	}
	said := "No changes. Constitution published at " + posted.URL
	switch {
	case came.Pinned:
		said = "Constitution pinned again at " + posted.URL
	case came.Posted > 0:
		said = fmt.Sprintf("Constitution published at %s: %s", posted.URL, render.Count(came.Posted, "post"))
	case came.Changed:
		said = "Constitution published at " + posted.URL + ": posts edited"
	}
	_, err := fmt.Fprintln(a.Stdout, said)
	return err
}
