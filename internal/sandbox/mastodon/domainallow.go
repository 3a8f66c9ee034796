package mastodon

import (
	"slices"
	"strconv"
	"time"
)

// DomainAllow is one server that may federate where only allowed servers do.
type DomainAllow struct {
	ID        int64     `json:"id,string"`
	Domain    string    `json:"domain"`
	CreatedAt time.Time `json:"created_at"`
}

func domainAllowRoutes() []route {
	const read, write, path = "admin:read:domain_allows", "admin:write:domain_allows", "/api/v1/admin/domain_allows"
	exists := must((*call).findDomainAllow)
	return []route{
		moderating("GET "+path, read, ManageFederation, (*call).listDomainAllows),
		moderating("GET "+path+"/{id}", read, ManageFederation, (*call).showDomainAllow).naming(exists),
		moderating("POST "+path, write, ManageFederation, (*call).createDomainAllow),
		moderating("DELETE "+path+"/{id}", write, ManageFederation, (*call).deleteDomainAllow).naming(exists),
	}
}

func (c *call) findDomainAllow() (int, error) { return find(c, c.state.DomainAllows, domainAllowID) }

func (a *DomainAllow) entity() map[string]any {
	return map[string]any{"id": strconv.FormatInt(a.ID, 10), "domain": a.Domain, "created_at": stamp(a.CreatedAt)}
}

func domainAllowID(a *DomainAllow) int64 { return a.ID }

func (c *call) listDomainAllows() (any, error) {
	page, err := paginate(c, c.state.DomainAllows, domainAllowID, 100, 500)
	return entities(page, (*DomainAllow).entity), err
}

// entities gives the answers' form of a page of items.
func entities[T any](page []T, entity func(T) map[string]any) []map[string]any {
	all := make([]map[string]any, len(page))
	for n, item := range page {
		all[n] = entity(item)
	}
	return all
}

// find gives the place of the item that the path names.
func find[T any](c *call, items []T, id func(T) int64) (int, error) {
	at := firstFrom(items, id, c.pathID())
	if at == len(items) || id(items[at]) != c.pathID() {
		return 0, errNotFound
	}
	return at, nil
}

func (c *call) showDomainAllow() (any, error) {
	at, err := c.findDomainAllow()
	if err != nil {
		return nil, err
	}
	return c.state.DomainAllows[at].entity(), nil
}

// createDomainAllow gives the existing row only to who writes the name as it is stored: another spelling of it is looked up
// in vain and then collides.
func (c *call) createDomainAllow() (any, error) {
	written := c.params.text("domain")
	domain, valid := normaliseDomain(written)
	for _, existing := range c.state.DomainAllows {
		switch existing.Domain {
		case written:
			return existing.entity(), nil
		case domain:
			return nil, invalid("Domain has already been taken")
		}
	}
	switch {
	case domain == "":
		return nil, invalid("Domain can't be blank")
	case !valid:
		return nil, invalid("Domain is invalid")
	}
	allow := &DomainAllow{Domain: domain, CreatedAt: c.now}
	if !c.vanish {
		allow.ID = c.state.NextID(c.now)
		c.state.DomainAllows = append(c.state.DomainAllows, allow)
		c.note("allowed " + domain)
	}
	return allow.entity(), nil
}

// deleteDomainAllow deletes every known account of the domain where only allowed servers federate. Domains below it have
// allows of their own.
func (c *call) deleteDomainAllow() (any, error) {
	at, err := c.findDomainAllow()
	if err != nil {
		return nil, err
	}
	domain := c.state.DomainAllows[at].Domain
	c.state.DomainAllows = slices.Delete(c.state.DomainAllows, at, at+1)
	for _, a := range slices.Clone(c.state.Accounts) {
		if c.state.Limited && a.Domain == domain {
			c.state.remove(a)
		}
	}
	c.note("no longer allows " + domain)
	return ok(), nil
}
