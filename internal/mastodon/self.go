package mastodon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// Self is the account that the token belongs to.
type Self struct {
	ID          string
	Acct        string
	Bot         bool   // whether it says that it acts by itself
	Role        string // the role's id
	RoleName    string // as the server's administrators call it
	Permissions uint64 // bits of the role; 1 is the administrator
	Note        string // profile text as written, not as HTML
	Visibility  string // default of its posts
}

// Whoami reads the token's account once and keeps it. A token that the server does not accept is ErrCredentials.
func (i *Instance) Whoami(ctx context.Context) (Self, error) {
	if known := i.self.Load(); known != nil {
		return *known, nil
	}
	if i.transport.Secret.Empty() {
		return Self{}, fmt.Errorf("%w: none was given", ErrCredentials)
	}
	var answer selfAnswer
	const path = "/api/v1/accounts/verify_credentials"
	if _, err := i.call(ctx, http.MethodGet, path, nil, nil, &answer); err != nil {
		return Self{}, err
	}
	self, err := answer.self()
	if err != nil {
		return Self{}, &AnswerError{http.MethodGet, path, err.Error()}
	}
	i.self.Store(&self)
	return self, nil
}

// selfAnswer keeps what go-mastodon's Account drops: the role.
type selfAnswer struct {
	ID   string `json:"id"`
	Acct string `json:"acct"`
	Bot  bool   `json:"bot"`
	Role *struct {
		ID          any    `json:"id"` // a number before 4.0, a text since
		Name        string `json:"name"`
		Permissions string `json:"permissions"`
	} `json:"role"`
	Source struct {
		Note    string `json:"note"`
		Privacy string `json:"privacy"`
	} `json:"source"`
}

func (a selfAnswer) self() (Self, error) {
	self := Self{ID: a.ID, Acct: httpapi.Plain(a.Acct), Bot: a.Bot, Note: a.Source.Note, Visibility: a.Source.Privacy}
	if a.ID == "" {
		return Self{}, errors.New("the account has no id")
	}
	if a.Role == nil {
		return self, nil
	}
	bits, err := strconv.ParseUint(cmp.Or(a.Role.Permissions, "0"), 10, 64)
	if err != nil {
		return Self{}, fmt.Errorf("the role's permissions are %q, expected a decimal number", httpapi.Plain(a.Role.Permissions))
	}
	self.Role, self.RoleName, self.Permissions = fmt.Sprint(a.Role.ID), httpapi.Plain(a.Role.Name), bits
	return self, nil
}
