package browser

import (
	"context"
	"errors"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// OutOfBand is for a machine without a browser: the server shows the code to the person, who copies it. There is no state then,
// and the verifier alone binds the code to this login.
type OutOfBand struct {
	Ask func(page string) (code string, err error) // shows the page's address and reads one line
}

// Redirect is the word for no address.
func (OutOfBand) Redirect() string { return "urn:ietf:wg:oauth:2.0:oob" }

// Code asks the person for the code.
func (o OutOfBand) Code(ctx context.Context, asked port.Authorization) (secret.Secret, error) {
	code, err := o.Ask(asked.Page)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return secret.Secret{}, err
	}
	typed := secret.New(code)
	if typed.Empty() {
		return typed, diag.WithHint(errors.New("no code was given; no token was made"), "open the page, authorize, and paste the code that it shows")
	}
	return typed, nil
}
