package wire

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/pseudonym"
)

// PseudonymVariable names the file with the pseudonym map.
const PseudonymVariable = "BYLAW_PSEUDONYMS"

// pseudonymMax bounds the file in bytes.
const pseudonymMax = 8 << 20

// Pseudonyms reads the pseudonym map, if there is one; own is the community's own server.
func (w *Wire) Pseudonyms(own string) (pseudonym.Map, bool, error) {
	name := w.Env(PseudonymVariable)
	if name == "" {
		return pseudonym.Map{}, false, nil
	}
	src, err := w.readMap(name)
	if err != nil {
		return pseudonym.Map{}, false, diag.WithHint(err, "%s is the path of the pseudonym map; without it pseudonyms cannot be resolved", PseudonymVariable)
	}
	read, mistakes := pseudonym.Parse(name, src, own)
	return read, true, mistakes.Err()
}

// handles gives the handles by their pseudonyms; nil where the environment names no map.
func (w *Wire) handles(own string) (map[string]string, error) {
	read, there, err := w.Pseudonyms(own)
	if err != nil || !there {
		return nil, err
	}
	return read.Handles(), nil
}

func (w *Wire) readMap(name string) ([]byte, error) {
	file, err := os.Open(w.Path(name))
	if err != nil {
		return nil, err
	}
	src, err := io.ReadAll(io.LimitReader(file, pseudonymMax+1))
	if err == nil && len(src) > pseudonymMax {
		err = fmt.Errorf("%s: larger than %d bytes", name, pseudonymMax)
	}
	return src, errors.Join(err, file.Close())
}

// AddHandles adds handles to the pseudonym map of the environment.
func (w *Wire) AddHandles(handles []string) error {
	if len(handles) == 0 {
		return nil
	}
	name := w.Env(PseudonymVariable)
	src, err := w.readMap(name)
	if err != nil {
		return err
	}
	after, err := pseudonym.Add(name, src, handles)
	if err != nil {
		return diag.WithHint(fmt.Errorf("the pseudonym map cannot be added to: %w", err), "write its handles as lines that begin with \"- \"")
	}
	return os.WriteFile(w.Path(name), after, 0o600)
}
