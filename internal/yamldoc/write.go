package yamldoc

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Pair is a key with its value: a string, a bool, or a list of strings or of maps of strings.
type Pair struct {
	Key   string
	Value any
}

// WriteFlow gives a map as one line in braces, in the order given; text is quoted where it would be read as anything else.
func WriteFlow(pairs []Pair) (string, error) {
	m := yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	for _, pair := range pairs {
		var key, value yaml.Node
		key.SetString(pair.Key)
		switch v := pair.Value.(type) {
		case bool:
			value = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(v)}
		case string:
			if !utf8.ValidString(v) {
				return "", fmt.Errorf("%s is not UTF-8 text", pair.Key)
			}
			value.SetString(v)
			if strings.ContainsAny(v, "\r\n") {
				value.Style = yaml.DoubleQuotedStyle
			}
		case []any:
			if err := value.Encode(v); err != nil {
				return "", fmt.Errorf("%s: %w", pair.Key, err)
			}
			value.Style = yaml.FlowStyle
		default:
			return "", fmt.Errorf("%s cannot be written on one line", pair.Key)
		}
		m.Content = append(m.Content, &key, &value)
	}
	out, err := yaml.Marshal(&m)
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(string(out), "\n"), nil
}
