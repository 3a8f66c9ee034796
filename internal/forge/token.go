package forge

import (
	"fmt"
	"io"
)

// Token is a secret for the API. It hides in a function, so that no way of printing or encoding it, or a struct that
// holds it, shows it.
type Token struct{ reveal func() string }

// NewToken wraps a secret; "" is no token.
func NewToken(secret string) Token {
	if secret == "" {
		return Token{}
	}
	return Token{func() string { return secret }}
}

// Reveal gives the secret to what must send it, "" where there is none.
func (t Token) Reveal() string {
	if t.reveal == nil {
		return ""
	}
	return t.reveal()
}

// Format writes *** for every verb.
func (t Token) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, "***") }

// String gives ***.
func (t Token) String() string { return "***" }

// MarshalText gives ***, so that JSON and YAML do too.
func (t Token) MarshalText() ([]byte, error) { return []byte("***"), nil }
