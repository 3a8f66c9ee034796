package setup

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

// Member is one seat of the first roster.
type Member struct {
	Login string
	ID    int64    // the numeric id on the forge; 0 where it is still to be filled in
	Roles []string // in addition to "member"
	// Mastodon is the handle on the community's server, or elsewhere: @name or @name@server; "" where it is not known.
	Mastodon string
}

// every is the role that each seat of a template has.
const every = "member"

var (
	login     = regexp.MustCompile(`^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$`)
	handle    = regexp.MustCompile(`^@[A-Za-z0-9_]+([A-Za-z0-9_.-]*[A-Za-z0-9_])?(@[A-Za-z0-9.-]+)?$`)
	role      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)
	remark    = regexp.MustCompile(`(?m)#.*$`)
	separator = regexp.MustCompile(`[\s,]+`)
)

// ParseMembers reads logins between commas, blanks and line ends, each with what is known of the member: ada, ada=101 with the
// id, ada:@ada with the handle on the server, ada:moderator with a role, ada=101:@ada@social.example:moderator:secretary. From
// # to the end of a line is a comment. An @ before a login is left out.
func ParseMembers(text string) ([]Member, error) {
	var members []Member
	for _, word := range separator.Split(remark.ReplaceAllString(text, ""), -1) {
		if word == "" {
			continue
		}
		m, err := parseMember(word)
		if err != nil {
			return nil, err
		}
		for _, other := range members {
			if strings.EqualFold(other.Login, m.Login) || m.ID != 0 && m.ID == other.ID {
				return nil, fmt.Errorf("member %q: %q is named already, and one person has one seat", word, other.Login)
			}
		}
		members = append(members, m)
	}
	return members, nil
}

func parseMember(word string) (Member, error) {
	parts := strings.Split(strings.TrimPrefix(word, "@"), ":")
	name, id, numbered := strings.Cut(parts[0], "=")
	m := Member{Login: name}
	if !login.MatchString(name) {
		return m, fmt.Errorf("member %q: expected a login such as ada, ada=101 with its id, ada:@ada with a Mastodon handle, or ada:moderator with a role", word)
	}
	if numbered {
		var err error
		if m.ID, err = strconv.ParseInt(id, 10, 64); err != nil || m.ID <= 0 {
			return m, fmt.Errorf("member %q: %q is not the number of an account", word, id)
		}
	}
	for _, part := range parts[1:] {
		switch {
		case handle.MatchString(part) && m.Mastodon == "":
			m.Mastodon = part
		case !role.MatchString(part):
			return m, fmt.Errorf("member %q: %q is neither a role nor a Mastodon handle such as @ada", word, part)
		case part != every && !slices.Contains(m.Roles, part):
			m.Roles = append(m.Roles, part)
		}
	}
	return m, nil
}

// Unfilled gives the logins of the members without an id.
func Unfilled(members []Member) []string {
	var logins []string
	for _, m := range members {
		if m.ID == 0 {
			logins = append(logins, m.Login)
		}
	}
	return logins
}

// AnyHandle reports whether a member's handle on the server is known.
func AnyHandle(members []Member) bool {
	return slices.ContainsFunc(members, func(m Member) bool { return m.Mastodon != "" })
}

// withRoles gives the members the roles of the template's seats, in their order and from the beginning again where there are
// fewer members than such seats, unless a member was named with a role.
func withRoles(members []Member, template charter.Roster) []Member {
	if slices.ContainsFunc(members, func(m Member) bool { return len(m.Roles) > 0 }) {
		return members
	}
	members = slices.Clone(members)
	next := 0
	for _, seat := range template.Seats {
		extra := slices.DeleteFunc(slices.Clone(seat.Roles), func(r string) bool { return r == every })
		if len(extra) == 0 {
			continue
		}
		holder := &members[next%len(members)]
		for _, r := range extra {
			if !slices.Contains(holder.Roles, r) {
				holder.Roles = append(holder.Roles, r)
			}
		}
		next++
	}
	return members
}

// CheckRoles refuses roles that a template does not know, which are misspelled mostly.
func CheckRoles(template string, members []Member) error {
	sample, err := sample(template)
	if err != nil {
		return err
	}
	known := []string{every}
	for _, seat := range sample.Roster.Seats {
		for _, r := range seat.Roles {
			if !slices.Contains(known, r) {
				known = append(known, r)
			}
		}
	}
	for _, m := range members {
		for _, r := range m.Roles {
			if !slices.Contains(known, r) {
				return fmt.Errorf("member %q names the role %q: the template %q knows %s", m.Login, r, template, strings.Join(known, ", "))
			}
		}
	}
	return nil
}

// Offices describes who holds which role, in the order of the members: "ada: moderator, secretary".
func Offices(a Answers) ([]string, error) {
	sample, err := sample(a.Template)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, m := range withRoles(a.Members, sample.Roster) {
		if len(m.Roles) > 0 {
			lines = append(lines, m.Login+": "+strings.Join(m.Roles, ", "))
		}
	}
	return lines, nil
}

const rosterHead = `# Who may vote. The id decides: a login is a label, and may belong to another person tomorrow. A seat without github is vacant.
# mastodon: "@name@%s" keeps members from voting on a measure against themselves. It also shows who they are
# there: those who do not want that leave it out. since: some articles let only those vote who are members for a while.
seats:
`

// roster writes roster.yaml.
func (a Answers) roster(template charter.Roster) string {
	var text strings.Builder
	fmt.Fprintf(&text, rosterHead, a.host())
	for _, m := range withRoles(a.Members, template) {
		note := ""
		if m.ID == 0 {
			note = fmt.Sprintf("  # fill in: gh api users/%s --jq .id", m.Login)
		}
		fmt.Fprintf(&text, "  - seat: %s\n    github: {login: %[1]s, id: %d}%s\n", scalar(m.Login), m.ID, note)
		if m.Mastodon != "" {
			fmt.Fprintf(&text, "    mastodon: %q\n", a.qualified(m.Mastodon))
		}
		fmt.Fprintf(&text, "    roles: [%s]\n", strings.Join(append([]string{every}, m.Roles...), ", "))
		if !a.Since.IsZero() {
			fmt.Fprintf(&text, "    since: %s\n", a.Since.UTC().Format(time.DateOnly))
		}
	}
	return text.String()
}

// qualified is a handle with the name of its server.
func (a Answers) qualified(handle string) string {
	if strings.Contains(handle[1:], "@") {
		return handle
	}
	return handle + "@" + a.host()
}

// scalar writes a text as YAML, with quotes where it would be read as something else.
func scalar(text string) string {
	written, err := yaml.Marshal(text)
	return cmp.Or(strings.TrimSpace(string(written)), fmt.Sprintf("%q", text), fmt.Sprint(err))
}
