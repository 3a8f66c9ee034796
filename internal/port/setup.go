package port

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// ServerSetup shows how the community's server is set up for the bot. A call fails with facts.ErrForbidden where the token may
// not see something and with facts.ErrNotFound where the server has no such thing.
type ServerSetup interface {
	Inspect(ctx context.Context) (inspect.Server, error)
	Account(ctx context.Context) (inspect.Account, error)
	// Scopes gives those of the token, or of its application where the server shows no more.
	Scopes(ctx context.Context) (inspect.Scopes, error)
	Staff(ctx context.Context) ([]inspect.Staff, error)
	Pins(ctx context.Context) (inspect.Pins, error)
	// Person finds an account by a handle or a pseudonym.
	Person(ctx context.Context, handle string) (inspect.Person, error)
	// Exchange is what the last answer said of the limits and the clock.
	Exchange() inspect.Exchange
}

// ForgeSetup shows how the community's repository is set up on the forge. It fails as ServerSetup does.
type ForgeSetup interface {
	People
	Self(ctx context.Context) (facts.Person, error)
	Inspect(ctx context.Context) (inspect.Repository, error)
	// Rules gives what the rulesets of all levels say of a branch, which need not exist.
	Rules(ctx context.Context, branch string) (inspect.Rules, error)
	// Protection gives what the older branch protection says of it. Only administrators are shown it.
	Protection(ctx context.Context, branch string) (inspect.Rules, error)
	Environment(ctx context.Context, name string) (inspect.Environment, error)
	Workflows(ctx context.Context) ([]inspect.Workflow, error)
	// LastScheduled gives the last run of a workflow by its schedule.
	LastScheduled(ctx context.Context, file string) (inspect.Run, error)
	Actions(ctx context.Context) (inspect.Actions, error)
	// Plan is the name of the owner's plan in lower case, such as free.
	Plan(ctx context.Context, of inspect.Repository) (string, error)
	Statuses(ctx context.Context, commit string) ([]facts.CommitStatus, error)
	Exchange() inspect.Exchange
}
