package mastodon

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// CanonicalEmailBlock is a mail address that cannot register again, known by its hash. Account is whose suspension it follows
// from, 0 where a moderator made it; the API does not show it.
type CanonicalEmailBlock struct {
	ID      int64  `json:"id,string"`
	Hash    string `json:"canonical_email_hash"`
	Account int64  `json:"account,string,omitempty"`
}

func canonicalEmailRoutes() []route {
	const read, write, path = "admin:read:canonical_email_blocks", "admin:write:canonical_email_blocks", "/api/v1/admin/canonical_email_blocks"
	exists := must((*call).findEmailHash)
	return []route{
		moderating("GET "+path, read, ManageBlocks, (*call).listEmailHashes),
		moderating("GET "+path+"/{id}", read, ManageBlocks, (*call).showEmailHash).naming(exists),
		moderating("POST "+path, write, ManageBlocks, (*call).createEmailHash),
		moderating("POST "+path+"/test", read, ManageBlocks, (*call).testEmail).naming((*call).needsEmail),
		moderating("DELETE "+path+"/{id}", write, ManageBlocks, (*call).deleteEmailHash).naming(exists),
	}
}

func canonicalEmailID(b *CanonicalEmailBlock) int64 { return b.ID }

func (b *CanonicalEmailBlock) entity() map[string]any {
	return map[string]any{"id": strconv.FormatInt(b.ID, 10), "canonical_email_hash": b.Hash}
}

// canonicalHash is the hash of an address without what does not tell two mailboxes apart.
func canonicalHash(address string) string {
	name, domain, _ := strings.Cut(strings.ToLower(address), "@")
	name, _, _ = strings.Cut(strings.ReplaceAll(name, ".", ""), "+")
	sum := sha256.Sum256([]byte(name + "@" + domain))
	return hex.EncodeToString(sum[:])
}

func (c *call) findEmailHash() (int, error) { return find(c, c.state.EmailHashes, canonicalEmailID) }

func (c *call) listEmailHashes() (any, error) {
	page, err := paginate(c, c.state.EmailHashes, canonicalEmailID, 100, 200)
	return entities(page, (*CanonicalEmailBlock).entity), err
}

func (c *call) showEmailHash() (any, error) {
	at, err := c.findEmailHash()
	if err != nil {
		return nil, err
	}
	return c.state.EmailHashes[at].entity(), nil
}

// createEmailHash takes a hash as it is, or makes it of an address, which wins.
func (c *call) createEmailHash() (any, error) {
	block := &CanonicalEmailBlock{Hash: c.params.text("canonical_email_hash")}
	if c.params.has("email") {
		block.Hash = canonicalHash(c.params.text("email"))
	}
	switch {
	case strings.TrimSpace(block.Hash) == "":
		return nil, invalid("Canonical email hash can't be blank")
	case c.state.hashBlocked(block.Hash):
		return nil, invalid("Canonical email hash has already been taken")
	}
	if !c.vanish {
		block.ID = c.state.NextID(c.now)
		c.state.EmailHashes = append(c.state.EmailHashes, block)
		c.note("blocked a mail address")
	}
	return block.entity(), nil
}

func (s *State) hashBlocked(hash string) bool {
	return slices.ContainsFunc(s.EmailHashes, func(b *CanonicalEmailBlock) bool { return b.Hash == hash })
}

func (c *call) needsEmail() error {
	if c.params.text("email") == "" {
		return refuse(http.StatusBadRequest, "param is missing or the value is empty or invalid: email")
	}
	return nil
}

func (c *call) testEmail() (any, error) {
	matches, hash := []map[string]any{}, canonicalHash(c.params.text("email"))
	for _, b := range c.state.EmailHashes {
		if b.Hash == hash {
			matches = append(matches, b.entity())
		}
	}
	return matches, nil
}

func (c *call) deleteEmailHash() (any, error) {
	at, err := c.findEmailHash()
	if err != nil {
		return nil, err
	}
	c.state.EmailHashes = slices.Delete(c.state.EmailHashes, at, at+1)
	c.note("lifted the block of a mail address")
	return ok(), nil
}

// keepOut blocks the mail address of an account of this server that is suspended, unless it is blocked already.
func (c *call) keepOut(a *Account) {
	if hash := canonicalHash(a.Email); a.Domain == "" && a.Email != "" && !c.state.hashBlocked(hash) {
		c.state.EmailHashes = append(c.state.EmailHashes, &CanonicalEmailBlock{ID: c.state.NextID(c.now), Hash: hash, Account: a.ID})
	}
}

// letIn takes away what its suspension brought, and nothing that a moderator made.
func (c *call) letIn(a *Account) {
	c.state.EmailHashes = slices.DeleteFunc(c.state.EmailHashes, func(b *CanonicalEmailBlock) bool { return b.Account == a.ID })
}
