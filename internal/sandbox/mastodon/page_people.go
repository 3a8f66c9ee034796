package mastodon

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// What the page shows at most of people and what they wrote.
const (
	shownPeople  = 60
	shownStrikes = 12
	shownReports = 12
	shownPosts   = 10
)

// personView is an account as the page shows it.
type personView struct {
	Handle, Name, Standing string // standing is a role, or what else the account is
	Initial                string
	Hue                    int64 // of the circle in place of a picture, in degrees
	Words                  []string
	Strikes                int
}

// postView is a post of the public timeline.
type postView struct {
	By     personView
	Status *Status
}

// strikeView is one strike with the names of who gave and got it.
type strikeView struct {
	*Strike
	Who, Giver string
}

// reportView is one report with the names of those it is about.
type reportView struct {
	*Report
	Open                   bool
	By, Against, Taker, Of string // Of is who closed it
}

func (s *State) person(a *Account) personView {
	v := personView{Handle: "@" + a.acct(), Name: cmp.Or(a.DisplayName, a.Username), Hue: a.ID * 47 % 360, Words: wordsOf(a)}
	v.Initial = strings.ToUpper(string([]rune(v.Name)[:1]))
	for _, strike := range s.Strikes {
		if strike.Target == a.ID {
			v.Strikes++
		}
	}
	switch {
	case a.Bot:
		v.Standing = "bot"
	case a.Role != nil:
		v.Standing = a.Role.Name
	case a.Pending:
		v.Standing = "waits for approval"
	case a.Domain == "":
		v.Standing = "member"
	default:
		v.Standing = "elsewhere"
	}
	return v
}

// wordsOf are the words of an account's state.
func wordsOf(a *Account) []string {
	var words []string
	for _, state := range []struct {
		is   bool
		word string
	}{
		{a.Suspended, "suspended"}, {a.Silenced, "limited"}, {a.Disabled, "frozen"}, {a.Sensitized, "sensitive"},
		{!a.PurgedAt.IsZero(), "emptied"}, {a.SuspendedAtHome, "by its own server"},
	} {
		if state.is {
			words = append(words, state.word)
		}
	}
	return words
}

// people are the accounts, staff first, then members, applicants, and people elsewhere.
func (s *State) people() []personView {
	accounts := slices.Clone(s.Accounts)
	rank := func(a *Account) int {
		switch {
		case a.Role != nil:
			return -a.Role.Position
		case a.Domain == "" && !a.Pending:
			return 1
		case a.Pending:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(accounts, func(a, b *Account) int { return cmp.Compare(rank(a), rank(b)) })
	var all []personView
	for _, a := range accounts[:min(len(accounts), shownPeople)] {
		all = append(all, s.person(a))
	}
	return all
}

// timeline is what everybody sees: public posts that answer nothing, but none of people who are limited or suspended.
func (s *State) timeline() []postView {
	var posts []postView
	for _, status := range slices.Backward(s.Statuses) {
		author := s.account(status.Account)
		if status.Visibility != "public" || status.InReplyTo != 0 || author == nil || author.Suspended || author.Silenced {
			continue
		}
		if posts = append(posts, postView{s.person(author), status}); len(posts) == shownPosts {
			break
		}
	}
	return posts
}

func (s *State) handle(id int64) string {
	if a := s.account(id); a != nil {
		return "@" + a.acct()
	}
	return ""
}

func (s *State) strikes() []strikeView {
	var all []strikeView
	for _, strike := range slices.Backward(s.Strikes[max(0, len(s.Strikes)-shownStrikes):]) {
		all = append(all, strikeView{strike, s.handle(strike.Target), s.handle(strike.By)})
	}
	return all
}

// reports gives the open ones first, each kind newest first.
func (s *State) reports() []reportView {
	var all []reportView
	for _, r := range slices.Backward(s.Reports) {
		all = append(all, reportView{
			r, r.open(), s.handle(r.Account), s.handle(r.Target), s.handle(r.AssignedTo), s.handle(r.ActionTakenBy),
		})
	}
	slices.SortStableFunc(all, func(a, b reportView) int {
		return cmp.Compare(boolOrder(a.Open), boolOrder(b.Open))
	})
	return all[:min(len(all), shownReports)]
}

func boolOrder(first bool) int {
	if first {
		return 0
	}
	return 1
}

// noticesAt are the announcements that are shown at a moment.
func (s *State) noticesAt(now time.Time) []*Announcement {
	var all []*Announcement
	for _, a := range s.Announcements {
		if a.Published && (a.EndsAt.IsZero() || !a.EndsAt.Before(now)) {
			all = append(all, a)
		}
	}
	return all
}

// holderView is a token and who has it.
type holderView struct {
	Name, Handle, Role, Secret, App string
}

// holders lists the tokens with which a person can act on the server.
func (s *State) holders() []holderView {
	var list []holderView
	for _, t := range s.Tokens {
		a := s.account(t.Account)
		if a == nil || t.Revoked {
			continue
		}
		role := "member"
		switch {
		case a.Role != nil:
			role = a.Role.Name
		case a.Bot:
			role = "bot"
		}
		list = append(list, holderView{a.DisplayName, "@" + a.Username, role, t.Secret, t.App})
	}
	return list
}
