package skill

import (
	"fmt"
	"slices"
	"strings"
)

// Software is a kind of server that speaks Mastodon's API, by the name that its nodeinfo gives.
type Software struct {
	Name  string // as in nodeinfo, in lower case
	Title string // for people
	Gaps  []Gap  // what Mastodon has and this software does not
}

// Gap is a part of Mastodon's API that a software does not have.
type Gap struct {
	What   string         // completes "this server has no ..."
	Skills []Name         // that need it
	Only   map[string]any // where it is set, the skills work with these values of their parameters
}

// MastodonSoftware is Mastodon itself; forks such as Glitch and Hometown are the same for bylaw.
const MastodonSoftware = "mastodon"

// FindSoftware looks a software up by the name in nodeinfo. Others than these are not known to work.
func FindSoftware(name string) (Software, bool) {
	name = strings.ToLower(name)
	for _, s := range softwares() {
		if s.Name == name {
			s.Gaps = gapsOf(name)
			return s, true
		}
	}
	return Software{}, false
}

// Unsupported says what a skill with these parameters needs and the server does not have, as a sentence without its full stop;
// "" where the server has everything.
func (s Software) Unsupported(name Name, params map[string]any) string {
	for _, l := range s.Gaps {
		if slices.Contains(l.Skills, name) && !l.allows(params) {
			return fmt.Sprintf("this server has no %s (%s)", l.What, s.Title)
		}
	}
	return ""
}

// allows reports whether the parameters keep to the values that work.
func (l Gap) allows(params map[string]any) bool {
	for key, only := range l.Only {
		if value, given := params[key]; given && value != only {
			return false
		}
	}
	return len(l.Only) > 0
}

// UnsupportedResource says the same of a resource if none of its skills is supported; "" where one is.
func (s Software) UnsupportedResource(resource string) string {
	r, _ := FindResource(resource)
	why := ""
	for _, name := range r.Skills() {
		if why = s.Unsupported(name, nil); why == "" {
			return ""
		}
	}
	return why
}

func softwares() []Software {
	return []Software{
		{Name: MastodonSoftware, Title: "Mastodon"},
		{Name: "glitch", Title: "Mastodon, Glitch edition"},
		{Name: "hometown", Title: "Hometown"},
		{Name: "gotosocial", Title: "GoToSocial"},
		{Name: "pleroma", Title: "Pleroma"},
		{Name: "akkoma", Title: "Akkoma"},
	}
}

func gapsOf(name string) []Gap {
	switch name {
	case "gotosocial":
		return goToSocialGaps()
	case "pleroma", "akkoma":
		return pleromaGaps()
	}
	return nil
}

func goToSocialGaps() []Gap {
	return []Gap{
		{What: "severity of domain blocks but suspend: each of its blocks suspends the other server", Skills: []Name{BlockDomain}, Only: map[string]any{
			"severity": Suspend,
		}},
		{What: "reject_media and reject_reports of a domain block: each of its blocks rejects everything", Skills: []Name{BlockDomain}, Only: map[string]any{
			"reject_media": false, "reject_reports": false,
		}},
		{What: "way to limit, disable or mark an account", Skills: []Name{
			SilenceAccount, UnsilenceAccount, DisableAccount, EnableAccount, MarkAccountSensitive, UnmarkSensitive, WarnAccount,
		}},
		{What: "way to lift a suspension through its API", Skills: []Name{UnsuspendAccount}},
		{What: "call that deletes the data of an account", Skills: []Name{DeleteAccountData}},
		{What: "assignment of reports, and opens none again", Skills: []Name{AssignReport, UnassignReport, ReopenReport}},
		{What: "call that classifies a report", Skills: []Name{ClassifyReport}},
		{What: "IP blocks", Skills: []Name{BlockIP, UnblockIP}},
		{What: "e-mail domain blocks", Skills: []Name{BlockEmailDomain, UnblockEmailDomain}},
		{What: "blocks of single e-mail addresses", Skills: []Name{BlockEmailHash, UnblockEmailHash}},
		{What: "decisions about hashtags", Skills: []Name{UpdateHashtag, ResetHashtag}},
		{What: "announcements", Skills: []Name{CreateAnnouncement}},
		{What: "settings page of Mastodon for its title, contact and registrations", Skills: []Name{UpdateSite, UpdateRegistrations}},
		{What: "extended description or terms of service in its API", Skills: []Name{UpdateExtendedDescription, PublishTerms}},
	}
}

// pleromaGaps is all of moderation: Pleroma and its forks have an API of their own for it.
func pleromaGaps() []Gap {
	var names []Name
	for _, s := range All() {
		if strings.HasPrefix(s.Scope, "admin:") || s.Kind == Manual {
			names = append(names, s.Name)
		}
	}
	return []Gap{{What: "moderation through Mastodon's API", Skills: names}}
}
