// Package annex reads the file that tells who the refs of a governance repository stand for. Only moderators hold it; the
// repository, its record and everything that bylaw says know the refs alone.
package annex

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

// keyLength and refLength are in bytes. 16 bytes of a hash cannot be met by chance; the key keeps everybody else from
// trying handles until one fits.
const (
	keyLength = 32
	refLength = 16
)

// Annex holds the community's key and the handles whose refs can be resolved.
type Annex struct {
	key     []byte
	own     string
	handles map[string]string // by ref
}

// Parse reads an annex: a map of key, 64 hexadecimal digits, and handles, a list. own is the community's own server,
// whose name a handle may leave out. No message holds anything of what is written: it is read where logs are public.
func Parse(file string, src []byte, own string) (Annex, diag.List) {
	var found diag.List
	a := Annex{own: own, handles: map[string]string{}}
	root := yamldoc.Parse(file, src, &found)
	m := root.Map("key", "handles")
	a.key = readKey(m.Need("key"))
	for _, v := range m.At("handles").List() {
		handle, err := a.canonical(v.Text())
		if err != nil {
			v.Fail("", "no handle")
			continue
		}
		a.handles[a.hash(handle)] = handle
	}
	return a, discreet(found)
}

func readKey(v yamldoc.Value) []byte {
	key, err := hex.DecodeString(strings.ToLower(v.Text()))
	if err != nil || len(key) != keyLength {
		v.Fail("", "no key")
		return nil
	}
	return key
}

// discreet gives the places of mistakes and nothing that is written there.
func discreet(found diag.List) diag.List {
	kept := make(diag.List, 0, len(found))
	for _, d := range found {
		d.Message = "the annex cannot be read here"
		d.Hint = `write "key:" with 64 hexadecimal digits (openssl rand -hex 32) and "handles:" with a list of handles in quotes`
		kept = append(kept, d)
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

// canonical gives the one form of a handle that is hashed: without the community's own server.
func (a Annex) canonical(text string) (string, error) {
	handle, err := skill.ParseAccount(text)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(handle, "ref:") {
		return "", fmt.Errorf("%q is a ref already", handle)
	}
	if name, ok := strings.CutSuffix(handle, "@"+a.own); ok && a.own != "" {
		return name, nil
	}
	return handle, nil
}

func (a Annex) hash(handle string) string {
	mac := hmac.New(sha256.New, a.key)
	mac.Write([]byte(handle))
	return "ref:" + hex.EncodeToString(mac.Sum(nil)[:refLength])
}

// Ref gives what may stand in the repository in the place of a handle, and whether the annex can resolve it: the first 16
// bytes of the HMAC-SHA-256 of the canonical handle under the community's key.
func (a Annex) Ref(handle string) (ref string, held bool, err error) {
	canonical, err := a.canonical(handle)
	if err != nil {
		return "", false, err
	}
	ref = a.hash(canonical)
	_, held = a.handles[ref]
	return ref, held, nil
}

// Handles gives the canonical handles by their refs.
func (a Annex) Handles() map[string]string { return maps.Clone(a.handles) }

// Refs gives the refs of those among some handles that the annex holds, sorted.
func Refs(handles map[string]string, among []string) []string {
	var refs []string
	for ref, handle := range handles {
		if slices.Contains(among, handle) {
			refs = append(refs, ref)
		}
	}
	slices.Sort(refs)
	return refs
}
