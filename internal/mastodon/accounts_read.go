package mastodon

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const (
	everyone      = "-99" // the id of the role of those who have no other
	administrator = 1     // the permission that implies all others
)

// has reports whether an account is in a state, by the word that accounts.yaml has for it.
func (a account) has(word string) bool {
	switch word {
	case "suspended":
		return a.Suspended
	case "silenced":
		return a.Silenced
	case "sensitive":
		return a.Sensitized
	default:
		return a.Disabled != nil && *a.Disabled
	}
}

// state gives the words of an account's state, sorted.
func (a account) state() []any {
	var words []string
	for _, m := range skill.Measures() {
		if a.has(m.State) {
			words = append(words, m.State)
		}
	}
	slices.Sort(words)
	state := []any{}
	for _, word := range words {
		state = append(state, word)
	}
	return state
}

// staff reports whether an account has a role of its own. On GoToSocial every account has one, by default a role without permissions.
func (a account) staff() bool {
	return a.Role != nil && fmt.Sprint(a.Role.ID) != everyone && fmt.Sprint(a.Role.ID) != "" && a.Role.Permissions != "0"
}

// survey is what reading accounts needs to know apart from the accounts.
type survey struct {
	self    Self
	reports map[string]int // open ones by the id of the account they are about; nil where the token may not see them

	mu     sync.Mutex        // held while blocks are asked for, so that it happens once
	blocks map[string]string // severities by domain; nil before they are asked for
}

// accountItems gives the declared accounts, each with what the server would refuse about it. A target that cannot be
// resolved is an item too: it refuses everything. The id behind a pseudonym is left out, for anyone can look it up.
func (i *Instance) accountItems(ctx context.Context, targets []string) ([]plan.Item, error) {
	if len(targets) == 0 {
		return nil, nil
	}
	s, err := i.survey(ctx)
	if err != nil {
		return nil, err
	}
	read, err := parallel.Map(ctx, targets, func(ctx context.Context, target string) (identified, error) { return i.identify(ctx, target, s) })
	if err != nil {
		return nil, err
	}
	entries := map[string]int{}
	for _, one := range read {
		entries[one.id]++
	}
	items := make([]plan.Item, len(read))
	for n, one := range read {
		items[n] = one.item
		if one.id != "" && entries[one.id] > 1 {
			items[n] = refusing(one.item.Target, "another entry names the same account: keep one of the two")
		}
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return cmp.Compare(a.Target, b.Target) })
	return items, nil
}

// identified is an item with the id of the account, which the item itself may not show; "" where it could not be resolved.
type identified struct {
	item plan.Item
	id   string
}

func (i *Instance) identify(ctx context.Context, target string, s *survey) (identified, error) {
	a, err := i.fetchAccount(ctx, target, "")
	switch {
	case aboutOneAccount(err):
		return identified{item: refusing(target, err.Error())}, nil
	case err != nil:
		return identified{}, err
	}
	item, err := i.accountItem(ctx, target, a, s)
	return identified{item, a.ID}, i.hide(target, err)
}

// refusing is a target about which every skill is refused.
func refusing(target, why string) plan.Item {
	item := plan.Item{Resource: skill.Accounts, Target: target, Params: map[string]any{"state": []any{}}, Refuse: map[skill.Name]string{}}
	for _, m := range skill.Measures() {
		item.Refuse[m.Put], item.Refuse[m.Lift] = why, why
	}
	return item
}

// survey asks for the bot and for the open reports, once for all accounts. A role that may not read reports is no
// obstacle: then it is not known how many an action resolves.
func (i *Instance) survey(ctx context.Context) (*survey, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	s := &survey{self: self}
	reports, err := readPages[openReport](ctx, i, adminReportsPath, reportsPage)
	if statusOf(err) == http.StatusForbidden || statusOf(err) == http.StatusNotFound {
		return s, nil
	}
	s.reports = map[string]int{}
	for _, r := range reports {
		s.reports[r.Target.ID]++
	}
	return s, err
}

type openReport struct {
	Target struct {
		ID string `json:"id"`
	} `json:"target_account"`
}

func (i *Instance) accountItem(ctx context.Context, target string, a account, s *survey) (plan.Item, error) {
	item := plan.Item{
		Resource: skill.Accounts, Target: target, ID: a.ID, Params: map[string]any{"state": a.state()},
		Refuse: map[skill.Name]string{}, Also: map[skill.Name][]string{},
	}
	if isPseudonym(target) {
		item.ID = ""
	}
	refuseRanks(&item, a, s.self)
	consequences(&item, a, s.reports[a.ID])
	return item, i.refuseBlocked(ctx, &item, a, s)
}

// refuseRanks refuses what ranks and kinds of accounts do not allow. The server does not state ranks: an equal role and a
// higher power are known, everything else shows when it is tried.
func refuseRanks(item *plan.Item, a account, self Self) {
	why := ""
	switch {
	case a.ID == self.ID:
		why = "it is the bot's own account"
	case a.staff() && self.Role != "" && fmt.Sprint(a.Role.ID) == self.Role:
		why = "its role ranks as high as the bot's"
	case a.staff() && a.Role.administrates() && self.Permissions&administrator == 0:
		why = "its role ranks above the bot's"
	}
	for _, m := range skill.Measures() {
		if why != "" {
			item.Refuse[m.Put] = why
		} else if a.staff() {
			item.Also[m.Put] = append(item.Also[m.Put], fmt.Sprintf("the account is staff (%s): the server allows it only if the bot's role ranks higher", httpapi.Plain(a.Role.Name)))
		}
	}
	if !a.local() {
		const localOnly = "only accounts of this server can be disabled"
		item.Refuse[skill.DisableAccount], item.Refuse[skill.EnableAccount] = localOnly, localOnly
	}
}

func (r *accountRole) administrates() bool {
	bits, err := strconv.ParseUint(r.Permissions, 10, 64)
	return err == nil && bits&administrator != 0
}

// consequences says what else an action does.
func consequences(item *plan.Item, a account, reports int) {
	if reports > 0 {
		noun := "report"
		if reports > 1 {
			noun += "s"
		}
		for _, m := range skill.Measures() {
			item.Also[m.Put] = append(item.Also[m.Put], fmt.Sprintf("resolves %d open %s against the account", reports, noun))
		}
	}
	if !a.local() {
		item.Also[skill.SuspendAccount] = append(item.Also[skill.SuspendAccount], "cuts the account's follows of people here for ever")
	}
}

// refuseBlocked keeps what a domain block holds: the server does not distinguish what a block did from what a moderator did, and lifting
// would undo the block for this account.
func (i *Instance) refuseBlocked(ctx context.Context, item *plan.Item, a account, s *survey) error {
	if a.local() || !a.Suspended && !a.Silenced {
		return nil
	}
	blocks, err := i.blocksOf(ctx, s)
	if err != nil {
		return err
	}
	domain, severity := rule(blocks, string(*a.Domain))
	for word, m := range map[string]skill.Measure{
		skill.Suspend: {State: "suspended", Lift: skill.UnsuspendAccount}, skill.Silence: {State: "silenced", Lift: skill.UnsilenceAccount},
	} {
		if lift := m.Lift; severity == word {
			item.Held = append(item.Held, m.State)
			item.Refuse[lift] = fmt.Sprintf("the block of %q keeps the account so: lift that first", domain)
			if isPseudonym(item.Target) {
				item.Refuse[lift] = "a domain block keeps the account so: lift that first"
			}
		}
	}
	return nil
}

// blocksOf reads the domain blocks when the first account needs them. Without the permission none is known.
func (i *Instance) blocksOf(ctx context.Context, s *survey) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blocks != nil {
		return s.blocks, nil
	}
	blocks, err := i.readBlocks(ctx)
	if err != nil && statusOf(err) != http.StatusForbidden {
		return nil, err
	}
	s.blocks = map[string]string{}
	for _, b := range blocks {
		s.blocks[string(b.Domain)] = b.Severity
	}
	return s.blocks, nil
}

// rule finds the block in effect for a domain: its own or that of the nearest parent.
func rule(blocks map[string]string, domain string) (blocked, severity string) {
	for domain != "" {
		if severity, ok := blocks[domain]; ok {
			return domain, severity
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return "", ""
}
