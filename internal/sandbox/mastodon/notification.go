package mastodon

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Notification shows an account that another mentioned it, or liked one of its posts.
type Notification struct {
	ID       int64     `json:"id,string"`
	Account  int64     `json:"account,string"`
	Type     string    `json:"type"` // mention or favourite
	From     int64     `json:"from,string"`
	Status   int64     `json:"status,string"`
	At       time.Time `json:"at"`
	Filtered bool      `json:"filtered,omitempty"` // kept apart by the policy of the account
}

// Policy is what becomes of notifications from whom an account does not know: accept, filter or drop. Accounts here follow no
// others, so that everybody is unknown to everybody.
type Policy struct {
	Account         int64  `json:"account,string"`
	NotFollowing    string `json:"for_not_following"`
	NotFollowers    string `json:"for_not_followers"`
	NewAccounts     string `json:"for_new_accounts"`
	PrivateMentions string `json:"for_private_mentions"`
	LimitedAccounts string `json:"for_limited_accounts"`
}

// The answers of a policy.
const (
	accepts = "accept"
	filters = "filter"
	drops   = "drop"
)

// newAccount is how long an account is new to the policies of others.
const newAccount = 30 * 24 * time.Hour

func notificationRoutes() []route {
	const policy = "/api/v2/notifications/policy"
	return []route{
		using("GET /api/v1/notifications", "read:notifications", (*call).listNotifications),
		using("GET "+policy, "read:notifications", (*call).showPolicy),
		using("PATCH "+policy, "write:notifications", (*call).changePolicy),
	}
}

func notificationID(n *Notification) int64 { return n.ID }

// listNotifications gives the newest first. Those of suspended accounts are left out, and filtered ones unless asked for.
func (c *call) listNotifications() (any, error) {
	c.filters = []string{"types[]", "exclude_types[]", "account_id", "include_filtered"}
	types, excluded := c.params["types[]"].values, c.params["exclude_types[]"].values
	var own []*Notification
	for _, n := range c.state.Notifications {
		from := c.state.account(n.From)
		switch {
		case n.Account != c.account.ID || from == nil || from.unavailable() || n.Filtered && !c.params.truthy("include_filtered"):
		case len(types) > 0 && !slices.Contains(types, n.Type) || slices.Contains(excluded, n.Type):
		case c.params.text("account_id") != "" && c.params.text("account_id") != strconv.FormatInt(n.From, 10):
		default:
			own = append(own, n)
		}
	}
	page, err := paginate(c, own, notificationID, 40, 80)
	return entities(page, c.notificationEntity), err
}

func (c *call) notificationEntity(n *Notification) map[string]any {
	entity := map[string]any{
		"id": strconv.FormatInt(n.ID, 10), "type": n.Type, "created_at": stamp(n.At), "group_key": "ungrouped-" + strconv.FormatInt(n.ID, 10),
		"account": c.accountEntity(c.state.account(n.From)), "status": c.statusEntity(c.state.status(n.Status)),
	}
	if n.Filtered {
		entity["filtered"] = true
	}
	return entity
}

// mention notifies the accounts that a post mentions now and did not before.
func (c *call) mention(status *Status, before []int64) {
	for _, id := range status.Mentions {
		if !slices.Contains(before, id) {
			c.notify(id, "mention", status)
		}
	}
}

// notify shows an account of the server what the caller did, unless it is its own doing or the account wants to hear nothing of it.
func (c *call) notify(id int64, kind string, status *Status) {
	to := c.state.account(id)
	if to == nil || to.Domain != "" || to.unavailable() || id == c.account.ID {
		return
	}
	fate := c.fate(to, kind, status)
	if fate == drops {
		return
	}
	c.state.Notifications = append(c.state.Notifications, &Notification{c.state.NextID(c.now), id, kind, c.account.ID, status.ID, c.now, fate == filters})
}

// fate is what becomes of a notification. What staff writes always arrives; of the answers that apply the strictest counts.
func (c *call) fate(to *Account, kind string, status *Status) string {
	p := c.state.policy(to.ID)
	private := kind == "mention" && status.Visibility == "direct" && !c.state.answersPrivately(status, to.ID, c.account.ID)
	answers := []string{p.NotFollowing, p.NotFollowers}
	for _, applies := range []struct {
		yes    bool
		answer string
	}{
		{c.now.Sub(c.account.CreatedAt) < newAccount, p.NewAccounts}, {private, p.PrivateMentions}, {c.account.Silenced, p.LimitedAccounts},
	} {
		if applies.yes {
			answers = append(answers, applies.answer)
		}
	}
	switch {
	case kind == "mention" && c.account.Role.permissions()&(ManageUsers|Administrator) != 0:
		return accepts
	case c.state.blocks(to.ID, c.account.ID) || c.state.mutes(to.ID, c.account.ID) || slices.Contains(answers, drops):
		return drops
	case slices.Contains(answers, filters):
		return filters
	}
	return accepts
}

// answersPrivately reports whether a post answers, at any distance, a direct one of the recipient that mentions the sender.
func (s *State) answersPrivately(status *Status, recipient, sender int64) bool {
	for parent := s.status(status.InReplyTo); parent != nil; parent = s.status(parent.InReplyTo) {
		if parent.Account == recipient && parent.Visibility == "direct" && slices.Contains(parent.Mentions, sender) {
			return true
		}
	}
	return false
}

// policy gives what an account chose, or what is so before it chose anything.
func (s *State) policy(account int64) *Policy {
	for _, p := range s.Policies {
		if p.Account == account {
			return p
		}
	}
	return &Policy{account, accepts, accepts, accepts, filters, filters}
}

// answers gives the answers of a policy by the names of their parameters.
func (p *Policy) answers() map[string]*string {
	return map[string]*string{
		"for_not_following": &p.NotFollowing, "for_not_followers": &p.NotFollowers, "for_new_accounts": &p.NewAccounts,
		"for_private_mentions": &p.PrivateMentions, "for_limited_accounts": &p.LimitedAccounts,
	}
}

func (c *call) showPolicy() (any, error) {
	entity := map[string]any{}
	for name, answer := range c.state.policy(c.account.ID).answers() {
		entity[name] = *answer
	}
	pending, senders := 0, map[int64]bool{}
	for _, n := range c.state.Notifications {
		if n.Account == c.account.ID && n.Filtered {
			pending, senders[n.From] = pending+1, true
		}
	}
	entity["summary"] = map[string]any{"pending_requests_count": len(senders), "pending_notifications_count": pending}
	return entity, nil
}

// changePolicy takes what was sent, and refuses other words.
func (c *call) changePolicy() (any, error) {
	p := *c.state.policy(c.account.ID)
	for name, answer := range p.answers() {
		if !c.params.has(name) {
			continue
		}
		*answer = c.params.text(name)
		if !slices.Contains([]string{accepts, filters, drops}, *answer) {
			return nil, invalid(strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ") + " is not included in the list")
		}
	}
	c.state.Policies = slices.DeleteFunc(c.state.Policies, func(old *Policy) bool { return old.Account == p.Account })
	c.state.Policies = append(c.state.Policies, &p)
	return c.showPolicy()
}

// checkNotifications refuses what a later request would trip over.
func (s *State) checkNotifications(accounts map[int64]bool) error {
	wrong := slices.Contains(s.Policies, nil)
	for _, n := range s.Notifications {
		wrong = wrong || n == nil || !accounts[n.Account] || !accounts[n.From] || s.status(n.Status) == nil
	}
	for _, f := range s.Favourites {
		wrong = wrong || f == nil || !accounts[f.Account] || s.status(f.Status) == nil
	}
	for _, m := range s.Mutes {
		wrong = wrong || m == nil || !accounts[m.By] || !accounts[m.Target]
	}
	if wrong {
		return errors.New("a notification, a favourite or a mute is of an account or a post that does not exist")
	}
	return nil
}
