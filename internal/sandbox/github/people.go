package github

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ActionsBot is the id of the account that every workflow of every repository acts as.
const ActionsBot = 41898282

// Account is a person or bot of the forge.
type Account struct {
	ID         int64
	Login      string
	Type       string // User, Bot or Organization; "" is User
	Permission string // admin, write or read; "" is none of their own, which suffices to read and review in public
}

type account struct {
	Account
}

type window struct {
	ends time.Time
	used int
}

// Join adds an account, or replaces the one with its ID, and gives its token.
func (s *Server) Join(a Account) (token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.join(a)
}

func (s *Server) join(a Account) string {
	if a.Type == "" {
		a.Type = "User"
	}
	s.accounts[a.ID] = &account{a}
	token := "token-" + a.Login
	s.tokens[token] = a.ID
	return token
}

// Leave deletes an account. What it wrote stays, by nobody.
func (s *Server) Leave(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if gone := s.named(login); gone != nil {
		delete(s.accounts, gone.ID)
	}
}

// Rename gives an account another login; its id and tokens stay.
func (s *Server) Rename(login, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if renamed := s.named(login); renamed != nil {
		renamed.Login = to
	}
}

func (s *Server) named(login string) *account {
	for _, each := range s.accounts {
		if strings.EqualFold(each.Login, login) {
			return each
		}
	}
	return nil
}

// by finds the account that acts, for the methods that act as somebody.
func (s *Server) by(login string) (*account, error) {
	if found := s.named(login); found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("there is no account %q", login)
}

func (s *Server) authenticate(r *http.Request) (*account, error) {
	token := ""
	if scheme, rest, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && !strings.EqualFold(scheme, "basic") {
		token = rest
	}
	if _, password, ok := r.BasicAuth(); ok {
		token = password
	}
	if token == "" && r.Header.Get("Authorization") == "" {
		return nil, nil //nolint:nilnil // Anonymous.
	}
	if who := s.accounts[s.tokens[token]]; who != nil {
		return who, nil
	}
	return nil, &problem{status: http.StatusUnauthorized, Message: "Bad credentials"}
}

var ranks = []string{"none", "read", "write", "admin"}

// permission is what an account may do in the community's repository; owners of forks may do all there.
func (s *Server) permission(a *account, in *repository) string {
	switch {
	case a == nil && in.private:
		return "none"
	case a != nil && strings.EqualFold(a.Login, in.owner):
		return "admin"
	case a != nil && in == s.base && a.Permission != "":
		return a.Permission
	case in.private:
		return "none"
	}
	return "read"
}

// may says whether the caller has at least that permission.
func (c *call) may(want string) bool { return c.allows(c.who, c.repo, want) }

func (s *Server) allows(a *account, in *repository, want string) bool {
	return slices.Index(ranks, s.permission(a, in)) >= slices.Index(ranks, want)
}

// writer refuses a caller without write permission.
func (c *call) writer() error {
	switch {
	case c.who == nil:
		return anonymous
	case !c.may("write"):
		return forbidden
	}
	return nil
}

// spend counts a request in the hour of its account and tells what is left, in epoch seconds.
func (s *Server) spend(w http.ResponseWriter, who *account) error {
	id, limit := int64(0), 60
	if who != nil {
		id, limit = who.ID, s.hourly(who)
	}
	used := s.windows[id]
	if used == nil || !s.time().Before(used.ends) {
		used = &window{ends: s.time().Add(time.Hour)}
		s.windows[id] = used
	}
	over := used.used >= limit
	if !over {
		used.used++
	}
	h := w.Header()
	h.Set("X-Ratelimit-Limit", strconv.Itoa(limit))
	h.Set("X-Ratelimit-Remaining", strconv.Itoa(limit-used.used))
	h.Set("X-Ratelimit-Used", strconv.Itoa(used.used))
	h.Set("X-Ratelimit-Reset", strconv.FormatInt(used.ends.Unix(), 10))
	h.Set("X-Ratelimit-Resource", "core")
	if over {
		return &problem{status: http.StatusForbidden, Message: fmt.Sprintf("API rate limit exceeded for user ID %d.", id)}
	}
	return nil
}

func (s *Server) hourly(who *account) int {
	switch {
	case s.settings.HourlyRequests > 0:
		return s.settings.HourlyRequests
	case who.Type == "Bot":
		return 1000
	}
	return 5000
}

// person is an account as the API shows it, nil where it is gone.
func (s *Server) person(id int64) any {
	who := s.accounts[id]
	if who == nil {
		return nil
	}
	return fields{"id": who.ID, "login": who.Login, "type": who.Type, "site_admin": false}
}

func (c *call) self() (int, any, error) {
	if c.who == nil {
		return 0, nil, anonymous
	}
	return http.StatusOK, c.person(c.who.ID), nil
}

func (c *call) userByID() (int, any, error) {
	if found := c.person(c.number("id")); found != nil {
		return http.StatusOK, found, nil
	}
	return 0, nil, notFound
}

func (c *call) userByLogin() (int, any, error) {
	if found := c.named(c.request.PathValue("login")); found != nil {
		return http.StatusOK, c.person(found.ID), nil
	}
	return 0, nil, notFound
}

func (c *call) permissionOf() (int, any, error) {
	found := c.named(c.request.PathValue("login"))
	if found == nil {
		return 0, nil, notFound
	}
	level := c.permission(found, c.repo)
	return http.StatusOK, fields{"permission": level, "role_name": level, "user": c.person(found.ID)}, nil
}
