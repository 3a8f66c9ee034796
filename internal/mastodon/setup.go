package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Inspect reads what the server is and what it allows.
func (i *Instance) Inspect(ctx context.Context) (inspect.Server, error) {
	server, err := i.FetchServer(ctx)
	if err != nil {
		return inspect.Server{}, err
	}
	name := server.Software
	if name == "" {
		name = skill.MastodonSoftware
	}
	software, _ := skill.FindSoftware(name)
	return inspect.Server{
		Software: name, Title: software.Title, Version: server.Version, Characters: server.Limits.Characters, Pins: server.Limits.Pins,
	}, nil
}

// Account reads whom the token belongs to.
func (i *Instance) Account(ctx context.Context) (inspect.Account, error) {
	self, err := i.Whoami(ctx)
	return inspect.Account{Acct: self.Acct, Bot: self.Bot, RoleID: self.Role, Role: self.RoleName, Permissions: self.Permissions}, shown(err)
}

// Scopes reads those of the token, as Doorkeeper shows them, which Mastodon uses; other software shows those of the application
// at most. A server that shows neither, such as Mastodon before 4.3 behind a proxy, is facts.ErrNotFound.
func (i *Instance) Scopes(ctx context.Context) (inspect.Scopes, error) {
	var token struct {
		Scopes []string `json:"scope"`
	}
	if _, err := i.call(ctx, http.MethodGet, "/oauth/token/info", nil, nil, &token); err == nil && token.Scopes != nil {
		return inspect.Scopes{List: token.Scopes, OfToken: true}, nil
	}
	var answer struct {
		Scopes []string `json:"scopes"`
	}
	if _, err := i.call(ctx, http.MethodGet, "/api/v1/apps/verify_credentials", nil, nil, &answer); err != nil {
		return inspect.Scopes{}, shown(err)
	}
	if answer.Scopes == nil {
		return inspect.Scopes{}, facts.ErrNotFound
	}
	return inspect.Scopes{List: answer.Scopes}, nil
}

// Staff lists the accounts of the server that have a role of their own, apart from the token's.
func (i *Instance) Staff(ctx context.Context) ([]inspect.Staff, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	all, err := readPagesOf[account](ctx, i, accountsPathV2, url.Values{"permissions": {"staff"}, "origin": {"local"}}, accountsPage)
	if err != nil {
		return nil, shown(err)
	}
	var staff []inspect.Staff
	for _, a := range all {
		if a.ID != self.ID && a.staff() {
			staff = append(staff, inspect.Staff{
				Acct: httpapi.Plain(a.Username), RoleID: fmt.Sprint(a.Role.ID), Role: httpapi.Plain(a.Role.Name), Administrates: a.Role.administrates(),
			})
		}
	}
	return staff, nil
}

// Pins counts the posts that the account has pinned, and gives the heads of the ledger that they name.
func (i *Instance) Pins(ctx context.Context) (inspect.Pins, error) {
	pins, err := i.readPins(ctx)
	found := inspect.Pins{Used: len(pins), Anchors: anchorsIn(pins)}
	for _, p := range pins {
		found.Constitution = found.Constitution || p.digest != ""
	}
	return found, shown(err)
}

// Person looks up how an account is shown to everybody. facts.ErrNotFound means that the server knows none of that handle.
func (i *Instance) Person(ctx context.Context, handle string) (inspect.Person, error) {
	plain, err := i.handleOf(ctx, handle)
	if err != nil {
		return inspect.Person{}, err
	}
	name, domain, _ := strings.Cut(strings.TrimPrefix(plain, "@"), "@")
	var answer struct {
		Acct      string `json:"acct"`
		Suspended bool   `json:"suspended"`
		Limited   bool   `json:"limited"`
		Moved     *struct {
			Acct string `json:"acct"`
		} `json:"moved"`
	}
	if _, err := i.call(ctx, http.MethodGet, lookupPath, url.Values{"acct": {acct(name, domain)}}, nil, &answer); err != nil {
		return inspect.Person{}, shown(err)
	}
	person := inspect.Person{Acct: httpapi.Plain(answer.Acct), Suspended: answer.Suspended, Limited: answer.Limited}
	if answer.Moved != nil {
		person.Moved = "@" + httpapi.Plain(answer.Moved.Acct)
	}
	return person, nil
}

// Exchange is what the last answer of the server said of its limits and its clock.
func (i *Instance) Exchange() inspect.Exchange { return i.last.Exchange() }

// shown says of a refusal that something is not shown to this token, and of a 404 that there is none.
func shown(err error) error {
	switch statusOf(err) {
	case http.StatusForbidden:
		return errors.Join(facts.ErrForbidden, err)
	case http.StatusNotFound:
		return errors.Join(facts.ErrNotFound, err)
	}
	return err
}
