// Package pseudonym reads the pseudonym map: the file with the accounts behind the pseudonyms of a governance repository.
// Only moderators have it; the repository, its ledger and all output hold the pseudonyms alone.
package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// keyLength and hashLength are in bytes. 16 bytes of a hash cannot be met by chance; the key keeps everybody else from
// trying handles until one fits.
const (
	keyLength  = 32
	hashLength = 16
)

// prefix begins a pseudonym wherever a handle could be written.
const prefix = "ref:"

// Map holds the community's key and the handles whose pseudonyms can be resolved.
type Map struct {
	key     []byte
	own     string
	handles map[string]string // by pseudonym
}

// Parse reads a pseudonym map: key, 64 hexadecimal digits, and handles, a list. own is the community's own server, whose
// name a handle may leave out. No message quotes the file: it is read where logs are public.
func Parse(file string, src []byte, own string) (Map, diag.List) {
	var found diag.List
	m := Map{own: own, handles: map[string]string{}}
	root := yamldoc.Parse(file, src, &found)
	fields := root.Map("key", "handles")
	m.key = readKey(fields.Need("key"))
	for _, v := range fields.At("handles").List() {
		handle, err := m.canonical(v.Text())
		if err != nil {
			v.Fail("", "no handle")
			continue
		}
		m.handles[m.hash(handle)] = handle
	}
	return m, discreet(found)
}

// Add adds handles to the list of a pseudonym map and gives the new file. Every line that was there stays byte for byte.
func Add(file string, src []byte, handles []string) ([]byte, error) {
	var found diag.List
	root := yamldoc.Parse(file, src, &found).Map("key", "handles")
	if err := discreet(found).Err(); err != nil {
		return nil, err
	}
	var entries [][]string
	for _, handle := range handles {
		text, err := yamldoc.WriteValue(handle)
		if err != nil {
			return nil, err
		}
		entries = append(entries, []string{text})
	}
	return yamldoc.Append(src, root, "handles", entries...)
}

func readKey(v yamldoc.Value) []byte {
	key, err := hex.DecodeString(strings.ToLower(v.Text()))
	if err != nil || len(key) != keyLength {
		v.Fail("", "no key")
		return nil
	}
	return key
}

// discreet keeps the places of mistakes and drops everything that quotes the file.
func discreet(found diag.List) diag.List {
	kept := make(diag.List, 0, len(found))
	for _, d := range found {
		d.Message = "the pseudonym map cannot be read here"
		d.Hint = `write "key:" with 64 hexadecimal digits (openssl rand -hex 32) and "handles:" with a list of handles in quotes`
		kept = append(kept, d)
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

// canonical gives the one form of a handle that is hashed: without the community's own server.
func (m Map) canonical(text string) (string, error) {
	handle, err := skill.ParseAccount(text)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(handle, prefix) {
		return "", fmt.Errorf("%q is a pseudonym already", handle)
	}
	if name, ok := strings.CutSuffix(handle, "@"+m.own); ok && m.own != "" {
		return name, nil
	}
	return handle, nil
}

func (m Map) hash(handle string) string {
	mac := hmac.New(sha256.New, m.key)
	mac.Write([]byte(handle))
	return prefix + hex.EncodeToString(mac.Sum(nil)[:hashLength])
}

// Of gives the pseudonym of a handle, and whether the map can resolve it: the first 16 bytes of the HMAC-SHA-256 of the
// canonical handle under the community's key.
func (m Map) Of(handle string) (pseudonym string, known bool, err error) {
	canonical, err := m.canonical(handle)
	if err != nil {
		return "", false, err
	}
	pseudonym = m.hash(canonical)
	_, known = m.handles[pseudonym]
	return pseudonym, known, nil
}

// Handles gives the canonical handles by their pseudonyms.
func (m Map) Handles() map[string]string { return maps.Clone(m.handles) }

// Among gives the pseudonyms of those accounts that are known by handle, sorted.
func Among(handles map[string]string, accounts []string) []string {
	var pseudonyms []string
	for pseudonym, handle := range handles {
		if slices.Contains(accounts, handle) {
			pseudonyms = append(pseudonyms, pseudonym)
		}
	}
	slices.Sort(pseudonyms)
	return pseudonyms
}
