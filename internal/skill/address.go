package skill

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// ParseNetwork gives the canonical form of an IP address or network: CIDR with the host bits cleared, as the server
// stores it, and an IPv4 network that was written inside IPv6 as IPv4.
func ParseNetwork(text string) (string, error) {
	trimmed := strings.TrimSpace(text)
	prefix, err := netip.ParsePrefix(trimmed)
	if addr, addrErr := netip.ParseAddr(trimmed); addrErr == nil && addr.Zone() == "" {
		prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	if err != nil {
		return "", diag.WithHint(fmt.Errorf("%q is no IP address or network", text), "write it as 203.0.113.0/24 or 2001:db8::/32")
	}
	if addr := prefix.Addr(); addr.Is4In6() && prefix.Bits() >= 96 {
		prefix = netip.PrefixFrom(addr.Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked().String(), nil
}

var (
	username  = regexp.MustCompile(`^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$`)
	pseudonym = regexp.MustCompile(`^ref:(?:[0-9a-f]{2}){8,64}$`)
	secret    = regexp.MustCompile(`^env:BYLAW_SECRET_[A-Z0-9_]+$`)
	opaque    = regexp.MustCompile(`^(?:[0-9]{1,30}|[0-9A-Za-z]{18,64})$`)
)

// ParseAccount gives the canonical form of an account: @name@host in lower case with the host in punycode, @name for one
// of the community's own server, or ref:<hex>, its pseudonym, which only moderators can resolve.
func ParseAccount(text string) (string, error) {
	handle := strings.ToLower(strings.TrimSpace(text))
	if strings.HasPrefix(handle, "ref:") {
		if !pseudonym.MatchString(handle) {
			return "", diag.WithHint(fmt.Errorf("%q is no pseudonym", text), "a pseudonym is ref: and 16 to 128 hexadecimal digits")
		}
		return handle, nil
	}
	name, host, remote := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	if !username.MatchString(name) {
		return "", diag.WithHint(fmt.Errorf("%q is no account", text), "write it as @name@server.example")
	}
	if !remote {
		return "@" + name, nil
	}
	domain, err := ParseDomain(host)
	if err != nil {
		return "", fmt.Errorf("account %q: %w", text, err)
	}
	return "@" + name + "@" + domain, nil
}

// The names of the secrets that hold the application's own credentials, with which accounts are created. They belong to
// the operator: no file may name them for anything else.
const (
	ClientID     = "BYLAW_SECRET_CLIENT_ID"
	ClientSecret = "BYLAW_SECRET_CLIENT_SECRET" //nolint:gosec // the name of a variable, not what it holds
)

// ParseSecret checks that a text names an environment variable that a proposal may name, and holds no secret itself.
func ParseSecret(text string) (string, error) {
	if !secret.MatchString(text) {
		return "", diag.WithHint(fmt.Errorf("a secret is never written into a file"), "name the variable that holds it: env:BYLAW_SECRET_NAME")
	}
	if name := strings.TrimPrefix(text, "env:"); name == ClientID || name == ClientSecret {
		return "", diag.WithHint(fmt.Errorf("%q belongs to the operator alone", text), "give the secret a variable of its own")
	}
	return text, nil
}

var emailHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ParseEmailHash gives the canonical form of the hash of a mail address as Mastodon computes it: the SHA-256, in 64 lower-case
// hexadecimal digits, of the address in lower case, without the full stops in what precedes the @ and without a + and what
// follows it there. An address itself is refused: everybody who reads the repository would see it.
// app/helpers/email_helper.rb of mastodon/mastodon.
func ParseEmailHash(text string) (string, error) {
	hash := strings.ToLower(strings.TrimSpace(text))
	switch {
	case strings.Contains(hash, "@"):
		return "", diag.WithHint(errors.New("a mail address is never written into a file"), "write its hash; docs/reference/files.md says how to make it")
	case !emailHash.MatchString(hash):
		return "", diag.WithHint(fmt.Errorf("%q is no SHA-256 of a mail address", text), "write 64 hexadecimal digits; docs/reference/files.md says how to make them")
	}
	return hash, nil
}

// newName is what a new account may be called.
var newName = regexp.MustCompile(`^[a-z0-9_]{1,30}$`)

// ParseUsername gives the canonical form of the name of a new account: up to 30 lower-case letters, digits and underscores.
func ParseUsername(text string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(text))
	if !newName.MatchString(name) {
		return "", diag.WithHint(fmt.Errorf("%q is no name for a new account", text), "write letters, digits and underscores, at most 30, without @")
	}
	return name, nil
}

// ParseID checks a server's id, which is a word that only the server understands: digits on Mastodon, which may pass 2^53, and
// letters and digits on others: 26 on GoToSocial, 18 on Akkoma. A shorter word with letters is a mistake.
func ParseID(text string) (string, error) {
	if !opaque.MatchString(text) {
		return "", diag.WithHint(fmt.Errorf("%q is no id", text), "an id is the last part of the page's address: digits, on some servers with letters")
	}
	return text, nil
}
