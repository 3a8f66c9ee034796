package login

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// Revoked is a token that is of no use any more.
type Revoked struct {
	Known   bool   // whether the server accepted it until now
	Handle  string // whose it was, "" where its scopes did not show that
	Purpose string // what it was for
}

// Logout revokes a token, and makes sure that the server does not accept it any more. Only the application that got it can do
// that; of those that are kept each is tried, the newest first.
func Logout(ctx context.Context, p Ports, server string, token secret.Secret) (Revoked, error) {
	holder, err := p.OAuth.Holder(ctx, token)
	if errors.Is(err, port.ErrNoToken) {
		return Revoked{}, nil
	}
	if err != nil {
		return Revoked{}, err
	}
	clients, err := p.Clients.List(server)
	if err != nil {
		return Revoked{}, err
	}
	for _, client := range clients {
		err := p.OAuth.Revoke(ctx, client.Client, token)
		if errors.Is(err, port.ErrOtherClient) {
			continue
		}
		if err == nil {
			err = p.gone(ctx, token)
		}
		if err != nil {
			return Revoked{}, err
		}
		return Revoked{true, holder.Handle, client.Purpose}, p.Clients.Remove(client.ID)
	}
	whose := cmp.Or(holder.Handle, "its account")
	return Revoked{}, diag.WithHint(fmt.Errorf("the token of %s was not issued to an application that this machine registered", whose),
		"run logout where login ran, or revoke it on the server: sign in as %s, Preferences, Account, Authorized apps", whose)
}

// gone makes sure that a token is not accepted any more.
func (p Ports) gone(ctx context.Context, token secret.Secret) error {
	holder, err := p.OAuth.Holder(ctx, token)
	switch {
	case errors.Is(err, port.ErrNoToken):
		return nil
	case err != nil:
		return fmt.Errorf("the server says that the token is revoked; whether that is so could not be checked: %w", err)
	}
	return fmt.Errorf("the server says that the token is revoked, and still accepts it as that of %s", cmp.Or(holder.Handle, "its account"))
}
