package yamldoc

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Pair is a key with its value: a string, a bool, a whole number, or a list of strings or of maps of strings.
type Pair struct {
	Key   string
	Value any
}

// WriteFlow gives a map as one line in braces, in the order given; text is quoted where it would be read as anything else.
func WriteFlow(pairs []Pair) (string, error) {
	m := yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	for _, pair := range pairs {
		value, err := onOneLine(pair.Value)
		if err != nil {
			return "", fmt.Errorf("%s %w", pair.Key, err)
		}
		var key yaml.Node
		key.SetString(pair.Key)
		m.Content = append(m.Content, &key, value)
	}
	return marshal(&m)
}

// WriteValue gives a value alone as one line, which may stand in a list or behind a key.
func WriteValue(value any) (string, error) {
	element, err := onOneLine(value)
	if err != nil {
		return "", fmt.Errorf("the value %w", err)
	}
	line, err := marshal(&yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{element}})
	return strings.TrimSuffix(strings.TrimPrefix(line, "["), "]"), err
}

func marshal(n *yaml.Node) (string, error) {
	out, err := yaml.Marshal(n)
	return strings.TrimSuffix(string(out), "\n"), err
}

// onOneLine gives a value as a node without line breaks. Its errors complete "NAME ...".
func onOneLine(value any) (*yaml.Node, error) {
	var n yaml.Node
	switch v := value.(type) {
	case bool:
		n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(v)}
	case int:
		n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(v)}
	case string:
		if !utf8.ValidString(v) {
			return nil, errors.New("is not UTF-8 text")
		}
		n.SetString(v)
		if strings.ContainsAny(v, "\r\n") {
			n.Style = yaml.DoubleQuotedStyle
		}
	case []any:
		n.Kind, n.Style = yaml.SequenceNode, yaml.FlowStyle
		for _, element := range v {
			child, err := onOneLine(element)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, child)
		}
	case map[string]any:
		n.Kind, n.Style = yaml.MappingNode, yaml.FlowStyle
		for _, key := range slices.Sorted(maps.Keys(v)) {
			child, err := onOneLine(v[key])
			if err != nil {
				return nil, err
			}
			var name yaml.Node
			name.SetString(key)
			n.Content = append(n.Content, &name, child)
		}
	default:
		return nil, errors.New("cannot be written on one line")
	}
	return &n, nil
}
