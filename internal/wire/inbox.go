package wire

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/inbox"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
)

// InboxKey is the variable that holds the key with which the inbox signs.
const InboxKey = "BYLAW_INBOX_KEY"

// Inbox opens what a pass of the inbox works on: the forge, the ledger, and the server with the inbox's own token and key.
func (w *Wire) Inbox(ctx context.Context) (inbox.Ports, error) {
	if w.ServerNamed() != nil {
		return inbox.Ports{}, diag.WithHint(ErrNoServer, `set both to the server and the token of the inbox's own account, which "bylaw login --for inbox" gets`)
	}
	key, err := w.inboxKey()
	if err != nil {
		return inbox.Ports{}, err
	}
	tree, err := w.WorkTree()
	if err != nil {
		return inbox.Ports{}, err
	}
	server, err := mastodon.Open(w.operator(charter.LoadSettings(tree).Instance))
	if err != nil {
		return inbox.Ports{}, err
	}
	h, err := w.Forge(ctx)
	if err != nil {
		return inbox.Ports{}, err
	}
	if err := h.Writable("no vote was read", "members vote there by reviews"); err != nil {
		return inbox.Ports{}, err
	}
	return inbox.Ports{Check: h.Ports, Server: mastodon.Inbox{Instance: server}, Key: key}, nil
}

// inboxKey reads the key. No error says anything of what the variable holds.
func (w *Wire) inboxKey() (note.Signer, error) {
	text := strings.TrimSpace(w.Env(InboxKey))
	if text == "" {
		return nil, diag.WithHint(errors.New(InboxKey+" is not set"), `set it to the key that "bylaw inbox --new-key FILE" has written`)
	}
	key, err := note.NewSigner(text)
	if err != nil {
		return nil, diag.WithHint(errors.New(InboxKey+" is not a signing key"), `set it to the whole line that "bylaw inbox --new-key FILE" has written`)
	}
	return key, nil
}

// NewInboxKey makes a pair of keys for the community's inbox: the private half signs, the public half belongs in ballots.key.
func (w *Wire) NewInboxKey() (private, public string, err error) {
	tree, err := w.WorkTree()
	if err != nil {
		return "", "", err
	}
	domain := charter.LoadSettings(tree).Domain
	if domain == "" {
		return "", "", diag.WithHint(errors.New("the settings name no instance, by which the key is called"), "run this in a governance repository, or name one with --dir")
	}
	return note.GenerateKey(w.Random, domain+"/bylaw-inbox")
}
