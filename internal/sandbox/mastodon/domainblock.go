package mastodon

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"
)

// DomainBlock is one block of another server. Comments are stored as sent: null and empty are two values.
type DomainBlock struct {
	ID             int64     `json:"id,string"`
	Domain         string    `json:"domain"`
	Severity       string    `json:"severity"`
	RejectMedia    bool      `json:"reject_media"`
	RejectReports  bool      `json:"reject_reports"`
	Obfuscate      bool      `json:"obfuscate"`
	PublicComment  *string   `json:"public_comment"`
	PrivateComment *string   `json:"private_comment"`
	CreatedAt      time.Time `json:"created_at"`
}

func domainBlockRoutes() []route {
	const read, write, path = "admin:read:domain_blocks", "admin:write:domain_blocks", "/api/v1/admin/domain_blocks"
	exists := must((*call).findDomainBlock)
	return []route{
		open("GET /api/v1/instance/domain_blocks", (*call).listPublicBlocks),
		moderating("GET "+path, read, ManageFederation, (*call).listDomainBlocks),
		moderating("GET "+path+"/{id}", read, ManageFederation, (*call).showDomainBlock).naming(exists),
		moderating("POST "+path, write, ManageFederation, (*call).createDomainBlock),
		moderating("PUT "+path+"/{id}", write, ManageFederation, (*call).changeDomainBlock).naming(exists),
		moderating("DELETE "+path+"/{id}", write, ManageFederation, (*call).deleteDomainBlock).naming(exists),
	}
}

func blockID(b *DomainBlock) int64 { return b.ID }

func (c *call) listDomainBlocks() (any, error) {
	page, err := paginate(c, c.state.DomainBlocks, blockID, 100, 500)
	if err != nil {
		return nil, err
	}
	entities := make([]domainBlockEntity, len(page))
	for n, b := range page {
		entities[n] = b.entity()
	}
	return entities, nil
}

// domainBlockEntity is a block as moderators see it through the API.
type domainBlockEntity struct {
	ID             int64   `json:"id,string"`
	Domain         string  `json:"domain"`
	Digest         string  `json:"digest"`
	CreatedAt      string  `json:"created_at"`
	Severity       string  `json:"severity"`
	RejectMedia    bool    `json:"reject_media"`
	RejectReports  bool    `json:"reject_reports"`
	PrivateComment *string `json:"private_comment"`
	PublicComment  *string `json:"public_comment"`
	Obfuscate      bool    `json:"obfuscate"`
}

func (b *DomainBlock) entity() domainBlockEntity {
	digest := sha256.Sum256([]byte(b.Domain))
	return domainBlockEntity{
		b.ID, b.Domain, hex.EncodeToString(digest[:]), stamp(b.CreatedAt), b.Severity, b.RejectMedia, b.RejectReports,
		b.PrivateComment, b.PublicComment, b.Obfuscate,
	}
}

// findDomainBlock finds the block that the path names.
func (c *call) findDomainBlock() (at int, err error) {
	id := c.pathID()
	at = firstFrom(c.state.DomainBlocks, blockID, id)
	if at == len(c.state.DomainBlocks) || c.state.DomainBlocks[at].ID != id {
		return 0, errNotFound
	}
	return at, nil
}

func (c *call) showDomainBlock() (any, error) {
	at, err := c.findDomainBlock()
	if err != nil {
		return nil, err
	}
	return c.state.DomainBlocks[at].entity(), nil
}

// createDomainBlock refuses a duplicate, and a block that is weaker than the one of the nearest parent; both come with
// the block that is in the way. A parent above existing children is always taken.
func (c *call) createDomainBlock() (any, error) {
	domain, valid := normaliseDomain(c.params.text("domain"))
	block := &DomainBlock{Domain: domain, Severity: "silence", CreatedAt: c.now}
	c.fillDomainBlock(block)
	if rule := c.ruleFor(domain); rule != nil && (rule.Domain == domain || !block.stricterThan(rule)) {
		return nil, &refusal{
			status: http.StatusUnprocessableEntity, text: fmt.Sprintf("You have already imposed stricter limits on %s.", rule.Domain),
			extra: map[string]any{"existing_domain_block": rule.entity()},
		}
	}
	if err := c.checkDomainBlock(block, valid); err != nil {
		return nil, err
	}
	if !c.vanish {
		block.ID = c.state.NextID(c.now)
		c.state.DomainBlocks = append(c.state.DomainBlocks, block)
		c.blockIndex()[domain] = block
		c.state.enforce(block)
		c.note("blocked " + domain + ": " + block.Severity)
	}
	return block.entity(), nil
}

// changeDomainBlock changes what was sent and leaves the rest; the domain cannot change.
func (c *call) changeDomainBlock() (any, error) {
	at, err := c.findDomainBlock()
	if err != nil {
		return nil, err
	}
	changed := *c.state.DomainBlocks[at]
	c.fillDomainBlock(&changed)
	if err := c.checkDomainBlock(&changed, true); err != nil {
		return nil, err
	}
	*c.state.DomainBlocks[at] = changed
	c.state.relent(&changed, changed.Severity)
	c.state.enforce(&changed)
	c.note("changed the block of " + changed.Domain + ": " + changed.Severity)
	return changed.entity(), nil
}

func (c *call) deleteDomainBlock() (any, error) {
	at, err := c.findDomainBlock()
	if err != nil {
		return nil, err
	}
	domain := c.state.DomainBlocks[at].Domain
	c.state.relent(c.state.DomainBlocks[at], "")
	c.state.DomainBlocks = slices.Delete(c.state.DomainBlocks, at, at+1)
	delete(c.blockIndex(), domain)
	c.note("lifted the block of " + domain)
	return ok(), nil
}

// domainBlockFlags are the booleans of a block by the names of their parameters.
func domainBlockFlags(b *DomainBlock) map[string]*bool {
	return map[string]*bool{"reject_media": &b.RejectMedia, "reject_reports": &b.RejectReports, "obfuscate": &b.Obfuscate}
}

// fillDomainBlock takes over the parameters that were sent.
func (c *call) fillDomainBlock(b *DomainBlock) {
	if c.params.has("severity") {
		b.Severity = c.params.text("severity")
	}
	for key, field := range domainBlockFlags(b) {
		if c.params.has(key) {
			*field = c.params.truthy(key)
		}
	}
	if c.params.has("public_comment") {
		b.PublicComment = c.params.optional("public_comment")
	}
	if c.params.has("private_comment") {
		b.PrivateComment = c.params.optional("private_comment")
	}
}

// checkDomainBlock refuses what cannot be stored. A boolean that is null fails only in the database.
func (c *call) checkDomainBlock(b *DomainBlock, valid bool) error {
	var mistakes []string
	switch {
	case b.Domain == "":
		mistakes = append(mistakes, "Domain can't be blank")
	case !valid:
		mistakes = append(mistakes, "Domain is invalid")
	}
	if !slices.Contains([]string{"noop", "silence", "suspend"}, b.Severity) {
		mistakes = append(mistakes, "Severity is not included in the list")
	}
	if len(mistakes) > 0 {
		return invalid(mistakes...)
	}
	for key := range domainBlockFlags(b) {
		if _, err := c.params.flag(key); c.params.has(key) && err != nil {
			return err
		}
	}
	return nil
}

// stricterThan compares a new block with the one of a parent domain.
func (b *DomainBlock) stricterThan(parent *DomainBlock) bool {
	order := []string{"noop", "silence", "suspend"}
	switch {
	case b.Severity == "suspend":
		return true
	case slices.Index(order, b.Severity) < slices.Index(order, parent.Severity):
		return false
	default:
		return (b.RejectMedia || !parent.RejectMedia) && (b.RejectReports || !parent.RejectReports)
	}
}

// blockIndex gives the blocks by domain, built when it is needed first.
func (s *Server) blockIndex() map[string]*DomainBlock {
	if s.blocks == nil {
		s.blocks = make(map[string]*DomainBlock, len(s.state.DomainBlocks))
		for _, b := range s.state.DomainBlocks {
			s.blocks[b.Domain] = b
		}
	}
	return s.blocks
}

// ruleFor finds the block in effect for a domain: its own, or that of the nearest parent.
func (s *Server) ruleFor(domain string) *DomainBlock {
	for domain != "" {
		if b := s.blockIndex()[domain]; b != nil {
			return b
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return nil
}

func (s *Server) blockedBySuspension(domain string) bool {
	rule := s.ruleFor(domain)
	return rule != nil && rule.Severity == "suspend"
}

// federates reports whether the server talks to another one at all.
func (s *Server) federates(domain string) bool {
	if domain == "" || !s.state.Limited {
		return domain == "" || !s.blockedBySuspension(domain)
	}
	return slices.ContainsFunc(s.state.DomainAllows, func(a *DomainAllow) bool { return a.Domain == domain })
}

var label = regexp.MustCompile(`^[a-z0-9-]{1,63}$`)

// normaliseDomain does what the server does before it validates: trimmed, one slash and one full stop off the end, lower
// case, punycode.
func normaliseDomain(written string) (domain string, valid bool) {
	domain = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(written), "/"))
	if trimmed := strings.TrimSuffix(domain, "."); !strings.HasSuffix(trimmed, ".") {
		domain = trimmed
	}
	if ascii, err := idna.Punycode.ToASCII(domain); err == nil {
		domain = ascii
	}
	if len(domain) > 255 {
		return domain, false
	}
	for _, part := range strings.Split(domain, ".") {
		if !label.MatchString(part) {
			return domain, false
		}
	}
	return domain, true
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
