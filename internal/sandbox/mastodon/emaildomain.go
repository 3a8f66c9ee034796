package mastodon

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// EmailDomainBlock is one domain whose mail addresses nobody registers with. Parent is the row that a mail host was added
// for; the API does not tell it.
type EmailDomainBlock struct {
	ID                int64     `json:"id,string"`
	Domain            string    `json:"domain"`
	AllowWithApproval bool      `json:"allow_with_approval,omitempty"`
	Parent            int64     `json:"parent,string,omitempty"`
	CreatedAt         time.Time `json:"created_at"`
}

func emailDomainRoutes() []route {
	const read, write, path = "admin:read:email_domain_blocks", "admin:write:email_domain_blocks", "/api/v1/admin/email_domain_blocks"
	return []route{
		{"GET " + path, admin, read, ManageBlocks, (*call).listEmailDomains},
		{"GET " + path + "/{id}", admin, read, ManageBlocks, (*call).showEmailDomain},
		{"POST " + path, admin, write, ManageBlocks, (*call).createEmailDomain},
		{"DELETE " + path + "/{id}", admin, write, ManageBlocks, (*call).deleteEmailDomain},
	}
}

func emailDomainID(b *EmailDomainBlock) int64 { return b.ID }

func (b *EmailDomainBlock) entity() map[string]any {
	return map[string]any{
		"id": strconv.FormatInt(b.ID, 10), "domain": b.Domain, "created_at": stamp(b.CreatedAt),
		"history": []any{}, "allow_with_approval": b.AllowWithApproval,
	}
}

func (c *call) listEmailDomains() (any, error) {
	page, err := paginate(c, c.state.EmailDomains, emailDomainID, 100, 200)
	return entities(page, (*EmailDomainBlock).entity), err
}

func (c *call) showEmailDomain() (any, error) {
	at, err := find(c, c.state.EmailDomains, emailDomainID)
	if err != nil {
		return nil, err
	}
	return c.state.EmailDomains[at].entity(), nil
}

// createEmailDomain does not name the row that a duplicate collides with.
func (c *call) createEmailDomain() (any, error) {
	domain, valid := normaliseDomain(c.params.text("domain"))
	block := &EmailDomainBlock{Domain: domain, CreatedAt: c.now}
	if c.params.has("allow_with_approval") {
		flag, err := c.params.flag("allow_with_approval")
		if err != nil {
			return nil, err
		}
		block.AllowWithApproval = flag
	}
	switch {
	case !valid:
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Domain is not a valid domain name")
	case slices.ContainsFunc(c.state.EmailDomains, func(other *EmailDomainBlock) bool { return other.Domain == domain }):
		return nil, refuse(http.StatusUnprocessableEntity, "Validation failed: Domain has already been taken")
	case !c.vanish:
		block.ID = c.state.NextID(c.now)
		c.state.EmailDomains = append(c.state.EmailDomains, block)
		c.note("blocked mail addresses of " + domain)
	}
	return block.entity(), nil
}

// deleteEmailDomain takes the rows of the domain's mail hosts with it.
func (c *call) deleteEmailDomain() (any, error) {
	at, err := find(c, c.state.EmailDomains, emailDomainID)
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
