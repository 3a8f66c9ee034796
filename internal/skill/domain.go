package skill

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// The bounds that the server sets to a domain name.
const (
	maxLabel = 63
	maxName  = 255
)

// ParseDomain gives the canonical form of a domain as people write it: lower-case punycode without a final dot or slash,
// as the server stores it. What is not the name of one server is an error: bare top-level domains, addresses, URLs,
// wildcards, and names that a published list has masked with stars.
func ParseDomain(text string) (string, error) {
	name := strings.ToLower(norm.NFKC.String(strings.TrimSpace(text)))
	name = strings.ReplaceAll(strings.ReplaceAll(name, "。", "."), "。", ".")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "/"), ".")
	if err := plainName(text, name); err != nil {
		return "", err
	}
	ascii, err := toASCII(name)
	if err != nil {
		return "", fmt.Errorf("domain %q is not a valid international name", text)
	}
	if err := validLabels(text, ascii); err != nil {
		return "", err
	}
	return ascii, nil
}

// plainName refuses what is more or less than a name, and says which.
func plainName(text, name string) error {
	refuse := func(hint, why string) error {
		return diag.WithHint(fmt.Errorf("domain %q %s", text, why), "%s", hint)
	}
	switch {
	case name == "":
		return refuse("write the server's name, such as spam.example", "is empty")
	case strings.HasPrefix(name, "*.") && strings.Contains(name[2:], "."):
		return refuse("write "+strings.TrimPrefix(name, "*.")+": a block covers the subdomains", "is a wildcard")
	case strings.Contains(name, "*"):
		return refuse("ask the list's publisher for the full name", "is obfuscated with stars")
	case strings.Contains(name, "://"):
		return refuse("write the server's name alone", "has a scheme")
	case strings.Contains(name, "@"):
		return refuse("write what comes after the last @", "is an account or a mail address")
	case strings.Contains(name, "/"):
		return refuse("write the server's name alone", "has a path")
	case strings.Contains(name, ":"):
		return refuse("write the server's name alone", "has a port")
	case strings.Contains(name, "_"):
		return refuse("the server accepts letters, digits and hyphens", "has an underscore")
	}
	for _, r := range name {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return refuse("remove it", fmt.Sprintf("holds the space or invisible character U+%04X", r))
		}
	}
	return nil
}

// toASCII leaves plain names alone: most are, and the full procedure is slow and knows hyphen rules that servers do not.
func toASCII(name string) (string, error) {
	plain := !strings.HasPrefix(name, "xn--") && !strings.Contains(name, ".xn--")
	for i := 0; plain && i < len(name); i++ {
		plain = name[i] < 0x80
	}
	if plain {
		return name, nil
	}
	return idna.New(idna.MapForLookup(), idna.BidiRule(), idna.CheckHyphens(false)).ToASCII(name)
}

// validLabels applies the server's rules to a name that is ASCII by now, and ours against names that cover too much.
func validLabels(text, name string) error {
	if len(name) > maxName {
		return fmt.Errorf("domain %q has %d characters, more than %d", text, len(name), maxName)
	}
	labels := strings.Split(name, ".")
	for _, label := range labels {
		switch {
		case label == "":
			return fmt.Errorf("domain %q has an empty part between its dots", text)
		case len(label) > maxLabel:
			return fmt.Errorf("domain %q has a part of %d characters, more than %d", text, len(label), maxLabel)
		}
		if i := strings.IndexFunc(label, func(r rune) bool { return !domainRune(r) }); i >= 0 {
			return fmt.Errorf("domain %q holds %q, which no domain has", text, label[i:i+1])
		}
	}
	if len(labels) == 1 {
		return diag.WithHint(fmt.Errorf("domain %q is a bare top-level domain", text), "name the servers one by one")
	}
	if strings.Trim(labels[len(labels)-1], "0123456789") == "" {
		return diag.WithHint(fmt.Errorf("domain %q is an IP address", text), "an address belongs into ip_blocks")
	}
	return nil
}

func domainRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-'
}
