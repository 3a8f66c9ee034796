// Package login is the use case of getting a token: register an application, ask a person, verify what came of it, and hand
// the token over; and of ending one. A token that cannot be handed over is revoked: none is left behind that no one has.
package login

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Ports is what login needs of the world.
type Ports struct {
	OAuth   port.OAuth
	Consent port.Consent
	Clients port.Clients
	Vault   port.Vault
	Now     func() time.Time
}

// Options say which token.
type Options struct {
	Server  string // base URL
	Purpose access.Purpose
	Granted []skill.Skill // by the constitution
}

// Result is a token that was handed over, without the token.
type Result struct {
	Holder      port.Holder
	Asked       access.Need
	Granted     []string     // scopes, as the server states them
	More        []string     // scopes that were granted and not asked for
	Missing     []string     // permissions that the role does not have
	Unsupported []skill.Name // skills that the server's software does not have; nothing was asked for them
	PKCE        bool         // the server says that it checks the verifier
	Expires     time.Time    // zero: never
}

// Run gets a token and hands it over.
func Run(ctx context.Context, p Ports, o Options) (Result, error) {
	if err := p.Vault.Check(ctx); err != nil {
		return Result{}, err
	}
	server, err := p.OAuth.Describe(ctx)
	if err != nil {
		return Result{}, err
	}
	supported, unsupported := divide(o.Granted, server.Software)
	r := Result{Asked: access.Of(o.Purpose, supported), Unsupported: unsupported, PKCE: server.PKCE}
	if err := known(r.Asked.Scopes, server.Scopes); err != nil {
		return Result{}, err
	}
	client, err := p.register(ctx, o, r.Asked.Scopes)
	if err != nil {
		return Result{}, err
	}
	grant, err := p.ask(ctx, client, r.Asked.Scopes)
	if err != nil {
		return Result{}, errors.Join(err, p.Clients.Remove(client.ID))
	}
	if err := p.handOver(ctx, grant, &r); err != nil {
		return Result{}, p.undo(ctx, client, grant.Token, err)
	}
	return r, nil
}

// divide separates the skills that a software has from those that it does not.
func divide(granted []skill.Skill, software skill.Software) (supported []skill.Skill, unsupported []skill.Name) {
	for _, s := range granted {
		if s.Scope == "" || software.Unsupported(s.Name, nil) == "" {
			supported = append(supported, s)
		} else {
			unsupported = append(unsupported, s.Name)
		}
	}
	return supported, unsupported
}

// known refuses to ask for scopes that the server says it does not have. A server that says nothing is asked.
func known(asked, known []string) error {
	if known == nil {
		return nil
	}
	unknown := slices.DeleteFunc(slices.Clone(asked), func(scope string) bool { return slices.Contains(known, scope) })
	if len(unknown) == 0 {
		return nil
	}
	return diag.WithHint(fmt.Errorf("the server does not know the scopes %s", strings.Join(unknown, ", ")),
		"update the server, or remove the skills that need them from the constitution (\"bylaw skills\" names the scopes of each)")
}

// register makes the application and keeps it before there is a token that only it can revoke. It is a new one each time: with
// the same one a server gives the same token again, and a token could not be replaced before the old one is revoked.
func (p Ports) register(ctx context.Context, o Options, scopes []string) (port.Client, error) {
	client, err := p.OAuth.Register(ctx, "bylaw "+string(o.Purpose), p.Consent.Redirect(), scopes)
	if err != nil {
		return port.Client{}, err
	}
	return client, p.Clients.Add(port.RegisteredClient{Client: client, Server: o.Server, Purpose: string(o.Purpose), At: p.Now()})
}

func (p Ports) ask(ctx context.Context, client port.Client, scopes []string) (port.Grant, error) {
	asked := p.OAuth.Ask(client, scopes)
	code, err := p.Consent.Code(ctx, asked)
	if err != nil {
		return port.Grant{}, err
	}
	return p.OAuth.Exchange(ctx, client, asked, code)
}

// handOver compares what was granted with what was asked for, and gives the token away. A role can be changed later, so that
// permissions that are missing do not stop it; scopes cannot.
func (p Ports) handOver(ctx context.Context, grant port.Grant, r *Result) (err error) {
	if r.Holder, err = p.OAuth.Holder(ctx, grant.Token); err != nil {
		return err
	}
	r.Granted, r.Expires = grant.Scopes, grant.Expires
	if uncovered := access.Uncovered(r.Asked.Scopes, grant.Scopes); len(uncovered) > 0 {
		return fmt.Errorf("the server granted fewer scopes than asked for: %s is missing", strings.Join(uncovered, ", "))
	}
	r.More = access.Uncovered(grant.Scopes, r.Asked.Scopes)
	r.Missing = access.Missing(r.Asked.Permissions, r.Holder.Permissions)
	return p.Vault.Put(ctx, grant.Token)
}

// undo revokes a token that no one gets, also where the run was interrupted.
func (p Ports) undo(ctx context.Context, client port.Client, token secret.Secret, cause error) error {
	if err := p.OAuth.Revoke(context.WithoutCancel(ctx), client, token); err != nil {
		return fmt.Errorf("%w; the token was not revoked: %w", cause, err)
	}
	return diag.WithHint(errors.Join(fmt.Errorf("%w; the token was revoked", cause), p.Clients.Remove(client.ID)), "%s", diag.HintOf(cause))
}
