package charter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Argument reads a parameter of a skill as it is written on a command line, and gives it the form that an entry of a file
// gets. A list is given as one text.
func (c Charter) Argument(s skill.Name, p skill.Param, text string) (any, error) {
	value, err := argument(p, text)
	if err != nil {
		return nil, err
	}
	if domain, ok := value.(string); ok && s == skill.BlockDomain && p.Type == skill.Domain && covers(domain, c.Settings.Domain) {
		return nil, fmt.Errorf("%q is the community's own server, or covers it", domain)
	}
	return value, nil
}

func argument(p skill.Param, text string) (any, error) {
	switch p.Type {
	case skill.Flag:
		return flag(p, text)
	case skill.Word:
		if !slices.Contains(p.Words, text) {
			hint := skill.SuggestWord(text, p.Words)
			return nil, withHint(fmt.Errorf("%s: expected one of %s, found %q", p.Name, strings.Join(p.Words, ", "), text), hint)
		}
		return text, nil
	case skill.List:
		return []any{text}, nil
	case skill.Moment:
		return stamp(p.Name, text, 0)
	case skill.Domain:
		return skill.ParseDomain(text)
	case skill.Network:
		return skill.ParseNetwork(text)
	case skill.Account:
		return skill.ParseAccount(text)
	case skill.ID:
		return skill.ParseID(text)
	case skill.Secret:
		return skill.ParseSecret(text)
	case skill.Hashtag:
		return skill.ParseHashtag(text)
	case skill.EmailHash:
		return skill.ParseEmailHash(text)
	case skill.Username:
		return skill.ParseUsername(text)
	case skill.Text:
	}
	return bounded(p, text)
}

func flag(p skill.Param, text string) (any, error) {
	switch text {
	case "true", "yes":
		return true, nil
	case "false", "no":
		return false, nil
	default:
		return nil, fmt.Errorf("%s: expected true or false, found %q", p.Name, text)
	}
}

// Until reads the until of an entry as it is written on a command line: a date, through 24:00 UTC, or an RFC 3339 time.
func Until(text string) (string, error) { return stamp("until", text, 1) }

func stamp(name, text string, days int) (string, error) {
	t, err := parseMoment(text, days)
	if err != nil {
		return "", diag.WithHint(fmt.Errorf("%s: %w", name, err), "write a date as 2027-06-01 or a time as 2027-06-01T18:00:00Z")
	}
	return written(t), nil
}

func withHint(err error, hint string) error {
	if hint == "" {
		return err
	}
	return diag.WithHint(err, "%s", hint)
}
