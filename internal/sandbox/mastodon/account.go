package mastodon

import (
	"strconv"
	"strings"
	"time"
)

// Account is one account, local where Domain is empty.
type Account struct {
	ID          int64     `json:"id,string"`
	Username    string    `json:"username"`
	Domain      string    `json:"domain,omitempty"` // punycode
	DisplayName string    `json:"display_name"`
	Note        string    `json:"note"`
	Fields      []Field   `json:"fields,omitempty"`
	Bot         bool      `json:"bot,omitempty"`
	Privacy     string    `json:"privacy,omitempty"`  // default visibility of posts
	Language    string    `json:"language,omitempty"` // default language of posts
	Role        *Role     `json:"role,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	Suspended   bool      `json:"suspended,omitempty"`
	Silenced    bool      `json:"silenced,omitempty"`
	Sensitized  bool      `json:"sensitized,omitempty"`
	Disabled    bool      `json:"disabled,omitempty"`

	SuspendedAt     time.Time `json:"suspended_at,omitzero"` // that of a domain block where the block did it
	SilencedAt      time.Time `json:"silenced_at,omitzero"`  // the same
	SuspendedAtHome bool      `json:"suspended_at_home,omitempty"`
	PurgedAt        time.Time `json:"purged_at,omitzero"` // when its data was deleted

	Email         string `json:"email,omitempty"`
	Pending       bool   `json:"pending,omitempty"` // waits for approval
	Unconfirmed   bool   `json:"unconfirmed,omitempty"`
	InviteRequest string `json:"invite_request,omitempty"`
}

// Field is one row of a profile.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	// VerifiedAt is when the page that a link leads to was seen to lead back; zero where it was not.
	VerifiedAt time.Time `json:"verified_at,omitzero"`
}

// Role is what an account may do. Position is its rank.
type Role struct {
	ID          int64  `json:"id,string"`
	Name        string `json:"name"`
	Position    int    `json:"position"`
	Permissions uint64 `json:"permissions,string"`
}

func (r *Role) permissions() uint64 {
	if r == nil {
		return 0
	}
	return r.Permissions
}

func (s *State) account(id int64) *Account {
	for _, a := range s.Accounts {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// lookup finds an account by its handle, with or without the first @; the server's own domain may be written out.
func (s *State) lookup(handle string) *Account {
	name, domain, _ := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	if strings.EqualFold(domain, s.Domain) {
		domain = ""
	}
	for _, a := range s.Accounts {
		if strings.EqualFold(a.Username, name) && strings.EqualFold(a.Domain, domain) {
			return a
		}
	}
	return nil
}

func (a *Account) acct() string {
	if a.Domain == "" {
		return a.Username
	}
	return a.Username + "@" + a.Domain
}

func accountRoutes() []route {
	return []route{
		{"GET /api/v1/accounts/verify_credentials", user, "read:accounts", 0, (*call).verifyCredentials},
		{"GET /api/v1/accounts/lookup", public, "", 0, (*call).lookupAccount},
		{"GET /api/v2/search", user, "read:search", 0, (*call).searchAccounts},
		{"GET /api/v1/accounts/{id}", public, "", 0, (*call).showAccount},
		{"GET /api/v1/apps/verify_credentials", app, "", 0, (*call).verifyApp},
	}
}

func (c *call) verifyCredentials() (any, error) {
	a := c.account
	entity := c.accountEntity(a)
	entity["source"] = map[string]any{
		"privacy": a.privacy(), "sensitive": false, "language": a.Language, "note": a.Note, "fields": fieldsOf(a),
		"follow_requests_count": 0,
	}
	entity["role"] = roleEntity(a.Role)
	return entity, nil
}

// roleEntity is a role as its bearer sees it. The everyone role, of those without another, has the id -99.
func roleEntity(r *Role) map[string]any {
	if r == nil {
		r = &Role{ID: -99}
	}
	permissions := r.Permissions
	if permissions&Administrator != 0 {
		permissions = 1<<21 - 1 // the server reports every bit of an administrator
	}
	return map[string]any{
		"id": strconv.FormatInt(r.ID, 10), "name": r.Name, "color": "", "highlighted": false,
		"permissions": strconv.FormatUint(permissions, 10),
	}
}

func (c *call) lookupAccount() (any, error) {
	a := c.state.lookup(c.params.text("acct"))
	if a == nil || a.Domain != "" && c.blockedBySuspension(a.Domain) {
		return nil, errNotFound
	}
	return c.accountEntity(a), nil
}

func (c *call) showAccount() (any, error) {
	a := c.state.account(c.pathID())
	if a == nil {
		return nil, errNotFound
	}
	return c.accountEntity(a), nil
}

func (c *call) verifyApp() (any, error) {
	return map[string]any{
		"name": c.token.App, "website": nil, "scopes": c.token.Scopes, "redirect_uris": []string{"urn:ietf:wg:oauth:2.0:oob"},
	}, nil
}

func (a *Account) privacy() string {
	if a.Privacy == "" {
		return "public"
	}
	return a.Privacy
}

func fieldsOf(a *Account) []map[string]any {
	fields := []map[string]any{}
	for _, f := range a.Fields {
		fields = append(fields, map[string]any{"name": f.Name, "value": f.Value, "verified_at": stampOrNull(f.VerifiedAt)})
	}
	return fields
}

// accountEntity is an account as everybody sees it.
func (c *call) accountEntity(a *Account) map[string]any {
	statuses := 0
	for _, status := range c.state.Statuses {
		if status.Account == a.ID {
			statuses++
		}
	}
	address := "https://" + c.state.Domain + "/@" + a.acct()
	return map[string]any{
		"id": strconv.FormatInt(a.ID, 10), "username": a.Username, "acct": a.acct(), "display_name": a.DisplayName,
		"locked": false, "bot": a.Bot, "discoverable": true, "group": false, "created_at": stamp(a.CreatedAt),
		"note": html(a.Note), "url": address, "uri": address, "avatar": "", "avatar_static": "", "header": "",
		"header_static": "", "followers_count": 0, "following_count": 0, "statuses_count": statuses,
		"last_status_at": nil, "emojis": []any{}, "fields": fieldsOf(a), "suspended": a.Suspended, "limited": a.Silenced,
	}
}

// stamp is a time as the server writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// stampOrNull is null for a time that never was.
func stampOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return stamp(t)
}

// idOrNull is null for 0.
func idOrNull(id int64) any {
	if id == 0 {
		return nil
	}
	return strconv.FormatInt(id, 10)
}

func nullIfEmpty(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func ok() map[string]any { return map[string]any{} }
