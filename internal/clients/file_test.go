package clients_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/clients"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

func client(id, server string) port.RegisteredClient {
	return port.RegisteredClient{
		Client: port.Client{ID: id, Secret: secret.New("secret of " + id), Redirect: "urn:x"}, Server: server, Purpose: "plan",
		At: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC),
	}
}

func ids(t *testing.T, f clients.File, server string) string {
	t.Helper()
	list, err := f.List(server)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range list {
		if c.Secret.Reveal() != "secret of "+c.ID {
			t.Errorf("%s has the secret %q", c.ID, c.Secret.Reveal())
		}
		if printed := fmt.Sprintf("%v %+v", c, c); strings.Contains(printed, "secret of") {
			t.Error(printed)
		}
		all = append(all, c.ID)
	}
	return strings.Join(all, " ")
}

func TestFileKeepsClients(t *testing.T) {
	f := clients.File{Path: filepath.Join(t.TempDir(), "bylaw", "clients.json")}
	if got := ids(t, f, "https://a.example"); got != "" {
		t.Errorf("a file that is not there holds %q", got)
	}
	for _, c := range []port.RegisteredClient{client("1", "https://a.example"), client("2", "https://b.example"), client("3", "https://a.example")} {
		if err := f.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	if got := ids(t, f, "https://a.example"); got != "3 1" {
		t.Errorf("the newest first: %q", got)
	}
	info, err := os.Stat(f.Path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	for _, id := range []string{"3", "3", "unknown"} {
		if err := f.Remove(id); err != nil {
			t.Error(err)
		}
	}
	if got := ids(t, f, "https://a.example") + "; " + ids(t, f, "https://b.example"); got != "1; 2" {
		t.Error(got)
	}
}

// A file that is not ours is neither read as an empty one nor overwritten.
func TestFileOfAnotherKindStays(t *testing.T) {
	for _, content := range []string{"", "x", `{"version":2}`, `[]`} {
		path := filepath.Join(t.TempDir(), "clients.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		f := clients.File{Path: path}
		if _, err := f.List("x"); err == nil {
			t.Errorf("%q was read", content)
		}
		if err := f.Add(client("1", "x")); err == nil {
			t.Errorf("%q was overwritten", content)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != content {
			t.Errorf("%q, %v", after, err)
		}
	}
}
