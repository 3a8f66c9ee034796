package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

const (
	accountsPath   = "/api/v1/admin/accounts"
	accountsPathV2 = "/api/v2/admin/accounts" // the first version lists only local and active accounts
	lookupPath     = "/api/v1/accounts/lookup"
	searchPath     = "/api/v2/search"
	accountsPage   = 200
)

// account is one account as moderators see it. What only a local account has is nil for a remote one: null is no "no".
type account struct {
	ID         string       `json:"id"`
	Username   string       `json:"username"`
	Domain     *domainName  `json:"domain"` // nil for an account of this server
	Suspended  bool         `json:"suspended"`
	Silenced   bool         `json:"silenced"`
	Sensitized bool         `json:"sensitized"`
	Disabled   *bool        `json:"disabled"`
	Approved   *bool        `json:"approved"`
	Confirmed  *bool        `json:"confirmed"`
	Role       *accountRole `json:"role"`
	Account    struct {
		Statuses int `json:"statuses_count"`
	} `json:"account"`
}

// accountRole is what a local account may do. The server does not state a role's rank.
type accountRole struct {
	ID          any    `json:"id"` // a number before 4.0, a text since
	Name        string `json:"name"`
	Permissions string `json:"permissions"`
}

func (a account) local() bool { return a.Domain == nil || *a.Domain == "" }

// handle is the account's name in canonical form.
func (a account) handle() string {
	if a.local() {
		return "@" + strings.ToLower(a.Username)
	}
	return "@" + strings.ToLower(a.Username) + "@" + string(*a.Domain)
}

// fetchAccount finds the account that a target names, a handle or a pseudonym, and reads it. An id that is pinned ("" for
// none) must belong to the same account. It fails with *AbsentError where the server has no such account, with
// *DisagreeError where handle and id are two accounts, and with *HiddenError where a pseudonym cannot be resolved. No
// error holds the handle or the id of an account behind a pseudonym.
func (i *Instance) fetchAccount(ctx context.Context, target, pinned string) (account, error) {
	handle, err := i.handleOf(ctx, target)
	if err != nil {
		return account{}, err
	}
	found, err := i.resolve(ctx, target, handle, pinned)
	return found, i.hide(target, err)
}

// handleOf gives the canonical handle behind a target: a pseudonym is looked up, and the server's own name is left out.
func (i *Instance) handleOf(ctx context.Context, target string) (string, error) {
	handle := target
	if isPseudonym(target) {
		known := false
		if handle, known = i.pseudonyms[target]; !known {
			return "", &HiddenError{target, i.pseudonyms != nil}
		}
	}
	name, domain, remote := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	if !remote {
		return "@" + name, nil
	}
	server, err := i.FetchServer(ctx)
	if err != nil {
		return "", err
	}
	if strings.EqualFold(domain, server.Domain) {
		return "@" + name, nil
	}
	return handle, nil
}

func isPseudonym(target string) bool { return strings.HasPrefix(target, "ref:") }

func (i *Instance) resolve(ctx context.Context, target, handle, pinned string) (account, error) {
	id, err := pinned, error(nil)
	if id == "" {
		id, err = i.accountID(ctx, target, handle)
	}
	if err != nil {
		return account{}, err
	}
	found, err := i.readAccount(ctx, target, id)
	switch {
	case err != nil:
		return account{}, err
	case found.handle() != handle:
		return account{}, &DisagreeError{target, id, found.handle()}
	}
	return found, nil
}

// readAccount reads one account by its id: the authoritative answer about its state.
func (i *Instance) readAccount(ctx context.Context, target, id string) (account, error) {
	var found account
	_, err := i.call(ctx, http.MethodGet, accountsPath+"/"+url.PathEscape(id), nil, nil, &found)
	switch {
	case statusOf(err) == http.StatusNotFound:
		i.accountIDs.drop(target)
		return account{}, &AbsentError{target}
	case err != nil:
		return account{}, err
	case found.ID != id || found.Username == "":
		return account{}, &AnswerError{http.MethodGet, accountsPath, "the answer is about another account than was asked for"}
	}
	return found, nil
}

// accountID finds the id of a handle once in a run. The lookup that is open to all does not find accounts whose server is
// suspended by a domain block, which the list of moderators does; only a search fetches one that was never seen here.
func (i *Instance) accountID(ctx context.Context, target, handle string) (string, error) {
	if id, known := i.accountIDs.find(target); known {
		return id, nil
	}
	name, domain, _ := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	for _, way := range []func(context.Context, string, string) (string, error){i.lookUp, i.findInList, i.searchFor} {
		id, err := way(ctx, name, domain)
		if err != nil {
			return "", err
		}
		if id != "" {
			i.accountIDs.keep(target, id)
			return id, nil
		}
	}
	return "", &AbsentError{target}
}

// found is an account as it is shown publicly; its acct may show a domain in letters, so it is compared later.
type found struct {
	ID string `json:"id"`
}

func (i *Instance) lookUp(ctx context.Context, name, domain string) (string, error) {
	var answer found
	_, err := i.call(ctx, http.MethodGet, lookupPath, url.Values{"acct": {acct(name, domain)}}, nil, &answer)
	if statusOf(err) == http.StatusNotFound {
		return "", nil
	}
	return answer.ID, err
}

func acct(name, domain string) string {
	if domain == "" {
		return name
	}
	return name + "@" + domain
}

// findInList goes through the moderators' list, which matches the beginnings of names.
func (i *Instance) findInList(ctx context.Context, name, domain string) (string, error) {
	query := url.Values{"username": {name}}
	if domain == "" {
		query.Set("origin", "local")
	} else {
		query.Set("by_domain", domain)
	}
	all, err := readPagesOf[account](ctx, i, accountsPathV2, query, accountsPage)
	if err != nil {
		return "", err
	}
	for _, a := range all {
		if a.handle() == "@"+acct(name, domain) {
			return a.ID, nil
		}
	}
	return "", nil
}

// searchFor lets the server fetch an account of another server that it has never seen.
func (i *Instance) searchFor(ctx context.Context, name, domain string) (string, error) {
	if domain == "" {
		return "", nil
	}
	var answer struct {
		Accounts []found `json:"accounts"`
	}
	query := url.Values{"q": {"@" + acct(name, domain)}, "type": {"accounts"}, "resolve": {"true"}, "limit": {"1"}}
	if _, err := i.call(ctx, http.MethodGet, searchPath, query, nil, &answer); err != nil || len(answer.Accounts) == 0 {
		return "", err
	}
	return answer.Accounts[0].ID, nil
}

// AbsentError is a target that the server does not know, or no longer.
type AbsentError struct {
	Target string // as it is declared: a handle or a pseudonym
}

// Error names the target.
func (e *AbsentError) Error() string { return fmt.Sprintf("the server has no account %q", e.Target) }

// DisagreeError is a handle and an id that name two accounts: after an account is deleted its name may go to another.
type DisagreeError struct {
	Target string
	ID     string
	Handle string // of the account that has the id
}

// Error names both.
func (e *DisagreeError) Error() string {
	return fmt.Sprintf("account %q: the id %s belongs to %q", e.Target, e.ID, httpapi.Plain(e.Handle))
}

// HiddenError is a pseudonym that cannot be resolved here.
type HiddenError struct {
	Pseudonym string
	Map       bool // whether there is a pseudonym map at all
}

// Error says what is missing.
func (e *HiddenError) Error() string {
	if e.Map {
		return fmt.Sprintf("account %q: the pseudonym map has no handle for it", e.Pseudonym)
	}
	return fmt.Sprintf("account %q: a pseudonym, which needs the moderators' pseudonym map (BYLAW_PSEUDONYMS)", e.Pseudonym)
}

// hide gives an error about an account behind a pseudonym a text without its handle and its id, which an
// answer, a path or the server's own words may hold. The chain behind it stays, for errors.As.
func (i *Instance) hide(target string, err error) error {
	_, absent := errors.AsType[*AbsentError](err)
	_, hidden := errors.AsType[*HiddenError](err)
	if err == nil || absent || hidden || !isPseudonym(target) {
		return err
	}
	text := fmt.Sprintf("account %q: no answer from the server that can be used", target)
	if status := statusOf(err); status != 0 {
		text = fmt.Sprintf("account %q: the server answers %d %s", target, status, http.StatusText(status))
	}
	return &concealed{text, err}
}

// concealed is an error whose text does not name the account.
type concealed struct {
	text string
	err  error
}

func (e *concealed) Error() string { return e.text }
func (e *concealed) Unwrap() error { return e.err }

// aboutOneAccount distinguishes what is wrong with one account from what is wrong with the server.
func aboutOneAccount(err error) bool {
	_, absent := errors.AsType[*AbsentError](err)
	_, disagree := errors.AsType[*DisagreeError](err)
	_, hidden := errors.AsType[*HiddenError](err)
	return absent || disagree || hidden
}
