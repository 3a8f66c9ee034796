package mastodon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// The resources of who gets in.
const (
	domainAllows = "domain_allows"
	ipBlocks     = "ip_blocks"
	emailDomains = "email_domain_blocks"
	emailHashes  = skill.EmailHashes
)

// register is a resource that the server lists whole: there is no filter, and ids stand nowhere else.
type register struct {
	resource string
	page     int    // the largest page
	target   string // the key of an entry's name
	fields   []string
	lies     bool // whether a PUT may be answered with success though nothing was saved
}

func registerOf(resource string) (register, bool) {
	switch resource {
	case domainAllows:
		return register{resource: domainAllows, page: 500, target: "domain"}, true
	case ipBlocks:
		return register{resource: ipBlocks, page: 200, target: "ip", fields: []string{"severity", "comment", plan.ExpiresAt}, lies: true}, true
	case emailDomains:
		return register{resource: emailDomains, page: 200, target: "domain", fields: []string{"allow_with_approval"}}, true
	case emailHashes:
		return register{resource: emailHashes, page: 200, target: "canonical_email_hash"}, true
	}
	return register{}, false
}

func (r register) path() string { return "/api/v1/admin/" + r.resource }

// listCache keeps what was last read of each register, by target. Registers are read side by side, and written one after another.
type listCache struct {
	mu   sync.Mutex
	read map[string]map[string]plan.Item
}

func (s *listCache) known(resource string) map[string]plan.Item {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read[resource]
}

// keep replaces what is known of a register; nil forgets it.
func (s *listCache) keep(resource string, items map[string]plan.Item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read == nil {
		s.read = map[string]map[string]plan.Item{}
	}
	s.read[resource] = items
}

// accessRow is the server's form of an entry of any register. What the API adds for people, such as history, is left out.
type accessRow struct {
	ID                string     `json:"id"`
	Domain            domainName `json:"domain"`
	IP                string     `json:"ip"`
	EmailHash         string     `json:"canonical_email_hash"`
	Severity          string     `json:"severity"`
	Comment           string     `json:"comment"`
	ExpiresAt         *time.Time `json:"expires_at"`
	AllowWithApproval bool       `json:"allow_with_approval"`
	CreatedAt         string     `json:"created_at"`
}

// item gives the canonical form of a row, whose network a server may write in another way.
func (r register) item(row accessRow) (plan.Item, error) {
	all := map[string]any{
		"severity": row.Severity, "comment": orEmpty(&row.Comment), "allow_with_approval": row.AllowWithApproval, plan.ExpiresAt: "",
	}
	if row.ExpiresAt != nil {
		all[plan.ExpiresAt] = row.ExpiresAt.UTC().Format(time.RFC3339)
	}
	item := plan.Item{Resource: r.resource, Target: string(row.Domain), ID: row.ID, Since: since(row.CreatedAt), Params: map[string]any{}}
	for _, field := range r.fields {
		item.Params[field] = all[field]
	}
	var err error
	switch r.resource {
	case ipBlocks:
		item.Target, err = skill.ParseNetwork(row.IP)
	case emailHashes:
		item.Target, err = skill.ParseEmailHash(row.EmailHash)
	}
	if err != nil {
		return item, err
	}
	if item.ID == "" || item.Target == "" {
		return item, errors.New("an entry has no id or no " + r.target)
	}
	return item, nil
}

// readRegister pages through a register and remembers it.
func (i *Instance) readRegister(ctx context.Context, r register) ([]plan.Item, error) {
	rows, err := readPages[accessRow](ctx, i, r.path(), r.page)
	if err != nil {
		return nil, err
	}
	items, known := make([]plan.Item, 0, len(rows)), map[string]plan.Item{}
	for _, row := range rows {
		item, err := r.item(row)
		if err != nil {
			return nil, &AnswerError{http.MethodGet, r.path(), httpapi.Plain(err.Error())}
		}
		if _, twice := known[item.Target]; !twice {
			items, known[item.Target] = append(items, item), item
		} else if r.target != "ip" { // the same network may be there as IPv4 and as mapped IPv6: the newer row counts for both
			return nil, &AnswerError{http.MethodGet, r.path(), fmt.Sprintf("%q is listed twice", httpapi.Plain(item.Target))}
		}
	}
	i.registers.keep(r.resource, known)
	slices.SortFunc(items, func(a, b plan.Item) int { return cmp.Compare(a.Target, b.Target) })
	return items, nil
}

// declaredHashes reads the blocks of the mail addresses that are declared. The others follow from suspensions of people, whom their
// hashes would name to those who guess the address.
func (i *Instance) declaredHashes(ctx context.Context, targets []string) ([]plan.Item, error) {
	r, _ := registerOf(emailHashes)
	items, err := i.readRegister(ctx, r)
	return slices.DeleteFunc(items, func(item plan.Item) bool { return !slices.Contains(targets, item.Target) }), err
}

// entry finds a target in a register, from the last reading or from a new one.
func (i *Instance) entry(ctx context.Context, r register, target string) (plan.Item, bool, error) {
	if i.registers.known(r.resource) == nil {
		if _, err := i.readRegister(ctx, r); err != nil {
			return plan.Item{}, false, err
		}
	}
	item, found := i.registers.known(r.resource)[target]
	return item, found, nil
}

// reread finds a target in a register as it is now.
func (i *Instance) reread(ctx context.Context, r register, target string) (plan.Item, bool, error) {
	i.registers.keep(r.resource, nil)
	return i.entry(ctx, r, target)
}

// entryMatches reports whether a register holds now what a change asked for.
func (i *Instance) entryMatches(ctx context.Context, r register, change plan.Change) (bool, error) {
	item, found, err := i.reread(ctx, r, change.Target)
	if change.Action == plan.Remove {
		return !found, err
	}
	return found && r.compare(item, change) == nil, err
}

// compare finds the first way in which an entry is not what a change asked for.
func (r register) compare(item plan.Item, change plan.Change) error {
	if item.Target != change.Target {
		return &MismatchError{change.Target, r.target, change.Target, item.Target}
	}
	for _, field := range r.fields {
		want, asked := change.Params[field]
		got := item.Params[field]
		alike := want == got || field == plan.ExpiresAt && plan.SameMoment(want, got)
		if asked && !alike {
			return &MismatchError{change.Target, field, want, got}
		}
	}
	return nil
}
