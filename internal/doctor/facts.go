package doctor

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Facts are what all checks look at.
type Facts struct {
	Now time.Time
	// Charter is the one on disk; it is unread where its files have mistakes.
	Charter inspect.Part[charter.Charter]
	Server  Server
	Forge   Forge
	Roster  Roster
	Ledger  Ledger
	Local   Local
}

// Server is the community's server.
type Server struct {
	URL      string // MASTODON_URL, "" where it is not set
	Mismatch string // that bylaw.yaml names another server, "" where it does not
	Token    bool   // whether MASTODON_ACCESS_TOKEN is set
	About    inspect.Part[inspect.Server]
	Account  inspect.Part[inspect.Account]
	Scopes   inspect.Part[inspect.Scopes]
	Staff    inspect.Part[[]inspect.Staff]
	Pins     inspect.Part[inspect.Pins]
	Exchange inspect.Exchange
}

// Forge is the community's repository on the forge.
type Forge struct {
	Settings   charter.Forge // of the files on disk and the environment
	Creator    int64         // the account whose statuses open votes
	Named      bool          // whether the settings or the operator name that account
	InWorkflow bool          // whether the token is one of a workflow
	Foreign    string        // what a forge that is not GitHub does not have; "" on GitHub
	Web        string        // the page of the repository

	Self             inspect.Part[facts.Person]
	Repository       inspect.Part[inspect.Repository]
	Rules            inspect.Part[inspect.Rules] // of the protected branch
	Protection       inspect.Part[inspect.Rules]
	LedgerRules      inspect.Part[inspect.Rules] // of the branch of the ledger
	LedgerProtection inspect.Part[inspect.Rules]
	Environment      inspect.Part[inspect.Environment]
	EnvironmentName  string
	Workflows        inspect.Part[[]inspect.Workflow]
	Runs             map[string]inspect.Part[inspect.Run] // by file name
	Actions          inspect.Part[inspect.Actions]
	Plan             inspect.Part[string]
	Exchange         inspect.Exchange
}

// Roster is how the people of the roster are called now.
type Roster struct {
	Logins  []Login
	Handles []Handle
	// NoForge and NoServer say why people were not looked up there; "" where they were.
	NoForge, NoServer string
}

// Login is a seat's account on the forge.
type Login struct {
	Seat string
	ID   int64
	Said string // by the roster
	Now  inspect.Part[facts.Person]
}

// Handle is a seat's account on Mastodon.
type Handle struct {
	Seat string
	Said string // by the roster: a handle or a pseudonym
	Now  inspect.Part[inspect.Person]
}

// Ledger is the community's ledger.
type Ledger struct {
	Copies  inspect.Part[inspect.Copies] // absent where it has no entry anywhere
	Broken  string                       // why it does not verify, "" where it does
	Chain   ledger.Chain                 // the longer one
	Anchors inspect.Part[[]ledger.Anchor]
	Anchor  string // why some of the places were not looked at, "" where all were
}

// Local is this machine and the clone.
type Local struct {
	Files     facts.Tree // on disk
	Git       inspect.Part[Clone]
	Lint      inspect.Part[Lint]
	Variables inspect.Part[[]Variable]
}

// Clone is the state of the work tree.
type Clone struct {
	Branch string // "" where no branch is checked out
	Dirty  []string
}

// Lint is what lint finds in the files on disk.
type Lint struct {
	Errors, Warnings int
	First            string // the first mistake with its place
}

// Variable is one of the environment whose name begins like one of bylaw's. Values of secrets are left out by the caller.
type Variable struct{ Name, Value string }
