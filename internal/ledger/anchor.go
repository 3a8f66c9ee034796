package ledger

import "regexp"

// Anchor is a head of a ledger as it was written down somewhere else: a ledger that does not contain it was cut short or
// rewritten, or the anchor is none of this ledger.
type Anchor struct {
	Head  string // SHA-256 of an entry file in hex
	Place string // where it stands and who wrote it, in words
	// Binding means that no one but bylaw can have written it. Any other proves nothing against a ledger.
	Binding bool
}

const anchorForm = "ledger head "

var anchored = regexp.MustCompile("^" + anchorForm + "([0-9a-f]{64})$")

// AnchorText is the text by which a head is written down: 76 characters.
func AnchorText(head string) string { return anchorForm + head }

// ParseAnchor reads a text that AnchorText wrote; ok is false for any other.
func ParseAnchor(text string) (head string, ok bool) {
	found := anchored.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	return found[1], true
}

// WithoutAnchors gives the anchors that are no point of this chain, in their order.
func (c Chain) WithoutAnchors(anchors []Anchor) []Anchor {
	var missing []Anchor
	for _, a := range anchors {
		if !c.Contains(a.Head) {
			missing = append(missing, a)
		}
	}
	return missing
}
