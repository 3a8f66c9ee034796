package git_test

import (
	"errors"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func now() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// entry makes the next entry of a chain, an incident that says something, with a facts file.
func entry(t *testing.T, chain ledger.Chain, text string) []ledger.File {
	t.Helper()
	evidence, sum, err := ledger.FactsFile(map[string]string{"said": text})
	if err != nil {
		t.Fatal(err)
	}
	_, file, err := chain.Next(ledger.Incident, now(), 0, "", map[string]string{"text": text, "facts": sum})
	if err != nil {
		t.Fatal(err)
	}
	return []ledger.File{evidence, file}
}

func load(t *testing.T, l *git.Ledger) ledger.Chain {
	t.Helper()
	chain, err := l.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

func appendTo(t *testing.T, l *git.Ledger, text string) {
	t.Helper()
	chain := load(t, l)
	if err := l.Append(t.Context(), chain.Head, entry(t, chain, text)); err != nil {
		t.Fatal(err)
	}
}

// stores gives an opener for each way to keep a ledger: every call opens the same one again.
func stores(t *testing.T) map[string]func(t *testing.T) func() *git.Ledger {
	t.Helper()
	open := func(t *testing.T, dir string) func() *git.Ledger {
		return func() *git.Ledger {
			l, err := git.OpenLedger(dir, now)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
	}
	return map[string]func(t *testing.T) func() *git.Ledger{
		"a bare repository that does not exist yet": func(t *testing.T) func() *git.Ledger {
			return open(t, filepath.Join(t.TempDir(), "new", "ledger.git"))
		},
		"a work repository": func(t *testing.T) func() *git.Ledger {
			repo := initRepo(t)
			write(t, repo, "governance/bylaw.yaml", "version: 1\n")
			return open(t, repo.Root())
		},
		"a path as remote": func(t *testing.T) func() *git.Ledger {
			remote := git.Remote{URL: filepath.Join(t.TempDir(), "ledger.git")}
			return openRemote(t, remote)
		},
		"a server": func(t *testing.T) func() *git.Ledger {
			_, remote := serve(t)
			return openRemote(t, remote)
		},
	}
}

func openRemote(t *testing.T, remote git.Remote) func() *git.Ledger {
	return func() *git.Ledger {
		l, err := git.OpenRemoteLedger(remote, now)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
}

// serve starts a fake forge over an empty bare repository.
func serve(t *testing.T) (*github.Server, git.Remote) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "base.git")
	if _, err := git.Create(dir); err != nil {
		t.Fatal(err)
	}
	forge, err := github.New(github.Options{Now: now, Owner: "coop", Repo: "governance", Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	token := forge.Join(github.Account{ID: 7, Login: "app[bot]", Type: "Bot", Permission: "write"})
	remote := serveForge(t, forge)
	remote.Password = func() string { return token }
	return forge, remote
}

func serveForge(t *testing.T, forge *github.Server) git.Remote {
	t.Helper()
	server := httptest.NewServer(forge)
	t.Cleanup(server.Close)
	return git.Remote{URL: server.URL + "/coop/governance.git"}
}

func TestLedgerKeepsAChainWhereverItLies(t *testing.T) {
	for name, make := range stores(t) {
		t.Run(name, func(t *testing.T) {
			open := make(t)
			if empty := load(t, open()); len(empty.Entries) != 0 {
				t.Fatalf("a new ledger has %d entries", len(empty.Entries))
			}
			for _, text := range []string{"one", "two", "three"} {
				appendTo(t, open(), text)
			}
			chain := load(t, open())
			if len(chain.Entries) != 3 || len(chain.Facts) != 3 {
				t.Errorf("got %d entries and %d facts, want 3 and 3", len(chain.Entries), len(chain.Facts))
			}
		})
	}
}

func TestLedgerRefusesAHeadThatIsNotTheLastEntry(t *testing.T) {
	for name, make := range stores(t) {
		t.Run(name, func(t *testing.T) {
			open := make(t)
			first, second := open(), open()
			stale := load(t, first)
			appendTo(t, second, "changed concurrently")
			err := first.Append(t.Context(), stale.Head, entry(t, stale, "late"))
			if !errors.Is(err, ledger.ErrMoved) {
				t.Fatalf("got %v, want %v", err, ledger.ErrMoved)
			}
			if chain := load(t, first); len(chain.Entries) != 1 {
				t.Errorf("got %d entries, want 1", len(chain.Entries))
			}
		})
	}
}

func TestOfManyWritersOnOneHeadExactlyOneWins(t *testing.T) {
	for name, make := range stores(t) {
		t.Run(name, func(t *testing.T) {
			open := make(t)
			chain := load(t, open())
			const writers = 6
			results := [writers]error{}
			var wait sync.WaitGroup
			for i := range writers {
				l, files := open(), entry(t, chain, string(rune('a'+i)))
				wait.Go(func() { results[i] = l.Append(t.Context(), chain.Head, files) })
			}
			wait.Wait()
			won := 0
			for _, err := range results {
				switch {
				case err == nil:
					won++
				case !errors.Is(err, ledger.ErrMoved):
					t.Errorf("a writer that lost: %v", err)
				}
			}
			if after := load(t, open()); won != 1 || len(after.Entries) != 1 {
				t.Errorf("%d writers won, the ledger has %d entries", won, len(after.Entries))
			}
		})
	}
}

func TestLedgerLeavesWorkTreeIndexAndHeadAlone(t *testing.T) {
	repo := initRepo(t)
	commit := write(t, repo, "governance/bylaw.yaml", "version: 1\n")
	appendTo(t, repo.Ledger(now), "one")
	got, err := repo.Status()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(git.Status{Branch: "main", Head: commit}, got); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
	if _, err := repo.MergeBase("main", git.LedgerBranch); !errors.Is(err, git.ErrUnrelated) {
		t.Errorf("the ledger is no orphan branch: %v", err)
	}
}

func TestLedgerTakesNoFileThatHasNoPlaceInIt(t *testing.T) {
	l := initRepo(t).Ledger(now)
	chain := load(t, l)
	for _, path := range []string{"../x", "entries/../x.json", "entries/1.json", "facts/x.json", "README", "entries/000001.json/x", "/entries/000001.json"} {
		if err := l.Append(t.Context(), chain.Head, []ledger.File{{Path: path, Data: []byte("{}\n")}}); err == nil {
			t.Errorf("%q was written", path)
		}
	}
	if after := load(t, l); len(after.Entries) != 0 {
		t.Errorf("got %d entries", len(after.Entries))
	}
}

func TestLedgerNeverReplacesAnEntry(t *testing.T) {
	l := initRepo(t).Ledger(now)
	appendTo(t, l, "one")
	chain := load(t, l)
	other := entry(t, ledger.Chain{}, "another first entry")
	if err := l.Append(t.Context(), chain.Head, other); !errors.Is(err, ledger.ErrMoved) {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff(chain, load(t, l)); diff != "" {
		t.Errorf("the ledger changed (-before +after):\n%s", diff)
	}
}

// sign puts a checkpoint next to the folders of a ledger, as a newer bylaw does.
func sign(t *testing.T, dir string) (checkpoint plumbing.Hash) {
	t.Helper()
	repo, err := gogit.PlainOpen(dir)
	must(t, err)
	name := plumbing.NewBranchReferenceName(git.LedgerBranch)
	ref, err := repo.Reference(name, true)
	must(t, err)
	tip, err := repo.CommitObject(ref.Hash())
	must(t, err)
	root, err := tip.Tree()
	must(t, err)
	blob := repo.Storer.NewEncodedObject()
	blob.SetType(plumbing.BlobObject)
	checkpoint, err = repo.Storer.SetEncodedObject(blob)
	must(t, err)
	root.Entries = append([]object.TreeEntry{{Name: ledger.Checkpoint, Mode: filemode.Regular, Hash: checkpoint}}, root.Entries...)
	tree := repo.Storer.NewEncodedObject()
	must(t, root.Encode(tree))
	next := &object.Commit{Author: tip.Author, Committer: tip.Committer, Message: "sign", ParentHashes: []plumbing.Hash{tip.Hash}}
	next.TreeHash, err = repo.Storer.SetEncodedObject(tree)
	must(t, err)
	commit := repo.Storer.NewEncodedObject()
	must(t, next.Encode(commit))
	hash, err := repo.Storer.SetEncodedObject(commit)
	must(t, err)
	must(t, repo.Storer.SetReference(plumbing.NewHashReference(name, hash)))
	return checkpoint
}

func TestLedgerKeepsTheCheckpointOfANewerBylaw(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger.git")
	l, err := git.OpenLedger(dir, now)
	must(t, err)
	appendTo(t, l, "one")
	checkpoint := sign(t, dir)
	appendTo(t, l, "two")
	if chain := load(t, l); len(chain.Entries) != 2 || len(chain.Unread) != 1 {
		t.Errorf("%d entries, unread %q", len(chain.Entries), chain.Unread)
	}
	repo, err := gogit.PlainOpen(dir)
	must(t, err)
	tip, err := repo.ResolveRevision(git.LedgerBranch)
	must(t, err)
	commit, err := repo.CommitObject(*tip)
	must(t, err)
	if file, err := commit.File(ledger.Checkpoint); err != nil || file.Hash != checkpoint {
		t.Errorf("the checkpoint is gone: %v", err)
	}
}

func TestAChainThatDidNotMoveIsVerifiedOnce(t *testing.T) {
	for name, store := range stores(t) {
		t.Run(name, func(t *testing.T) {
			open := store(t)
			mine, theirs := open(), open()
			if diff := cmp.Diff(load(t, mine), load(t, mine)); diff != "" {
				t.Errorf("an empty ledger differs from itself:\n%s", diff)
			}
			appendTo(t, mine, "one")
			first, again := load(t, mine), load(t, mine)
			if &first.Entries[0] != &again.Entries[0] {
				t.Error("the same commits were read again")
			}
			appendTo(t, theirs, "two")
			if got := load(t, mine); len(got.Entries) != 2 || len(first.Entries) != 1 {
				t.Errorf("after another run wrote, %d entries; before, %d", len(got.Entries), len(first.Entries))
			}
		})
	}
}
