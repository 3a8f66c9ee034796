package mastodon

import (
	"bytes"
	"fmt"
	"time"

	"github.com/yuin/goldmark"
)

// Site is what the server says of itself apart from its title. People write it on pages of the settings; the API only shows it.
type Site struct {
	Description         string    `json:"description,omitempty"`
	Contact             string    `json:"contact,omitempty"` // the name of a local account
	ContactEmail        string    `json:"contact_email,omitempty"`
	ExtendedDescription string    `json:"extended_description,omitempty"` // Markdown
	Terms               string    `json:"terms_of_service,omitempty"`     // Markdown
	TermsSince          time.Time `json:"terms_of_service_since,omitzero"`
}

func siteRoutes() []route {
	return []route{
		reading("GET /api/v1/instance/extended_description", "", (*call).showExtendedDescription),
		reading("GET /api/v1/instance/terms_of_service", "", (*call).showTerms),
	}
}

// seedSite is what was written on the pages before bylaw came.
func (s *State) seedSite(founded time.Time) {
	s.Contact, s.ContactEmail, s.TermsSince = "ada", "contact@social.example", founded
	s.ExtendedDescription = "## Who we are\n\nA *co-operative* of people by the canal. [Our rules](https://social.example/about) are decided by members."
	s.Terms = "# Terms\n\n1. You own what you post.\n2. You keep to the rules."
}

// contact is the account that people can write to, null for none.
func (c *call) contact() any {
	for _, a := range c.state.Accounts {
		if a.Domain == "" && a.Username == c.state.Contact && c.state.Contact != "" {
			return c.accountEntity(a)
		}
	}
	return nil
}

func (c *call) showExtendedDescription() (any, error) {
	content, err := rendered(c.state.ExtendedDescription)
	return map[string]any{"updated_at": nil, "content": content}, err
}

// showTerms answers that there are none where none were published, and before 4.4.
func (c *call) showTerms() (any, error) {
	if c.state.Terms == "" || !c.since(4, 4) {
		return nil, errNotFound
	}
	content, err := rendered(c.state.Terms)
	return map[string]any{
		"effective_date": c.state.TermsSince.Format(time.DateOnly), "effective": true, "content": content, "succeeded_by": nil,
	}, err
}

func rendered(markdown string) (string, error) {
	var out bytes.Buffer
	if err := goldmark.Convert([]byte(markdown), &out); err != nil {
		return "", fmt.Errorf("markdown: %w", err)
	}
	return out.String(), nil
}
