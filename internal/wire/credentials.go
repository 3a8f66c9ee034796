package wire

import (
	"errors"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
)

// Credentials says whether an error is about a token that is missing, was refused, or has too few scopes.
func Credentials(err error) bool {
	return errors.Is(err, ErrNoServer) || errors.Is(err, ErrNoForge) || errors.Is(err, mastodon.ErrCredentials) ||
		errors.Is(err, mastodon.ErrScope) || ForgeRefuses(err)
}

// ForgeRefuses says that the forge does not accept the token, in its API or where its repository is fetched.
func ForgeRefuses(err error) bool {
	return errors.Is(err, forge.ErrCredentials) || errors.Is(err, git.ErrCredentials)
}
