package charter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Roster is who may vote, in the order of the file.
type Roster struct{ Seats []Seat }

// Seat is one vote.
type Seat struct {
	Name       string
	Login      string // a label; the id decides
	ID         int64  // numeric GitHub id, 0 where the holder has none or the seat is vacant
	Mastodon   string // @name@host in canonical form, or ref:<hex>, or ""
	MastodonID string // the id that the community's server has for the account; "" where the seat does not vote with it, also because the settings have no such channel
	Roles      []string
	Since      time.Time // first moment of membership; zero where it is not written
	Until      time.Time // first moment after it; zero where it is open
	Weight     string    // an exact decimal; "" is 1
	Groups     []string
	Delegate   string // the seat that votes in this one's stead, or ""
	Place      diag.Place
}

// Vacant reports whether no one can vote for the seat.
func (s Seat) Vacant() bool { return s.ID == 0 && s.MastodonID == "" }

// The forms of the texts in roster.yaml; seatName is what seats, roles and groups may be called.
var (
	seatName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)
	loginName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*(\[bot\])?$`)
	serverID  = regexp.MustCompile(`^([0-9]{1,30}|[0-9A-Za-z]{18,64})$`)
	weight    = regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]{1,9})?$`)
)

// rosterFields is the table of roster.yaml.
func rosterFields() []field {
	const like = "ada"
	return []field{{name: "seats", shape: tableShape, required: true, doc: "One entry for each vote.", fields: []field{
		{name: "seat", shape: textShape, required: true, pattern: seatName, like: like, doc: "The seat's name, unique."},
		{name: "github", shape: mapShape, doc: "Who holds the seat; without it the seat is vacant, unless its holder votes on Mastodon.", fields: []field{
			{name: "login", shape: textShape, required: true, pattern: loginName, like: like, doc: "A label for people."},
			{name: "id", shape: wholeShape, required: true, lowest: 1, doc: "The numeric id, which decides."},
		}},
		{name: "mastodon", shape: holderShape, doc: "The holder's handle, needed to exclude the subject of a decision from the vote; with an id, what the holder votes with.", fields: []field{
			{name: "account", shape: accountShape, required: true, doc: "The handle, a label for people."},
			{name: "id", shape: textShape, required: true, number: true, pattern: serverID, like: "109348212345678901", doc: "The id of the account on the community's own server, which decides."},
		}},
		{name: "roles", shape: textShape, list: true, pattern: seatName, like: "member", doc: "What the holder is."},
		{name: "since", shape: momentShape, doc: "Since when."},
		{name: "until", shape: momentShape, doc: "Until when; a date counts through 24:00 UTC."},
		{name: "weight", shape: textShape, number: true, pattern: weight, like: "1.5", doc: "How much the vote weighs; 1 if absent."},
		{name: "groups", shape: textShape, list: true, pattern: seatName, like: "north", doc: "What the holder belongs to, for votes by group."},
		{name: "delegate", shape: textShape, pattern: seatName, like: like, doc: "The seat that votes in this one's stead."},
	}}}
}

// roster reads roster.yaml.
func (l *loader) roster(s Settings) Roster {
	src, ok := l.need(RosterFile)
	if !ok {
		return Roster{}
	}
	root := under(l.yaml(RosterFile, src), rosterFields())
	rows := root.table("seats")
	if list := root.At("seats"); list.IsList() && len(rows) == 0 {
		list.Fail("add the first member", "the roster has no seat, so nothing could ever pass")
	}
	var r Roster
	for _, row := range rows {
		r.Seats = append(r.Seats, seat(row, s))
	}
	once := claims{}
	for i, row := range rows {
		once.seat(row, r.Seats[i])
	}
	for i, row := range rows {
		delegate(row, r.Seats[i], once)
	}
	return r
}

func seat(row section, settings Settings) Seat {
	s := Seat{
		Name: row.text("seat"), Roles: row.texts("roles"),
		Since: from(row.At("since")), Until: through(row.At("until")), Weight: row.text("weight"), Groups: row.texts("groups"),
		Delegate: row.text("delegate"), Place: row.Place(),
	}
	if row.Has("github") {
		holder := row.section("github")
		s.Login, s.ID = holder.text("login"), accountID(holder)
	}
	s.Mastodon, s.MastodonID = mastodonHolder(row, settings.Domain)
	if !settings.Ballots.Mastodon() && s.MastodonID != "" {
		if s.ID == 0 {
			row.At("mastodon").Warn("add mastodon to ballots.channels in "+SettingsFile+", or give the seat github", "seat %q is vacant: no one votes on Mastodon here", s.Name)
		}
		s.MastodonID = ""
	}
	if !s.Since.IsZero() && !s.Until.IsZero() && !s.Since.Before(s.Until) {
		row.At("until").Fail("", "seat %q ends before it begins", s.Name)
	}
	return s
}

// accountID reads the id of a seat's holder. A form that is still to be filled in has 0 there.
func accountID(holder section) int64 {
	if id := holder.At("id"); id.IsScalar() && id.Text() == "0" {
		name := holder.text("login")
		id.Fail("write the number that \"gh api users/"+name+" --jq .id\" shows", "the GitHub id of %q is not filled in", name)
		return 0
	}
	return holder.whole("id")
}

// mastodonHolder reads the account of a seat's holder: a handle alone, or a handle with the id by which the holder votes.
func mastodonHolder(row section, own string) (account, id string) {
	v := row.At("mastodon")
	if !v.IsMap() {
		return qualified(row.text("mastodon"), own), ""
	}
	holder := row.section("mastodon")
	account, id = qualified(holder.text("account"), own), holder.text("id")
	switch {
	case strings.HasPrefix(account, "ref:"):
		holder.At("account").Fail("write mastodon: "+account+", which only excludes the holder", "a seat that votes on Mastodon is named by its handle, not by a pseudonym")
	case account != "" && own != "" && !strings.HasSuffix(account, "@"+own):
		holder.At("account").Fail("write mastodon: \""+account+"\", which only excludes the holder", "%q is an account of another server: only accounts of %s vote", account, own)
	default:
		return account, id
	}
	return account, ""
}

// claims remembers who was the first to use a name, by what the name is and the name itself.
type claims map[string]claim

type claim struct {
	seat string
	line int
}

// seat claims everything of a seat that no other seat may have.
func (c claims) seat(row section, s Seat) {
	c.once(row.At("seat"), "seat", s.Name, s)
	if row.Has("github") {
		holder := row.section("github")
		c.once(holder.At("id"), "GitHub id", idText(s.ID), s)
		c.once(holder.At("login"), "GitHub login", s.Login, s)
	}
	c.once(row.At("mastodon"), "Mastodon handle", s.Mastodon, s)
	c.once(row.At("mastodon"), "Mastodon id", s.MastodonID, s)
}

func (c claims) once(v yamldoc.Value, what, name string, s Seat) {
	if name == "" {
		return
	}
	key := what + " " + strings.ToLower(name)
	if first, taken := c[key]; taken {
		v.Fail("one person has one seat", "%s %q is taken by seat %q on line %d", what, name, first.seat, first.line)
		return
	}
	c[key] = claim{s.Name, s.Place.Line}
}

func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprint(id)
}

// delegate checks that a vote is handed to another seat that exists.
func delegate(row section, s Seat, all claims) {
	v := row.At("delegate")
	switch _, known := all["seat "+strings.ToLower(s.Delegate)]; {
	case s.Delegate == "":
	case strings.EqualFold(s.Delegate, s.Name):
		v.Fail("remove the key", "seat %q is its own delegate", s.Name)
	case !known:
		v.Fail(yamldoc.Suggest(s.Delegate, all.seats()), "delegate %q is no seat", s.Delegate)
	}
}

// seats gives the names of the seats that were claimed.
func (c claims) seats() []string {
	var names []string
	for name, first := range c {
		if strings.HasPrefix(name, "seat ") {
			names = append(names, first.seat)
		}
	}
	slices.Sort(names)
	return names
}
