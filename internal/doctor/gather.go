package doctor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// Ports is where the facts come from. Where one is nil its reason says why.
type Ports struct {
	Server   port.ServerSetup
	NoServer string
	Forge    port.ForgeSetup
	NoForge  string
	Progress func(what string)
}

// LedgerBranch is the branch of the ledger.
const LedgerBranch = "bylaw-ledger"

// Gather reads what the ports show into facts that hold the rest already. What cannot be read is a part that says so; an error
// is the end of the context alone.
func Gather(ctx context.Context, p Ports, f Facts, only ...inspect.Section) (Facts, error) {
	wants := func(part inspect.Section) bool { return len(only) == 0 || slices.Contains(only, part) }
	if wants(inspect.OfServer) || wants(inspect.OfLocal) || wants(inspect.OfLedger) {
		f.Server.Mismatch = f.mismatch()
		f.Server = p.server(ctx, f.Server)
	}
	if wants(inspect.OfForge) || wants(inspect.OfLedger) || wants(inspect.OfLocal) {
		f.Forge = p.forge(ctx, f)
	}
	if wants(inspect.OfRoster) {
		f.Roster = p.roster(ctx, f)
	}
	if wants(inspect.OfLedger) {
		f.Ledger = p.ledger(ctx, f)
	}
	if p.Server != nil {
		f.Server.Exchange = p.Server.Exchange()
	}
	if p.Forge != nil {
		f.Forge.Exchange = p.Forge.Exchange()
	}
	return f, ctx.Err()
}

// ask reads one part, unless there is no port for it.
func ask[T any](ctx context.Context, why string, read func(context.Context) (T, error)) inspect.Part[T] {
	if why != "" {
		return inspect.Unasked[T](why)
	}
	return inspect.Read(read(ctx))
}

func (p Ports) server(ctx context.Context, s Server) Server {
	if p.Server == nil {
		s.About = inspect.Unasked[inspect.Server](p.NoServer)
		s.without(p.NoServer)
		return s
	}
	p.Progress("the server")
	if s.Mismatch != "" {
		s.About = inspect.Unasked[inspect.Server](s.Mismatch)
		s.without(s.Mismatch)
		return s
	}
	if s.About = inspect.Read(p.Server.Inspect(ctx)); s.About.State != inspect.Seen {
		s.without("the server could not be read")
		return s
	}
	if !s.Token {
		s.without("MASTODON_ACCESS_TOKEN is not set")
		return s
	}
	if s.Account = inspect.Read(p.Server.Account(ctx)); s.Account.State != inspect.Seen {
		why := s.Account
		s.without("the token does not work")
		s.Account = why
		return s
	}
	s.Scopes = inspect.Read(p.Server.Scopes(ctx))
	s.Staff = inspect.Read(p.Server.Staff(ctx))
	s.Pins = inspect.Read(p.Server.Pins(ctx))
	return s
}

// mismatch says that the operator and the settings name two servers, "" where they do not.
func (f Facts) mismatch() string {
	declared := f.Charter.Value.Settings.Instance
	if f.Charter.State != inspect.Seen || f.Server.URL == "" || strings.EqualFold(strings.TrimRight(f.Server.URL, "/"), declared) {
		return ""
	}
	return fmt.Sprintf("MASTODON_URL is %s, and bylaw.yaml says %s: bylaw sends nothing to either", f.Server.URL, declared)
}

// without says of everything that follows the description of the server why it was not asked for.
func (s *Server) without(why string) {
	s.Account, s.Scopes = inspect.Unasked[inspect.Account](why), inspect.Unasked[inspect.Scopes](why)
	s.Staff, s.Pins = inspect.Unasked[[]inspect.Staff](why), inspect.Unasked[inspect.Pins](why)
}

func (p Ports) forge(ctx context.Context, f Facts) Forge {
	g := f.Forge
	g.EnvironmentName = environmentName(f.Local.Files)
	why, branch := p.NoForge, g.Settings.Branch
	self := p.Forge
	if p.Forge != nil {
		p.Progress("the forge")
		if g.Repository = inspect.Read(self.Inspect(ctx)); g.Repository.State != inspect.Seen {
			why = "the repository could not be read"
		}
	} else {
		g.Repository = inspect.Unasked[inspect.Repository](why)
	}
	if why == "" && g.Foreign != "" {
		why = g.Foreign
	}
	rules := func(of string) func(context.Context) (inspect.Rules, error) {
		return func(ctx context.Context) (inspect.Rules, error) { return self.Rules(ctx, of) }
	}
	protection := func(of string) func(context.Context) (inspect.Rules, error) {
		return func(ctx context.Context) (inspect.Rules, error) { return self.Protection(ctx, of) }
	}
	g.Self = ask(ctx, why, func(ctx context.Context) (facts.Person, error) { return self.Self(ctx) })
	g.Rules, g.LedgerRules = ask(ctx, why, rules(branch)), ask(ctx, why, rules(LedgerBranch))
	g.Protection, g.LedgerProtection = ask(ctx, why, protection(branch)), ask(ctx, why, protection(LedgerBranch))
	g.Environment = ask(ctx, why, func(ctx context.Context) (inspect.Environment, error) {
		return self.Environment(ctx, g.EnvironmentName)
	})
	g.Workflows = ask(ctx, why, func(ctx context.Context) ([]inspect.Workflow, error) { return self.Workflows(ctx) })
	g.Actions = ask(ctx, why, func(ctx context.Context) (inspect.Actions, error) { return self.Actions(ctx) })
	g.Runs = map[string]inspect.Part[inspect.Run]{}
	for _, file := range scheduledFiles(f.Local.Files) {
		g.Runs[file] = ask(ctx, why, func(ctx context.Context) (inspect.Run, error) { return self.LastScheduled(ctx, file) })
	}
	g.Plan = inspect.Unasked[string]("the repository is public")
	if g.Repository.Value.Private {
		g.Plan = ask(ctx, why, func(ctx context.Context) (string, error) { return self.Plan(ctx, g.Repository.Value) })
	}
	return g
}

func (p Ports) roster(ctx context.Context, f Facts) (r Roster) {
	r.NoForge, r.NoServer = p.NoForge, p.NoServer
	var people, handles []charter.Seat
	for _, seat := range f.Charter.Value.Roster.Seats {
		if !seat.Vacant() {
			people = append(people, seat)
		}
		if seat.Mastodon != "" {
			handles = append(handles, seat)
		}
	}
	if p.Forge != nil {
		p.Progress("the roster")
		r.Logins, _ = parallel.Map(ctx, people, func(ctx context.Context, s charter.Seat) (Login, error) {
			return Login{s.Name, s.ID, s.Login, inspect.Read(p.Forge.User(ctx, s.ID))}, nil
		})
	}
	if p.Server != nil {
		r.Handles, _ = parallel.Map(ctx, handles, func(ctx context.Context, s charter.Seat) (Handle, error) {
			return Handle{s.Name, s.Mastodon, inspect.Read(p.Server.Person(ctx, s.Mastodon))}, nil
		})
	}
	return r
}

// ledger reads the external anchors: the commit statuses of the commit in force, and the pinned constitution.
func (p Ports) ledger(ctx context.Context, f Facts) Ledger {
	l := f.Ledger
	var found []ledger.Anchor
	var failed error
	if commit := l.Chain.CommitInForce(); p.Forge != nil && commit != "" {
		statuses, err := p.Forge.Statuses(ctx, commit)
		failed = errors.Join(failed, err)
		for _, each := range statuses {
			if a, ok := check.AnchorOf(commit, each, f.Forge.Creator); ok {
				found = append(found, a)
			}
		}
	} else if p.Forge == nil {
		l.Anchor = p.NoForge
	}
	switch pins := f.Server.Pins; {
	case pins.State == inspect.Seen:
		found = append(found, pins.Value.Anchors...)
	case p.Server == nil:
		l.Anchor = p.NoServer
	default:
		failed = errors.Join(failed, errors.New(pins.Why))
	}
	l.Anchors = inspect.Read(found, failed)
	return l
}

// workflowFolder is where the workflows of a repository lie.
const workflowFolder = ".github/workflows/"

// workflowsOn gives the workflow files on disk by their names.
func workflowsOn(tree facts.Tree) map[string][]byte {
	files := map[string][]byte{}
	for name, blob := range tree {
		if path.Dir(name)+"/" == workflowFolder {
			files[path.Base(name)] = blob.Data
		}
	}
	return files
}

// scheduledFiles lists the files of workflows that run by a schedule.
func scheduledFiles(tree facts.Tree) (names []string) {
	files := workflowsOn(tree)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if len(parseWorkflow(files[name]).crons()) > 0 {
			names = append(names, name)
		}
	}
	return names
}
