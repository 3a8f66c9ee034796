package mastodon

import (
	"fmt"
	"strings"
)

const hidden = "***"

// Token is an access token that cannot be printed: every verb of fmt, JSON and text marshalling give "***". The secret lies
// behind a function, so that even a struct that holds a Token in an unexported field prints no more than an address.
type Token struct{ reveal func() string }

// NewToken wraps a secret; spaces and line ends around it, which files and environments like to add, are dropped.
func NewToken(secret string) Token {
	secret = strings.TrimSpace(secret)
	if secret == "" {
		return Token{}
	}
	return Token{func() string { return secret }}
}

// Empty tells whether there is no secret.
func (t Token) Empty() bool { return t.reveal == nil }

// Format prints "***" whatever the verb and the flags are.
func (t Token) Format(f fmt.State, _ rune) { fmt.Fprint(f, hidden) }

// String gives "***".
func (t Token) String() string { return hidden }

// MarshalText gives "***"; JSON, YAML and slog go through it.
func (t Token) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// secret gives the clear text, for the Authorization header alone.
func (t Token) secret() string {
	if t.Empty() {
		return ""
	}
	return t.reveal()
}

// redact takes the secret out of a text that came from outside: a server may echo the header that it was sent.
func (t Token) redact(text string) string {
	if t.Empty() {
		return text
	}
	return strings.ReplaceAll(text, t.secret(), hidden)
}
