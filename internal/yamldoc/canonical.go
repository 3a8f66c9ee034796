package yamldoc

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Canonical gives a text that is equal for two values that mean the same: order of keys, comments, quotes and layout are
// left out, order of lists is kept. It is for comparing, not for reading.
func (v Value) Canonical() string {
	var b strings.Builder
	canonical(&b, v.node)
	return b.String()
}

func canonical(b *strings.Builder, n *yaml.Node) {
	switch {
	case n == nil:
		b.WriteString("absent")
	case n.Kind == yaml.AliasNode:
		canonical(b, n.Alias)
	case n.Kind == yaml.MappingNode:
		b.WriteString(n.ShortTag() + "{" + strings.Join(canonicalPairs(n), ",") + "}")
	case n.Kind == yaml.SequenceNode:
		b.WriteString(n.ShortTag() + "[")
		for _, child := range n.Content {
			canonical(b, child)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	default:
		b.WriteString(n.ShortTag() + strconv.Quote(n.Value))
	}
}

// canonicalPairs gives the keys with their values, sorted.
func canonicalPairs(n *yaml.Node) []string {
	var pairs []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		var pair strings.Builder
		canonical(&pair, n.Content[i])
		pair.WriteByte(':')
		canonical(&pair, n.Content[i+1])
		pairs = append(pairs, pair.String())
	}
	slices.Sort(pairs)
	return pairs
}
