package mastodon

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// domainName is a domain that a server wrote, in the form that everything is compared in. Mastodon answers in lower-case
// punycode, GoToSocial in Unicode. What is no domain, such as a name that is masked with stars, stays as it was but for its case.
type domainName string

// UnmarshalText takes the name out of an answer.
func (d *domainName) UnmarshalText(text []byte) error {
	*d = domainName(strings.ToLower(string(text)))
	if name, err := skill.ParseDomain(string(text)); err == nil {
		*d = domainName(name)
	}
	return nil
}
