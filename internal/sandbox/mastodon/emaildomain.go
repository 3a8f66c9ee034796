package mastodon

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// EmailDomainBlock is one domain whose mail addresses cannot register. Parent is the row that a mail host was added
// for; the API does not show it.
type EmailDomainBlock struct {
	ID                int64     `json:"id,string"`
	Domain            string    `json:"domain"`
	AllowWithApproval bool      `json:"allow_with_approval,omitempty"`
	Parent            int64     `json:"parent,string,omitempty"`
	CreatedAt         time.Time `json:"created_at"`
}

func emailDomainRoutes() []route {
	const read, write, path = "admin:read:email_domain_blocks", "admin:write:email_domain_blocks", "/api/v1/admin/email_domain_blocks"
	exists := must((*call).findEmailDomain)
	return []route{
		moderating("GET "+path, read, ManageBlocks, (*call).listEmailDomains),
		moderating("GET "+path+"/{id}", read, ManageBlocks, (*call).showEmailDomain).naming(exists),
		moderating("POST "+path, write, ManageBlocks, (*call).createEmailDomain),
		moderating("DELETE "+path+"/{id}", write, ManageBlocks, (*call).deleteEmailDomain).naming(exists),
	}
}

func emailDomainID(b *EmailDomainBlock) int64 { return b.ID }

func (c *call) findEmailDomain() (int, error) { return find(c, c.state.EmailDomains, emailDomainID) }

// emailDomainEntity has a history of seven days, in which there was no attempt to sign up.
func (c *call) emailDomainEntity(b *EmailDomainBlock) map[string]any {
	history := []any{}
	for n := range 7 {
		day := c.now.AddDate(0, 0, -n).Truncate(24 * time.Hour)
		history = append(history, map[string]any{"day": strconv.FormatInt(day.Unix(), 10), "accounts": "0", "uses": "0"})
	}
	return map[string]any{
		"id": strconv.FormatInt(b.ID, 10), "domain": b.Domain, "created_at": stamp(b.CreatedAt),
		"history": history, "allow_with_approval": b.AllowWithApproval,
	}
}

func (c *call) listEmailDomains() (any, error) {
	page, err := paginate(c, c.state.EmailDomains, emailDomainID, 100, 200)
	return entities(page, c.emailDomainEntity), err
}

func (c *call) showEmailDomain() (any, error) {
	at, err := c.findEmailDomain()
	if err != nil {
		return nil, err
	}
	return c.emailDomainEntity(c.state.EmailDomains[at]), nil
}

// createEmailDomain does not name the row that a duplicate collides with.
func (c *call) createEmailDomain() (any, error) {
	domain, valid := normaliseDomain(c.params.text("domain"))
	block := &EmailDomainBlock{Domain: domain, CreatedAt: c.now}
	switch {
	case domain == "":
		return nil, invalid("Domain can't be blank")
	case !valid:
		return nil, invalid("Domain is invalid")
	case slices.ContainsFunc(c.state.EmailDomains, func(other *EmailDomainBlock) bool { return other.Domain == domain }):
		return nil, invalid("Domain has already been taken")
	}
	if c.params.has("allow_with_approval") {
		flag, err := c.params.flag("allow_with_approval")
		if err != nil {
			return nil, err
		}
		block.AllowWithApproval = flag
	}
	if !c.vanish {
		block.ID = c.state.NextID(c.now)
		c.state.EmailDomains = append(c.state.EmailDomains, block)
		c.note("blocked mail addresses of " + domain)
	}
	return c.emailDomainEntity(block), nil
}

// mailBlock finds the block that covers a mail address, of its domain or of one above it.
func (s *State) mailBlock(address string) *EmailDomainBlock {
	_, domain, _ := strings.Cut(address, "@")
	domain, _ = normaliseDomain(domain)
	for ; domain != ""; _, domain, _ = strings.Cut(domain, ".") {
		for _, b := range s.EmailDomains {
			if b.Domain == domain {
				return b
			}
		}
	}
	return nil
}

// deleteEmailDomain takes the rows of the domain's mail hosts with it.
func (c *call) deleteEmailDomain() (any, error) {
	at, err := c.findEmailDomain()
	if err != nil {
		return nil, err
	}
	gone := c.state.EmailDomains[at]
	c.state.EmailDomains = slices.DeleteFunc(c.state.EmailDomains, func(b *EmailDomainBlock) bool {
		return b == gone || b.Parent == gone.ID
	})
	c.note("lifted the block of mail addresses of " + gone.Domain)
	return ok(), nil
}
