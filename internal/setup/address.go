package setup

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/template"
)

// ParseInstance reads the address of a server: https://social.example, or social.example alone.
func ParseInstance(text string) (string, error) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "/")
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	at, err := url.Parse(text)
	if err != nil || at.User != nil || at.Path != "" || at.RawQuery != "" || at.Fragment != "" || !serverName.MatchString(at.Hostname()) {
		return "", fmt.Errorf("server %q: expected an address such as https://social.example", text)
	}
	address, notAddress := netip.ParseAddr(at.Hostname())
	if at.Scheme != "https" && (at.Scheme != "http" || at.Hostname() != "localhost" && (notAddress != nil || !address.IsLoopback())) {
		return "", fmt.Errorf("server %q: expected https", text)
	}
	return at.Scheme + "://" + strings.ToLower(at.Host), nil
}

var serverName = regexp.MustCompile(`^[\pL\pN]([\pL\pN.-]*[\pL\pN])?$`)

// remote matches the address of a repository: of the web, of ssh, and the short form git@host:owner/name.
var remote = regexp.MustCompile(`^(?:(?:https?|ssh|git)://(?:[^/@]*@)?[^/]+/|[^/@:]+@[^/:]+:)([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+?)(?:\.git)?/?$`)

// RepositoryOf gives owner/name of a repository that git names by an address, "" where it names none.
func RepositoryOf(address string) string {
	found := remote.FindStringSubmatch(address)
	if found == nil {
		return ""
	}
	return found[1]
}

// ParseCommunity reads the name of a community.
func ParseCommunity(text string) (string, error) {
	name := strings.TrimSpace(text)
	if name == "" || len(name) > 100 || !printable.MatchString(name) {
		return "", fmt.Errorf("community %q: expected a name of at most 100 bytes, in one line", text)
	}
	return name, nil
}

// ParseRepository reads owner/name of a repository, also from its address.
func ParseRepository(text string) (string, error) {
	text = strings.TrimSpace(text)
	if found := RepositoryOf(text); found != "" {
		return found, nil
	}
	if !repositoryName.MatchString(text) {
		return "", fmt.Errorf("repository %q: expected owner/name", text)
	}
	return text, nil
}

// ParseBranch reads the name of a branch that workflows can name without quotes.
func ParseBranch(text string) (string, error) {
	text = strings.TrimSpace(text)
	_, err := template.Workflows(text, template.Pin{Repository: template.Action}, "")
	return text, err
}
