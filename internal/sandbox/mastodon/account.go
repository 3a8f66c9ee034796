package mastodon

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/idna"
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
	Locked      bool      `json:"locked,omitempty"`
	Hidden      bool      `json:"hidden,omitempty"` // from the directory of people
	Unindexed   bool      `json:"unindexed,omitempty"`
	Privacy     string    `json:"privacy,omitempty"`  // default visibility of posts
	Language    string    `json:"language,omitempty"` // default language of posts
	Quotes      string    `json:"quotes,omitempty"`   // default of who may quote posts
	Marked      bool      `json:"marked,omitempty"`   // default of whether posts are sensitive
	Role        *Role     `json:"role,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	Suspended   bool      `json:"suspended,omitempty"`
	Silenced    bool      `json:"silenced,omitempty"`
	Sensitized  bool      `json:"sensitized,omitempty"`
	Disabled    bool      `json:"disabled,omitempty"`

	SuspendedAt     time.Time `json:"suspended_at,omitzero"` // that of a domain block where the block did it
	SilencedAt      time.Time `json:"silenced_at,omitzero"`  // the same
	SuspendedAtHome bool      `json:"suspended_at_home,omitempty"`
	PurgedAt        time.Time `json:"purged_at,omitzero"`  // when its data was deleted
	DeletedAt       time.Time `json:"deleted_at,omitzero"` // the same from 4.7 on, where nothing brings the account back

	MovedTo int64 `json:"moved_to,omitempty,string"` // the account that it moved to

	Email         string `json:"email,omitempty"`
	Pending       bool   `json:"pending,omitempty"` // waits for approval
	Unconfirmed   bool   `json:"unconfirmed,omitempty"`
	InviteRequest string `json:"invite_request,omitempty"`
	InvitedBy     int64  `json:"invited_by,omitempty,string"`
	IP            string `json:"ip,omitempty"` // from where it signed up
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
	name, domain, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(handle), "@"), "@")
	if strings.EqualFold(domain, s.Domain) {
		domain = ""
	}
	if domain != "" {
		domain, _ = normaliseDomain(domain)
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

// unavailable reports whether nothing of an account is shown but its name.
func (a *Account) unavailable() bool { return a.Suspended || !a.DeletedAt.IsZero() }

// admitted reports whether an account is more than an application.
func (a *Account) admitted() bool { return a.Domain != "" || !a.Pending && !a.Unconfirmed }

func accountRoutes() []route {
	const accounts = "/api/v1/accounts"
	return []route{
		using("GET "+accounts+"/verify_credentials", "read:accounts profile", (*call).verifyCredentials),
		reading("GET "+accounts+"/lookup", "read:accounts", (*call).lookupAccount),
		reading("GET "+accounts+"/{id}", "read:accounts", (*call).showAccount),
		bearing("GET /api/v1/apps/verify_credentials", "", (*call).verifyApp),
		reading("GET /api/v2/search", "read:search", (*call).searchAccounts),
	}
}

func (c *call) verifyCredentials() (any, error) {
	a := c.account
	entity := c.accountEntity(a)
	source := map[string]any{
		"privacy": a.privacy(), "sensitive": a.Marked, "language": nullIfEmpty(a.Language), "note": a.Note, "fields": fieldsOf(a),
		"follow_requests_count": 0, "hide_collections": nil, "discoverable": !a.Hidden, "indexable": !a.Unindexed, "attribution_domains": []any{},
	}
	if c.quotes() {
		source["quote_policy"] = a.quotes()
	}
	entity["source"], entity["role"] = source, roleEntity(a.Role)
	return entity, nil
}

// roleEntity is a role as its bearer sees it. The everyone role, of those without another, has the id -99; what it permits,
// every role does.
func roleEntity(r *Role) map[string]any {
	if r == nil {
		r = &Role{ID: -99}
	}
	permissions := r.Permissions | InviteUsers
	if permissions&Administrator != 0 {
		permissions = 1<<23 - 1 // the server reports every bit of an administrator
	}
	return map[string]any{
		"id": strconv.FormatInt(r.ID, 10), "name": r.Name, "color": "", "highlighted": false,
		"permissions": strconv.FormatUint(permissions, 10),
	}
}

// lookupAccount finds no account of a server that is suspended, or not allowed.
func (c *call) lookupAccount() (any, error) {
	a := c.state.lookup(c.params.text("acct"))
	if a == nil || !c.federates(a.Domain) || !a.DeletedAt.IsZero() {
		return nil, errNotFound
	}
	return c.accountEntity(a), nil
}

// publicAccount finds the account that the path names, as everybody may. Applicants are not there yet.
func (c *call) publicAccount() (*Account, error) {
	a := c.state.account(c.pathID())
	if a == nil || !a.admitted() || !a.DeletedAt.IsZero() {
		return nil, errNotFound
	}
	return a, nil
}

func (c *call) showAccount() (any, error) {
	a, err := c.publicAccount()
	if err != nil {
		return nil, err
	}
	return c.accountEntity(a), nil
}

func (a *Account) privacy() string {
	switch {
	case a.Privacy != "":
		return a.Privacy
	case a.Locked:
		return "private"
	default:
		return "public"
	}
}

func (a *Account) quotes() string {
	if a.Quotes == "" {
		return "public"
	}
	return a.Quotes
}

func fieldsOf(a *Account) []map[string]any {
	fields := []map[string]any{}
	for _, f := range a.Fields {
		fields = append(fields, map[string]any{"name": f.Name, "value": f.Value, "verified_at": stampOrNull(f.VerifiedAt)})
	}
	return fields
}

// accountEntity is an account as everybody sees it. Of one that is suspended, or gone, nothing is shown but its name.
func (c *call) accountEntity(a *Account) map[string]any {
	statuses, last := c.state.written(a)
	address := "https://" + c.state.Domain + "/@" + a.acct()
	entity := map[string]any{
		"id": strconv.FormatInt(a.ID, 10), "username": a.Username, "acct": a.prettyAcct(), "display_name": a.DisplayName,
		"locked": a.Locked, "bot": a.Bot, "discoverable": !a.Hidden, "indexable": !a.Unindexed, "group": false,
		"created_at": stamp(a.CreatedAt.UTC().Truncate(24 * time.Hour)),
		"note":       html(a.Note), "url": address, "uri": address, "avatar": "", "avatar_static": "", "header": "",
		"header_static": "", "followers_count": 0, "following_count": 0, "statuses_count": statuses,
		"last_status_at": last, "hide_collections": nil, "emojis": []any{}, "fields": fieldsOf(a),
	}
	if a.Domain == "" {
		entity["noindex"], entity["roles"] = false, []any{}
	}
	if a.Silenced {
		entity["limited"] = true
	}
	if to := c.state.account(a.MovedTo); to != nil && to.MovedTo == 0 {
		entity["moved"] = c.accountEntity(to)
	}
	if a.unavailable() {
		for key, empty := range map[string]any{
			"display_name": "", "note": "", "fields": []any{}, "locked": false, "bot": false, "discoverable": false, "indexable": false,
		} {
			entity[key] = empty
		}
		entity["suspended"] = true
	}
	return entity
}

// written counts an account's posts and gives the day of the last one, null where there is none.
func (s *State) written(a *Account) (count int, last any) {
	if !a.PurgedAt.IsZero() {
		return 0, nil
	}
	for _, status := range s.Statuses {
		if status.Account == a.ID {
			count, last = count+1, status.CreatedAt.UTC().Format(time.DateOnly)
		}
	}
	return count, last
}

// prettyAcct shows a domain in letters, which the server stores in punycode.
func (a *Account) prettyAcct() string {
	domain, err := idna.Punycode.ToUnicode(a.Domain)
	if a.Domain == "" || err != nil {
		return a.acct()
	}
	return a.Username + "@" + domain
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
