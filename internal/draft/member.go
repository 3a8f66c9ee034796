package draft

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Seat is a seat that is to be added to the roster.
type Seat struct {
	Name     string
	Login    string
	ID       int64  // numeric GitHub id; 0 where the seat votes on Mastodon alone
	Mastodon string // as people write it, or ""
	// MastodonID is the id with which the seat votes on Mastodon, or "".
	MastodonID string
	Roles      []string
	Since      string // a date
}

// AddMember drafts a new seat.
func AddMember(b Base, s Seat) (Draft, error) {
	for _, other := range b.Charter.Roster.Seats {
		switch {
		case other.Name == s.Name:
			return Draft{}, &ErrSame{fmt.Sprintf("the roster has the seat %q", s.Name)}
		case s.ID != 0 && other.ID == s.ID:
			return Draft{}, &ErrSame{fmt.Sprintf("the account %q holds the seat %q", s.Login, other.Name)}
		case s.MastodonID != "" && other.MastodonID == s.MastodonID:
			return Draft{}, &ErrSame{fmt.Sprintf("the account %q holds the seat %q", s.Mastodon, other.Name)}
		}
	}
	if s.MastodonID != "" && !b.Charter.Settings.Ballots.Mastodon() {
		return Draft{}, diag.WithHint(fmt.Errorf("seat %q could not vote with %q: no one votes on Mastodon here", s.Name, s.Mastodon),
			"propose to add mastodon to ballots.channels in %s first, or name the account of the forge", charter.SettingsFile)
	}
	lines, err := seatLines(s)
	if err != nil {
		return Draft{}, err
	}
	root, _, err := b.list(charter.RosterFile, "seats")
	if err != nil {
		return Draft{}, err
	}
	text, err := yamldoc.Append(b.text(charter.RosterFile), root, "seats", lines)
	return seated(titled("Add %s to the roster", s.Name), keyOf("add-member", s.Name), text), err
}

func seatLines(s Seat) ([]string, error) {
	lines := []string{"seat: " + scalar(s.Name)}
	if s.ID != 0 {
		lines = append(lines, fmt.Sprintf("github: {login: %s, id: %s}", scalar(s.Login), strconv.FormatInt(s.ID, 10)))
	}
	switch {
	case s.MastodonID != "":
		lines = append(lines, fmt.Sprintf("mastodon: {account: %s, id: %s}", strconv.Quote(s.Mastodon), strconv.Quote(s.MastodonID)))
	case s.Mastodon != "":
		lines = append(lines, "mastodon: "+strconv.Quote(s.Mastodon))
	}
	lines = append(lines, "roles: "+rolesList(s.Roles), "since: "+s.Since)
	var check any
	if err := yaml.Unmarshal([]byte(strings.Join(lines, "\n")), &check); err != nil {
		return nil, fmt.Errorf("seat %q cannot be written: %w", s.Name, err)
	}
	return lines, nil
}

// scalar quotes a text where YAML would read it as anything else, also between brackets and braces.
func scalar(text string) string {
	if strings.ContainsAny(text, ",[]{}\n") {
		return strconv.Quote(text)
	}
	out, err := yaml.Marshal(text)
	if err != nil {
		return strconv.Quote(text)
	}
	return strings.TrimSpace(string(out))
}

func rolesList(roles []string) string {
	quoted := make([]string, len(roles))
	for i, role := range roles {
		quoted[i] = scalar(role)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// RemoveMember drafts the end of a seat.
func RemoveMember(b Base, name string) (Draft, error) {
	root, index, err := b.seat(name)
	if err != nil {
		return Draft{}, err
	}
	text, err := yamldoc.Remove(b.text(charter.RosterFile), root, "seats", index)
	return seated(titled("Remove %s from the roster", name), keyOf("remove-member", name), text), err
}

var rolesValue = regexp.MustCompile(`(\broles:\s*)\[[^\]\n]*\]`)

// SetRoles drafts other roles for a seat. They must be written in brackets on a line of their own, or with the whole seat on one.
func SetRoles(b Base, name string, roles []string) (Draft, error) {
	at := slices.IndexFunc(b.Charter.Roster.Seats, func(s charter.Seat) bool { return s.Name == name })
	if at >= 0 && slices.Equal(slices.Sorted(slices.Values(b.Charter.Roster.Seats[at].Roles)), slices.Sorted(slices.Values(roles))) {
		return Draft{}, &ErrSame{fmt.Sprintf("%s has the roles %s", name, strings.Join(roles, ", "))}
	}
	root, index, err := b.seat(name)
	if err != nil {
		return Draft{}, err
	}
	entry := root.At("seats").List()[index].AnyMap()
	lines := strings.SplitAfter(string(b.text(charter.RosterFile)), "\n")
	line := entry.KeyPlace("roles").Line - 1
	if line < 0 || !rolesValue.MatchString(lines[line]) {
		return Draft{}, diag.WithHint(fmt.Errorf("the roles of %q are not written as [role, role] on one line", name), "edit %s by hand", charter.RosterFile)
	}
	lines[line] = rolesValue.ReplaceAllString(lines[line], "${1}"+strings.ReplaceAll(rolesList(roles), "$", "$$"))
	return seated(titled("Roles of %s: %s", name, strings.Join(roles, ", ")), keyOf("role", name, strings.Join(roles, "-")), []byte(strings.Join(lines, ""))), nil
}

// seat finds a seat in the file.
func (b Base) seat(name string) (yamldoc.Map, int, error) {
	root, entries, err := b.list(charter.RosterFile, "seats")
	if err != nil {
		return root, 0, err
	}
	index := slices.IndexFunc(entries, func(e yamldoc.Map) bool { return e.At("seat").Text() == name })
	if index < 0 {
		return root, 0, diag.WithHint(fmt.Errorf("the roster has no seat %q", name), "%s", seatHint(b.Charter.Roster, name))
	}
	return root, index, nil
}

func seatHint(r charter.Roster, name string) string {
	names := make([]string, len(r.Seats))
	for i, s := range r.Seats {
		names[i] = s.Name
	}
	if hint := yamldoc.Suggest(name, names); hint != "" {
		return hint
	}
	return "seats: " + strings.Join(names, ", ")
}

func seated(title, key string, text []byte) Draft {
	return Draft{Title: title, Key: key, Files: map[string][]byte{charter.RosterFile: text}}
}
