package cli

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/moderation"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// liveFlags are the flags that all lists of moderators have.
type liveFlags struct {
	sandbox bool
	limit   int
}

func (a *app) liveCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "live"}
	cmd.AddCommand(a.liveAccountsCommand(), a.liveReportsCommand())
	return cmd
}

func (f *liveFlags) on(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "read the embedded server; real tokens are ignored")
	cmd.Flags().IntVar(&f.limit, "limit", 100, "show the newest `N` at most; 200 take one request")
}

func (f *liveFlags) check() error {
	if f.limit < 1 || f.limit > moderation.Most {
		return fmt.Errorf("--limit %d: from 1 to %d", f.limit, moderation.Most)
	}
	return nil
}

// accountsFlags are the options of live accounts.
type accountsFlags struct {
	liveFlags
	filter    moderation.AccountFilter
	addresses bool
}

func (f *accountsFlags) complete(*cobra.Command, []string) error {
	return errors.Join(f.check(), checkAccountFilter(&f.filter))
}

func (a *app) liveAccountsCommand() *cobra.Command {
	var f accountsFlags
	cmd := &cobra.Command{
		Use:  "accounts",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f accountsFlags) error {
			return a.liveAccounts(ctx, f.liveFlags, f.filter, f.addresses)
		}),
	}
	f.on(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.addresses, "addresses", false, "show mail and IP addresses")
	flags.StringVar(&f.filter.Origin, "origin", "", "only accounts of this `ORIGIN`: "+strings.Join(moderation.Origins(), ", "))
	flags.StringVar(&f.filter.Status, "status", "", "only accounts in this `STATE`: "+strings.Join(moderation.Statuses(), ", "))
	flags.BoolVar(&f.filter.Staff, "staff", false, "only accounts that may deal with reports")
	flags.StringSliceVar(&f.filter.Roles, "role", nil, "only accounts with this role, by its `ID`; may be repeated")
	flags.StringVar(&f.filter.Username, "username", "", "only accounts whose name begins with `TEXT`")
	flags.StringVar(&f.filter.Name, "display-name", "", "only accounts whose display name begins with `TEXT`")
	flags.StringVar(&f.filter.Domain, "domain", "", "only accounts of this `SERVER`, without its subdomains")
	flags.StringVar(&f.filter.Email, "email", "", "only accounts whose mail address begins with `TEXT`")
	flags.StringVar(&f.filter.IP, "ip", "", "only accounts that signed in from this `ADDRESS` or network")
	flags.StringVar(&f.filter.InvitedBy, "invited-by", "", "only accounts that this `ACCOUNT` invited, a handle or an id")
	cmd.MarkFlagsMutuallyExclusive("staff", "role") // the server ignores the roles then
	return cmd
}

// checkAccountFilter refuses what the server would, and brings names into the form that it compares.
func checkAccountFilter(f *moderation.AccountFilter) (err error) {
	switch {
	case f.Origin != "" && !slices.Contains(moderation.Origins(), f.Origin):
		return fmt.Errorf("--origin %q: it is one of %s", f.Origin, strings.Join(moderation.Origins(), ", "))
	case f.Status != "" && !slices.Contains(moderation.Statuses(), f.Status):
		err = fmt.Errorf("--status %q: it is one of %s", f.Status, strings.Join(moderation.Statuses(), ", "))
		if hint := skill.SuggestWord(f.Status, moderation.Statuses()); hint != "" {
			return diag.WithHint(err, "%s", hint)
		}
		return err
	case f.IP != "" && !network(f.IP):
		return fmt.Errorf("--ip %q is no address and no network", f.IP)
	}
	if f.Domain != "" {
		if f.Domain, err = skill.ParseDomain(f.Domain); err != nil {
			return err
		}
	}
	f.InvitedBy, err = accountNamed("--invited-by", f.InvitedBy)
	return err
}

func network(text string) bool {
	_, errPrefix := netip.ParsePrefix(text)
	_, errAddr := netip.ParseAddr(text)
	return errPrefix == nil || errAddr == nil
}

// accountNamed checks a handle or an id; "" is neither.
func accountNamed(flag, text string) (string, error) {
	if text == "" || !strings.HasPrefix(text, "@") {
		if _, err := skill.ParseID(text); text != "" && err != nil {
			return "", fmt.Errorf("%s %q: write a handle such as @ada, or an id", flag, text)
		}
		return text, nil
	}
	handle, err := skill.ParseAccount(text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	return handle, nil
}

// openLists opens the server, where its lists may be shown.
func (a *app) openLists(ctx context.Context, sandbox bool) (moderation.Server, func() int, error) {
	ci := a.Env("CI")
	place := moderation.Place{
		Runner: a.wire.InActions() || ci != "" && ci != "false", Terminal: a.Terminal, JSON: a.json, Sandbox: sandbox,
	}
	if err := place.Refuse(); err != nil {
		return nil, nil, err
	}
	return a.wire.Lists(ctx, sandbox)
}

func (a *app) liveAccounts(ctx context.Context, f liveFlags, filter moderation.AccountFilter, addresses bool) error {
	server, requests, err := a.openLists(ctx, f.sandbox)
	if err != nil {
		return err
	}
	list, err := moderation.Accounts(ctx, server, filter, f.limit, addresses)
	if err != nil {
		return err
	}
	return showList(a, f, list, requests(), render.Accounts)
}

// reportsFlags are the options of live reports.
type reportsFlags struct {
	liveFlags
	filter moderation.ReportFilter
}

func (f *reportsFlags) complete(*cobra.Command, []string) error {
	var errBy, errTarget error
	f.filter.By, errBy = accountNamed("--by", f.filter.By)
	f.filter.Target, errTarget = accountNamed("--target", f.filter.Target)
	return errors.Join(f.check(), errBy, errTarget)
}

func (a *app) liveReportsCommand() *cobra.Command {
	var f reportsFlags
	cmd := &cobra.Command{
		Use:  "reports",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f reportsFlags) error { return a.liveReports(ctx, f.liveFlags, f.filter) }),
	}
	f.on(cmd)
	cmd.Flags().BoolVar(&f.filter.Resolved, "resolved", false, "the reports that were resolved, instead of the open ones")
	cmd.Flags().StringVar(&f.filter.By, "by", "", "only reports that this `ACCOUNT` filed, a handle or an id")
	cmd.Flags().StringVar(&f.filter.Target, "target", "", "only reports about this `ACCOUNT`, a handle or an id")
	return cmd
}

func (a *app) liveReports(ctx context.Context, f liveFlags, filter moderation.ReportFilter) error {
	server, requests, err := a.openLists(ctx, f.sandbox)
	if err != nil {
		return err
	}
	list, err := server.Reports(ctx, filter, f.limit)
	if err != nil {
		return err
	}
	return showList(a, f, list, requests(), render.Reports)
}

// showList writes a list. Pages are left to the pager of the terminal.
func showList[T any](a *app, f liveFlags, list moderation.List[T], requests int, text func(moderation.List[T], render.Style) string) error {
	if a.json {
		return writeJSON(a.Stdout, struct {
			moderation.List[T]
			Requests int  `json:"requests"`
			Sandbox  bool `json:"sandbox,omitempty"`
		}{list, requests, f.sandbox})
	}
	a.banner(f.sandbox)
	_, err := fmt.Fprint(a.Stdout, text(list, a.style()))
	return err
}
