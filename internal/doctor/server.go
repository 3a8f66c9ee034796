package doctor

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/access"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const loginAgain = `run "bylaw login --for apply", and put what it gives where the old one is`

func serverChecks() []Check {
	const limits = "Nothing to mend: bylaw waits for the limit. See docs/reference/limits.md."
	return []Check{
		{inspect.OfServer, "server", "whether MASTODON_URL answers, is the instance of bylaw.yaml, and runs software that bylaw knows", "Set MASTODON_URL, or propose another instance. See docs/reference/servers.md.", Facts.reachable},
		{inspect.OfServer, "token", "whether MASTODON_ACCESS_TOKEN works, and whose it is", "`bylaw login --for apply` makes a new one.", Facts.serverToken},
		{inspect.OfServer, "scopes", "whether the token has the OAuth scopes of every skill that the constitution grants", "`bylaw login --for apply` asks for the scopes that are missing.", Facts.scopes},
		{inspect.OfServer, "role", "whether the role of the bot's account has the permissions of every skill that the constitution grants", "An administrator of the server changes the role at /admin/roles.", Facts.role},
		{inspect.OfServer, "rank", "which people of the server's staff the bot cannot limit or suspend", "Nothing to mend: staff is for the server's owner to moderate.", Facts.rank},
		{inspect.OfServer, "pins", "whether a pin is free for the constitution", "Unpin a post of the bot's account.", Facts.pins},
		{inspect.OfServer, "characters", "how long a post may be", "Nothing to mend: the constitution is split to fit.", Facts.characters},
		{inspect.OfServer, "rate limit", "how many requests the server takes, and how many are left", limits, Facts.serverLimit},
	}
}

// unseen is the verdict on a part that was not seen, and false where it was. What a server does not have is no fault here.
func unseen[T any](p inspect.Part[T], absent string) (verdict, bool) {
	switch p.State {
	case inspect.Seen:
		return verdict{}, false
	case inspect.Absent:
		return unchecked("", "%s", absent), true
	default:
		return unchecked("", "%s", p.Why), true
	}
}

func (f Facts) reachable() verdict {
	s := f.Server
	if s.URL == "" {
		return unchecked("set MASTODON_URL and MASTODON_ACCESS_TOKEN", "MASTODON_URL is not set")
	}
	if s.Mismatch != "" {
		return wrong("let the operator change MASTODON_URL, or propose another instance", "%s", s.Mismatch)
	}
	if s.About.State != inspect.Seen {
		return wrong("check MASTODON_URL, and whether the server is up", "%s does not answer as a Mastodon server: %s", s.URL, s.About.Why)
	}
	about := s.About.Value
	if without := f.unsupported(about.Software); len(without) > 0 {
		return warn("see docs/reference/servers.md", "%s %s does not have what these granted skills need, and they are refused: %s", about.Title, about.Version, strings.Join(without, ", "))
	}
	return ok("%s %s at %s", about.Title, about.Version, s.URL)
}

// unsupported names the granted skills that a software cannot do at all.
func (f Facts) unsupported(software string) (names []string) {
	s, _ := skill.FindSoftware(software)
	for _, each := range access.Granted(f.Charter.Value.Constitution) {
		if s.Unsupported(each.Name, nil) != "" {
			names = append(names, string(each.Name))
		}
	}
	return names
}

func (f Facts) serverToken() verdict {
	a := f.Server.Account
	switch {
	case f.Server.URL != "" && f.Server.About.State == inspect.Seen && !f.Server.Token:
		return unchecked(loginAgain, "%s", a.Why)
	case f.Server.URL == "" || f.Server.About.State != inspect.Seen:
		return unchecked("", "%s", a.Why)
	case a.State != inspect.Seen:
		return wrong(loginAgain, "the token does not work: %s", a.Why)
	case !a.Value.Bot:
		return warn("tick \"This is an automated account\" in the profile of @"+a.Value.Acct, "it belongs to @%s, which does not say that it is a bot", a.Value.Acct)
	}
	return ok("it belongs to @%s", a.Value.Acct)
}

// granted gives the skills that the constitution grants, or says why that is not known.
func (f Facts) granted() ([]skill.Skill, verdict, bool) {
	if v, not := unseen(f.Charter, ""); not {
		return nil, v, false
	}
	return access.Granted(f.Charter.Value.Constitution), verdict{}, true
}

func (f Facts) scopes() verdict {
	granted, why, known := f.granted()
	if !known {
		return why
	}
	if v, not := unseen(f.Server.Scopes, "the server does not say which scopes a token has"); not {
		return v
	}
	shown, whose := f.Server.Scopes.Value, "the token"
	if !shown.OfToken {
		whose = "the token's application"
	}
	missing := access.Uncovered(access.Of(access.Apply, granted).Scopes, shown.List)
	enough := fmt.Sprintf("enough for the %s of the constitution and the thread", count(len(granted), "skill"))
	switch {
	case len(missing) == 0 && shown.OfToken:
		return ok("%s", enough)
	case len(missing) == 0: // a token with too few is refused at the first change, with what is missing
		return ok("%s has %s; the server does not show those of the token, which may be fewer", whose, enough)
	}
	var without []string
	for _, s := range granted {
		if uncovered := access.Uncovered(access.Of(access.Apply, []skill.Skill{s}).Scopes, shown.List); len(uncovered) > 0 {
			without = append(without, fmt.Sprintf("%s needs %s", s.Name, listed(uncovered)))
		}
	}
	if len(without) == 0 {
		without = []string{"the thread needs " + listed(missing)}
	}
	return wrong(loginAgain, "%s does not have %s. %s", whose, listed(missing), some(without))
}

func (f Facts) role() verdict {
	granted, why, known := f.granted()
	if !known {
		return why
	}
	if v, not := unseen(f.Server.Account, ""); not {
		return v
	}
	a := f.Server.Account.Value
	page := strings.TrimSuffix(f.Server.URL, "/") + "/admin/roles"
	missing := access.Missing(access.Of(access.Apply, granted).Permissions, a.Permissions)
	if len(missing) == 0 {
		if access.Administers(a.Permissions) {
			return warn("give it a role of its own at "+page, "the account is an administrator, and may do more than the constitution grants")
		}
		return ok("it has the permissions for the %s of the constitution", count(len(granted), "skill"))
	}
	var without []string
	for _, s := range granted {
		if uncovered := access.Missing(access.Of(access.Apply, []skill.Skill{s}).Permissions, a.Permissions); len(uncovered) > 0 {
			without = append(without, string(s.Name))
		}
	}
	return wrong(fmt.Sprintf("let an administrator add %s to the role at %s", listed(missing), page),
		"the role %q of @%s does not have %s, which these skills need: %s", a.Role, a.Acct, listed(missing), strings.Join(without, ", "))
}

func (f Facts) rank() verdict {
	if v, not := unseen(f.Server.Staff, "the server lists no staff"); not {
		return v
	}
	self := f.Server.Account.Value
	var above, unknown []string
	for _, each := range f.Server.Staff.Value {
		switch {
		case each.RoleID == self.RoleID || each.Administrates && !access.Administers(self.Permissions):
			above = append(above, fmt.Sprintf("@%s (%s)", each.Acct, each.Role))
		default:
			unknown = append(unknown, fmt.Sprintf("@%s (%s)", each.Acct, each.Role))
		}
	}
	switch {
	case len(above) > 0 && len(unknown) > 0:
		return ok("it cannot limit or suspend %s, and %s only if its role ranks higher, which the server does not show", listed(above), listed(unknown))
	case len(above) > 0:
		return ok("it cannot limit or suspend %s", listed(above))
	case len(unknown) > 0:
		return ok("it can limit or suspend %s only if its role ranks higher, which the server does not show", listed(unknown))
	}
	return ok("no one else has a role on the server")
}

func (f Facts) pins() verdict {
	if v, not := unseen(f.Server.Pins, "the server shows no pinned posts"); not {
		return v
	}
	used, most := f.Server.Pins.Value.Used, f.Server.About.Value.Pins
	if used >= most && !f.Server.Pins.Value.Constitution {
		return wrong("unpin one of them", "all %d pins of the account are taken, and none is the constitution: it cannot be published", most)
	}
	if used >= most {
		return ok("%d of %d are used, one of them by the constitution", used, most)
	}
	return ok("%d of %d are used", used, most)
}

func (f Facts) characters() verdict {
	if v, not := unseen(f.Server.About, ""); not {
		return v
	}
	return ok("%d in a post", f.Server.About.Value.Characters)
}

func (f Facts) serverLimit() verdict {
	if v, not := unseen(f.Server.About, ""); not {
		return v
	}
	return limit(f.Server.Exchange, "the server")
}

// limit judges what is left of a rate limit.
func limit(e inspect.Exchange, who string) verdict {
	switch {
	case e.Limit == 0:
		return unchecked("", "%s states none", who)
	case e.Remaining*10 < e.Limit:
		return warn("wait until then, or find what else uses this account", "%d of %d requests are left until %s: bylaw will wait", e.Remaining, e.Limit, e.Reset.UTC().Format("15:04 UTC"))
	}
	return ok("%d of %d requests are left", e.Remaining, e.Limit)
}
