package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/doctor"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Doctor adds what the clone and the environment show to the facts, and opens the ports for the rest. What cannot be opened is
// said in the ports.
func (w *Wire) Doctor(ctx context.Context, found doctor.Facts) (doctor.Facts, doctor.Ports) {
	ports := doctor.Ports{}
	found.Local.Git = w.cloneState()
	w.inspectServer(&ports, &found)
	w.inspectForge(ctx, &ports, &found)
	w.inspectLedger(ctx, &found)
	return found, ports
}

func (w *Wire) cloneState() inspect.Part[doctor.Clone] {
	repo, err := git.Open(w.Repository())
	if err != nil {
		return inspect.Part[doctor.Clone]{State: inspect.Absent}
	}
	s, err := repo.Status()
	return inspect.Read(doctor.Clone{Branch: s.Branch, Dirty: s.Dirty}, err)
}

// inspectServer opens the community's server.
func (w *Wire) inspectServer(ports *doctor.Ports, found *doctor.Facts) {
	found.Server.URL, found.Server.Token = w.Env("MASTODON_URL"), w.Env("MASTODON_ACCESS_TOKEN") != ""
	if found.Server.URL == "" {
		ports.NoServer = "MASTODON_URL is not set"
		return
	}
	board, err := w.Board()
	if err != nil {
		ports.NoServer = err.Error()
		return
	}
	ports.Server = board
}

// inspectForge opens the community's repository.
func (w *Wire) inspectForge(ctx context.Context, ports *doctor.Ports, found *doctor.Facts) {
	settings, err := w.ForgeSettings()
	found.Forge.Settings = settings
	switch {
	case err != nil:
		ports.NoForge = err.Error()
	case settings.Repository == "":
		ports.NoForge = "bylaw.yaml names no repository"
	case w.Env("GITHUB_TOKEN") == "":
		ports.NoForge = "GITHUB_TOKEN is not set"
	}
	creator, errCreator := w.creator()
	found.Forge.Named = creator != 0 || settings.Creator != 0
	found.Forge.Creator = cmp.Or(creator, settings.Creator, facts.SharedBot)
	found.Forge.InWorkflow = w.InActions()
	found.Forge.Web = w.gitServer() + "/" + settings.Repository
	if ports.NoForge != "" || errCreator != nil {
		ports.NoForge = cmp.Or(ports.NoForge, fmt.Sprint(errCreator))
		return
	}
	h, err := w.Forge(ctx)
	if err != nil {
		ports.NoForge = err.Error()
		return
	}
	found.Forge.Creator = h.Ports.CreatorBy(settings.Creator)
	found.Forge.Foreign = h.Missing
	ports.Forge = h.Client
}

// inspectLedger compares the ledger of the clone with that of the repository which it follows.
func (w *Wire) inspectLedger(ctx context.Context, found *doctor.Facts) {
	repo, err := git.Open(w.Repository())
	if err != nil {
		found.Ledger.Copies = inspect.Unasked[inspect.Copies]("this folder is no git repository")
		return
	}
	chain, err := repo.Ledger(w.Now).Load(ctx)
	if _, broken := errors.AsType[*ledger.Broken](err); broken {
		found.Ledger.Broken = err.Error()
	}
	if err != nil {
		found.Ledger.Copies = inspect.Unasked[inspect.Copies](err.Error())
		return
	}
	copies, origin := w.compareWithOrigin(ctx, repo, chain)
	found.Ledger.Chain = copies.Chain
	state := inspect.Copies{
		Entries: len(copies.Chain.Entries), Behind: copies.Behind, Ahead: copies.Ahead, Differs: copies.Differs, Remote: origin.URL != "",
	}
	switch {
	case state.Entries == 0 && !state.Remote:
		found.Ledger.Copies = inspect.Unasked[inspect.Copies]("this clone has no ledger, and that of the forge was not looked at: set GITHUB_TOKEN")
	case state.Entries == 0:
		found.Ledger.Copies = inspect.Part[inspect.Copies]{State: inspect.Absent}
	default:
		found.Ledger.Copies = inspect.Read(state, nil)
	}
}
