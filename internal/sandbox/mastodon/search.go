package mastodon

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// What a search gives where nothing is asked, and at most.
const (
	searchNormal = 20
	searchMost   = 40
)

// searchAccounts finds accounts by their whole handle, and by the beginnings of their names. With resolve an account is
// fetched from its server where it was never seen here; State.Elsewhere holds the handles that exist there.
func (c *call) searchAccounts() (any, error) {
	if err := c.checkSearch(); err != nil {
		return nil, err
	}
	limit, err := c.pageLimit(searchNormal, searchMost)
	if err != nil {
		return nil, err
	}
	found := []any{}
	if kind := c.params.text("type"); kind == "" || kind == "accounts" {
		accounts := c.found()
		from := min(c.number("offset"), len(accounts))
		for _, a := range accounts[from:min(from+limit, len(accounts))] {
			found = append(found, c.accountEntity(a))
		}
	}
	return map[string]any{"accounts": found, "statuses": []any{}, "hashtags": []any{}, "collections": []any{}}, nil
}

// checkSearch refuses what only people who are signed in may ask for.
func (c *call) checkSearch() error {
	switch {
	case c.params.text("q") == "":
		return refuse(http.StatusBadRequest, "param is missing or the value is empty or invalid: q")
	case c.account == nil && c.params.text("offset") != "":
		return refuse(http.StatusUnauthorized, "Search queries pagination is not supported without authentication")
	case c.account == nil && c.params.truthy("resolve"):
		return refuse(http.StatusUnauthorized, "Search queries that resolve remote resources are not supported without authentication")
	case c.number("offset") < 0 || c.number("limit") < 0:
		return refuse(http.StatusBadRequest, "Pagination values for `offset` and `limit` must be positive")
	default:
		return nil
	}
}

// number reads a whole number as Ruby does: what is none counts as 0.
func (c *call) number(key string) int {
	return leadingNumber(c.params.text(key))
}

func leadingNumber(text string) int {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(strings.TrimPrefix(text, "-"), func(r rune) bool { return !unicode.IsDigit(r) })
	if end >= 0 {
		text = text[:end+len(text)-len(strings.TrimPrefix(text, "-"))]
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// found gives the account whose handle was written out first, also of one that is suspended, and then those whose names
// match.
func (c *call) found() []*Account {
	query := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(c.params.text("q")), "@"))
	var all []*Account
	if exact := c.exact(query); exact != nil {
		all = append(all, exact)
	}
	for _, a := range c.state.Accounts {
		if !a.unavailable() && a.admitted() && a.matches(query) && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

// exact finds a whole handle. With resolve no account of a server is found that is suspended, or not allowed.
func (c *call) exact(handle string) *Account {
	name, domain, whole := strings.Cut(handle, "@")
	resolve := c.params.truthy("resolve")
	switch a := c.state.lookup(handle); {
	case !whole || resolve && !c.federates(domain):
		return nil
	case a != nil:
		return a
	case !resolve || !slices.Contains(c.state.Elsewhere, "@"+handle):
		return nil
	}
	a := &Account{ID: c.state.NextID(c.now), Username: name, Domain: domain, DisplayName: name, CreatedAt: c.now}
	c.state.Accounts = append(c.state.Accounts, a)
	return a
}

// matches reports whether each word of a query begins a word of the account's names.
func (a *Account) matches(query string) bool {
	words := strings.FieldsFunc(strings.ToLower(a.Username+" "+a.DisplayName), notLetter)
	words = append(words, a.Domain)
	wanted := strings.FieldsFunc(query, notLetter)
	for _, word := range wanted {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, word) }) {
			return false
		}
	}
	return len(wanted) > 0
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
