package charter

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// instanceAddress reads the server's address: https, or http on loopback, and nothing behind the host.
func instanceAddress(v yamldoc.Value) (base, domain string) {
	text := v.Text()
	if text == "" {
		return "", ""
	}
	u, err := url.Parse(text)
	const hint = "write it like https://social.example"
	switch {
	case err != nil || u.Hostname() == "":
		v.Fail(hint, "%q is no web address", text)
	case u.User != nil:
		v.Fail("revoke it if it was ever pushed", "the address holds a password or a user name")
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.Fragment != "", u.Opaque != "":
		v.Fail(hint, "%q has more than the server's name", text)
	case loopback(u.Hostname()) && (u.Scheme == "http" || u.Scheme == "https"):
		return u.Scheme + "://" + strings.ToLower(u.Host), strings.ToLower(u.Hostname())
	case u.Scheme != "https":
		v.Fail(hint, "%q is not https; http is for this machine alone", text)
	default:
		return address(v, u)
	}
	return "", ""
}

// address gives the canonical form of an https address.
func address(v yamldoc.Value, u *url.URL) (base, domain string) {
	domain, err := skill.ParseDomain(u.Hostname())
	if err != nil {
		v.Fail(diag.HintOf(err), "%s", err)
		return "", ""
	}
	base = "https://" + domain
	if u.Port() != "" && u.Port() != "443" {
		base += ":" + u.Port()
	}
	return base, domain
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
