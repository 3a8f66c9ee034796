package github

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
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
	joined time.Time
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
	s.accounts[a.ID] = &account{a, s.time()}
	token := "token-" + a.Login
	s.tokens[token] = a.ID
	return token
}

// Leave deletes an account. What it wrote stays, without an author.
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

// by finds the account that acts, for the methods that act as an account.
func (s *Server) by(login string) (*account, error) {
	if found := s.named(login); found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("there is no account %q", login)
}

func (s *Server) authenticate(r *http.Request) (*account, error) {
	token, given := githost.Token(r)
	if !given {
		return nil, nil //nolint:nilnil // Anonymous.
	}
	if who := s.accounts[s.tokens[token]]; who != nil {
		return who, nil
	}
	return nil, &problem{status: http.StatusUnauthorized, message: "Bad credentials"}
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
		return forbidden(c.who)
	}
	return nil
}

// spend counts a request in the hour of its account and returns what is left, in epoch seconds.
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
		return &problem{status: http.StatusForbidden, message: fmt.Sprintf("API rate limit exceeded for user ID %d.", id)}
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

// association is the relation of an account to the community's repository.
func (s *Server) association(id int64) string {
	who, owner := s.accounts[id], s.named(s.base.owner)
	switch {
	case who == nil:
		return "NONE"
	case who == owner:
		return "OWNER"
	case who.Permission == "":
		return "NONE"
	case owner != nil && owner.Type == "Organization":
		return "MEMBER"
	}
	return "COLLABORATOR"
}

// person is an account as the API shows it, nil where it is gone.
func (s *Server) person(id int64) any {
	who := s.accounts[id]
	if who == nil {
		return nil
	}
	return who.show()
}

func (a *account) show() fields {
	shown := fields{
		"id": a.ID, "node_id": node(a.Type, a.ID), "login": a.Login, "type": a.Type, "site_admin": false, "user_view_type": "public",
		"avatar_url": fmt.Sprintf("https://avatars.github.example/u/%d?v=4", a.ID), "gravatar_id": "", "html_url": webRoot + "/" + a.Login,
	}
	link(shown, a.api(), accountLinks)
	return shown
}

// profile is an account as its own page shows it.
func (a *account) profile() fields {
	shown := a.show()
	for _, unsaid := range []string{"name", "company", "location", "email", "hireable", "bio"} {
		shown[unsaid] = nil
	}
	shown["blog"] = ""
	for _, count := range []string{"public_repos", "public_gists", "followers", "following"} {
		shown[count] = 0
	}
	shown["created_at"], shown["updated_at"] = a.joined, a.joined
	return shown
}

// self is the account of the token. The token of a workflow or an App belongs to an installation and not to a user, and may not
// ask.
func (c *call) self() (int, any, error) {
	switch {
	case c.who == nil:
		return 0, nil, anonymous
	case c.who.Type == "Bot":
		return 0, nil, forbidden(c.who)
	}
	return http.StatusOK, c.who.profile(), nil
}

func (c *call) userByID() (int, any, error) { return profileOf(c.accounts[c.number("id")]) }

func (c *call) userByLogin() (int, any, error) {
	return profileOf(c.named(c.request.PathValue("login")))
}

func profileOf(found *account) (int, any, error) {
	if found == nil {
		return 0, nil, notFound
	}
	return http.StatusOK, found.profile(), nil
}

func (c *call) permissionOf() (int, any, error) {
	found := c.named(c.request.PathValue("login"))
	if found == nil {
		return 0, nil, notFound
	}
	level := c.permission(found, c.repo)
	shown := found.show()
	shown["role_name"] = level
	return http.StatusOK, fields{"permission": level, "role_name": level, "user": shown}, nil
}
