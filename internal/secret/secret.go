// Package secret holds a token, a code or a password, so that nothing prints or encodes it.
package secret

import (
	"fmt"
	"strings"
)

// Hidden is shown in place of a secret.
const Hidden = "***"

// Secret is a token that cannot be printed: every verb of fmt, JSON and text marshalling give "***". It lies behind a function,
// so that even a struct that holds a Secret in an unexported field prints no more than an address.
type Secret struct{ reveal func() string }

// New wraps a token; spaces and line ends around it, which files and environments like to add, are dropped.
func New(token string) Secret {
	token = strings.TrimSpace(token)
	if token == "" {
		return Secret{}
	}
	return Secret{func() string { return token }}
}

// Empty reports whether there is no token.
func (s Secret) Empty() bool { return s.reveal == nil }

// Reveal gives the token to what must send it, "" where there is none.
func (s Secret) Reveal() string {
	if s.Empty() {
		return ""
	}
	return s.reveal()
}

// Redact takes the token out of a text that came from outside: a server may echo the header that it was sent.
func (s Secret) Redact(text string) string {
	if s.Empty() {
		return text
	}
	return strings.ReplaceAll(text, s.reveal(), Hidden)
}

// Format prints "***" whatever the verb and the flags are.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, Hidden) }

// String gives "***".
func (s Secret) String() string { return Hidden }

// MarshalText gives "***"; JSON, YAML and slog go through it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(Hidden), nil }
