package wire

import (
	"errors"
	"path/filepath"

	"github.com/bylaw-dev/bylaw/internal/clients"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/login"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
)

// Login opens what getting or revoking a token takes: the server's OAuth, and the file in the folder config of a person's
// programs that remembers the applications. Who is asked for consent, and where the token goes, is for the caller to say.
func (w *Wire) Login(server, declared, config string) (login.Ports, error) {
	if config == "" {
		return login.Ports{}, diag.WithHint(errors.New("there is no folder for what login keeps to revoke tokens"), "set HOME or XDG_CONFIG_HOME")
	}
	oauth, err := mastodon.OpenOAuth(w.server(server, declared))
	return login.Ports{OAuth: oauth, Clients: clients.File{Path: filepath.Join(config, "bylaw", "clients.json")}, Now: w.Now}, err
}
