package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/inbox"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// inboxFlags are the flags of inbox.
type inboxFlags struct{ newKey string }

func (a *app) inboxCommand() *cobra.Command {
	var f inboxFlags
	cmd := &cobra.Command{
		Use:  "inbox",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.inbox),
	}
	cmd.Flags().StringVar(&f.newKey, "new-key", "", "make a new signing key, write its private half to this `FILE`, and read nothing")
	return cmd
}

func (a *app) inbox(ctx context.Context, f inboxFlags) error {
	if f.newKey != "" {
		return a.newInboxKey(f.newKey)
	}
	ports, err := a.wire.Inbox(ctx)
	if err != nil {
		return err
	}
	result, err := inbox.Run(ctx, ports)
	for _, note := range result.Notes {
		a.noteOutside("bylaw: " + note)
	}
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, result)
	}
	return a.showPass(result)
}

func (a *app) showPass(r inbox.Result) error {
	for _, p := range r.Posts {
		fmt.Fprintf(a.Stdout, "posted: proposal #%d, content %.16s\n", p.Proposal, p.Digest)
	}
	recorded := "nothing new to record"
	if r.Entry > 0 {
		recorded = fmt.Sprintf("recorded: %s, in ledger entry %d", render.Count(len(r.Ballots), "ballot"), r.Entry)
	}
	fmt.Fprintln(a.Stdout, recorded)
	if r.Receipts > 0 {
		fmt.Fprintf(a.Stdout, "answered: %s\n", render.Count(r.Receipts, "ballot"))
	}
	_, err := fmt.Fprintf(a.Stdout, "every vote until %s is read\n", r.ReadThrough)
	return err
}

// inboxKey is the JSON form of a new key.
type inboxKey struct {
	File   string `json:"file"`   // of the private half
	Public string `json:"public"` // what belongs in ballots.key
}

// newInboxKey writes no key over another: votes that the old one has signed would not count any more.
func (a *app) newInboxKey(file string) error {
	if _, err := os.Lstat(a.path(file)); err == nil {
		return diag.WithHint(fmt.Errorf("write %s: %w", file, fs.ErrExist), "name a file that does not exist")
	}
	private, public, err := a.wire.NewInboxKey()
	if err != nil {
		return err
	}
	if err := a.writeOutput(file, []byte(private+"\n")); err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, inboxKey{file, public})
	}
	_, err = fmt.Fprintf(a.Stdout, "wrote %s: set it as the secret BYLAW_INBOX_KEY of the inbox's environment, then delete the file\npropose in governance/bylaw.yaml:\n  ballots: {channels: [review, mastodon], key: %q}\n", render.Outside(file), public)
	return err
}
