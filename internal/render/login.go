package render

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Login is what is said of a token that login got. The token is no part of it.
type Login struct {
	Server      string
	Purpose     access.Purpose
	Holder      port.Holder
	Asked       access.Need
	Granted     []string // scopes
	More        []string // scopes beyond those that were asked for
	Missing     []string // permissions that the role does not have
	Unsupported []skill.Name
	PKCE        bool
	Expires     time.Time
	File        string // where the token was written, "" for nowhere
	Stored      bool   // whether gh set the secret
	Secret      string // its name
	Environment string
	Repository  string
	Command     string // sets the secret at a terminal
}

// LoginText says whose token it is, what it may do, what is wrong with it, and where it goes.
func LoginText(l Login) string {
	var out strings.Builder
	fmt.Fprintf(&out, "Token for %s on %s\n", l.Purpose, Outside(l.Server))
	var table columns
	table.add("account", Outside(accountText(l.Holder)))
	if l.Holder.Handle != "" {
		table.add("role", Outside(cmp.Or(l.Holder.Role, "none")))
	}
	table.addFolded("scopes", Outside(strings.Join(l.Granted, " ")))
	if len(l.Asked.Permissions) > 0 {
		table.addFolded("permissions", permissionsText(l))
	}
	table.add("PKCE", map[bool]string{true: "checked by the server", false: "sent; the server does not say that it checks it"}[l.PKCE])
	table.add("expires", expiry(l.Expires))
	for _, line := range table.lines("  ") {
		out.WriteString(line + "\n")
	}
	for _, warning := range l.warnings() {
		out.WriteString(strings.Join(foldWords("warning: "+warning, loginWidth), "\n  ") + "\n")
	}
	out.WriteString("\n" + l.next())
	return out.String()
}

// loginWidth is the longest line of words, in characters.
const loginWidth = 76

// addFolded adds a row whose last cell is folded between words.
func (c *columns) addFolded(name, text string) {
	for _, line := range foldWords(text, loginWidth-len("permissions")-2) {
		c.add(name, line)
		name = ""
	}
}

// foldWords divides a text into lines between its words; a longer word has a line of its own.
func foldWords(text string, most int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case width(*last)+1+width(word) <= most:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

func accountText(h port.Holder) string {
	switch {
	case h.Handle == "":
		return "not visible with these scopes"
	case !h.Bot:
		return h.Handle + " (not marked as automated)"
	}
	return h.Handle
}

func permissionsText(l Login) string {
	if len(l.Missing) == 0 {
		return strings.Join(l.Asked.Permissions, " ")
	}
	return "missing: " + strings.Join(l.Missing, " ")
}

func expiry(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.UTC().Format(time.RFC3339)
}

// warnings are what should be changed on the server, or known.
func (l Login) warnings() []string {
	var all []string
	if len(l.Missing) > 0 {
		all = append(all, fmt.Sprintf("the role of %s is missing %s: %s will be refused where it needs them. Give the account a role with %s (permissions %d or more) under Administration, Roles; the token stays valid",
			Outside(l.Holder.Handle), sentence(l.Missing, "and"), l.Purpose, sentence(l.Asked.Permissions, "and"), access.Bits(l.Asked.Permissions)))
	}
	if access.Administers(l.Holder.Permissions) {
		all = append(all, "the role is an administrator's, which no job of bylaw needs: give the account a role of its own")
	}
	if len(l.More) > 0 {
		all = append(all, "the server granted more than was asked for: "+Outside(strings.Join(l.More, " ")))
	}
	if len(l.Unsupported) > 0 {
		names := make([]string, len(l.Unsupported))
		for n, name := range l.Unsupported {
			names[n] = string(name)
		}
		all = append(all, "the server's software does not have "+sentence(names, "and")+"; no scopes were asked for them")
	}
	return all
}

// next says where the token is and where it goes.
func (l Login) next() string {
	revoke := "Revoke it with \"bylaw logout\" on this machine.\n"
	switch {
	case l.Stored:
		return fmt.Sprintf("Set as the secret %s of the environment %q of %s. It is nowhere else.\n", l.Secret, l.Environment, l.Repository) + revoke
	case l.File != "":
		return fmt.Sprintf("Written to %s, which only you can read. Set it as a secret of the environment %q, then delete the file:\n  %s < %s\n",
			Outside(l.File), l.Environment, l.Command, Outside(l.File)) + revoke
	}
	return fmt.Sprintf("Set it as a secret of the environment %q:\n  %s\n", l.Environment, l.Command) + revoke
}

// loginJSON is the JSON form of a login.
type loginJSON struct {
	Server             string       `json:"server"`
	Purpose            string       `json:"purpose"`
	Account            string       `json:"account"`
	Bot                bool         `json:"bot"`
	Role               string       `json:"role"`
	ScopesAsked        []string     `json:"scopes_asked"`
	ScopesGranted      []string     `json:"scopes_granted"`
	Permissions        []string     `json:"permissions"`
	MissingPermissions []string     `json:"missing_permissions"`
	Unsupported        []skill.Name `json:"unsupported_skills"`
	PKCE               bool         `json:"pkce"`
	Expires            string       `json:"expires,omitempty"`
	File               string       `json:"file,omitempty"`
	Stored             bool         `json:"stored"`
	Secret             string       `json:"secret"`
	Environment        string       `json:"environment"`
	Repository         string       `json:"repository"`
	Command            string       `json:"command"`
}

// LoginJSON gives the same for programs.
func LoginJSON(l Login) any {
	j := loginJSON{
		Server: l.Server, Purpose: string(l.Purpose), Account: l.Holder.Handle, Bot: l.Holder.Bot, Role: l.Holder.Role,
		ScopesAsked: l.Asked.Scopes, ScopesGranted: l.Granted, Permissions: emptyNotNull(l.Asked.Permissions), MissingPermissions: emptyNotNull(l.Missing),
		Unsupported: emptyNotNull(l.Unsupported), PKCE: l.PKCE, File: l.File, Stored: l.Stored,
		Secret: l.Secret, Environment: l.Environment, Repository: l.Repository, Command: l.Command,
	}
	if !l.Expires.IsZero() {
		j.Expires = expiry(l.Expires)
	}
	return j
}

func emptyNotNull[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
