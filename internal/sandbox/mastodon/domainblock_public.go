package mastodon

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// listPublicBlocks is the list that everybody sees, where the server shows one: those that suspend first, without those that limit
// nothing.
func (c *call) listPublicBlocks() (any, error) {
	if c.state.BlocksHidden {
		return nil, errNotFound
	}
	var shown []*DomainBlock
	for _, b := range c.state.DomainBlocks {
		if b.Severity != "noop" {
			shown = append(shown, b)
		}
	}
	slices.SortStableFunc(shown, func(a, b *DomainBlock) int {
		return cmp.Or(-cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Domain, b.Domain))
	})
	return entities(shown, func(b *DomainBlock) map[string]any {
		digest := sha256.Sum256([]byte(b.Domain))
		comment := ""
		if b.PublicComment != nil {
			comment = *b.PublicComment
		}
		return map[string]any{"domain": b.publicDomain(), "digest": hex.EncodeToString(digest[:]), "severity": b.Severity, "comment": comment}
	}), nil
}

// publicDomain masks the middle half of the name where that is asked for.
func (b *DomainBlock) publicDomain() string {
	if !b.Obfuscate {
		return b.Domain
	}
	name := []rune(b.Domain)
	visible := len(name) / 4
	for i, r := range name {
		if i > visible && i < len(name)-visible && r != '.' {
			name[i] = '*'
		}
	}
	return string(name)
}
