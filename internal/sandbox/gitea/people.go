package gitea

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
)

// Account is a person or bot of the forge.
type Account struct {
	ID         int64
	Login      string
	Permission string // admin or write in the repository; "" may read, review and comment
}

type account struct {
	Account
	joined time.Time
	hides  bool // the account shows none of what it did in feeds
}

// Join adds an account and gives its token.
func (s *Server) Join(a Account) (token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[a.ID] = &account{Account: a, joined: s.time()}
	token = "token-" + a.Login
	s.tokens[token] = a.ID
	return token
}

// Leave deletes an account. What it wrote stays, with the same author as that of every deleted account.
func (s *Server) Leave(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if gone := s.named(login); gone != nil {
		delete(s.accounts, gone.ID)
		s.feed = slices.DeleteFunc(s.feed, func(r *feedRow) bool { return r.actor == gone.ID })
	}
}

// HideActivity hides all rows of an account in feeds, those of before too.
func (s *Server) HideActivity(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if hidden := s.named(login); hidden != nil {
		hidden.hides = true
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
	return nil, &problem{status: http.StatusUnauthorized, message: "invalid username, password or token"}
}

func (a *account) writes() bool {
	return a != nil && (a.Permission == "write" || a.Permission == "admin")
}

func (a *account) administers() bool { return a != nil && a.Permission == "admin" }

func (a *account) show() fields {
	return fields{
		"id": a.ID, "login": a.Login, "login_name": "", "source_id": 0, "full_name": "", "username": a.Login,
		"email": fmt.Sprintf("%d+%s@noreply.gitea.example", a.ID, a.Login), "html_url": "https://gitea.example/" + a.Login,
		"is_admin": false, "created": a.joined, "active": true, "restricted": false, "visibility": "public",
	}
}

// person shows an account, and in place of a deleted one the ghost that all of them become.
func (s *Server) person(id int64) any {
	if found := s.accounts[id]; found != nil {
		return found.show()
	}
	return fields{"id": -1, "login": "Ghost", "full_name": "", "username": "Ghost"}
}

func (c *call) self() (int, any, error) {
	if c.who == nil {
		return 0, nil, anonymous
	}
	return http.StatusOK, c.who.show(), nil
}

func (c *call) userByLogin() (int, any, error) {
	login := c.request.PathValue("login")
	if found := c.named(login); found != nil {
		return http.StatusOK, found.show(), nil
	}
	return 0, nil, &problem{status: http.StatusNotFound, message: fmt.Sprintf("user redirect does not exist [name: %s]", login)}
}

// searchUsers finds an account by its id; the rest of the search is not served.
func (c *call) searchUsers() (int, any, error) {
	data := []any{}
	if found := c.accounts[int64(atoi(c.request.URL.Query().Get("uid")))]; found != nil {
		data = append(data, found.show())
	}
	return http.StatusOK, fields{"data": c.page(data), "ok": true}, nil
}

func (s *Server) showRepository(to *account) fields {
	id := int64(0)
	if owner := s.named(s.owner); owner != nil {
		id = owner.ID
	}
	return fields{
		"id": 1, "name": s.name, "full_name": s.owner + "/" + s.name, "private": false, "fork": false, "empty": false,
		"default_branch": s.repo.Default(), "html_url": "https://gitea.example/" + s.owner + "/" + s.name,
		"owner":       fields{"id": id, "login": s.owner, "full_name": ""},
		"permissions": fields{"admin": to.administers(), "push": to.writes(), "pull": true},
	}
}
