package charter

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Settings is bylaw.yaml with its defaults filled in.
type Settings struct {
	Community string
	Instance  string // base URL of the server, without a final slash
	Domain    string // the server's own name in canonical form, without a port
	Forge     Forge
	Publish   Publish
	Announce  Announce
	Limits    Limits
	Ballots   Ballots
	MergeAuto bool          // bylaw merges what has passed
	CloseAuto bool          // bylaw closes what has finally failed
	Remind    time.Duration // how long before the close it reminds; 0 is never
	Repair    []string      // resources whose drift is repaired; sorted, never "accounts"
	// KnownDrift is what is accepted as drift until a date, whatever Repair says.
	KnownDrift []plan.KnownDrift
	Paused     bool
}

// Forge is where proposals are made. It is zero where the settings do not name one.
type Forge struct {
	Kind        string // github
	Repository  string // owner/name
	Branch      string // the protected branch
	Creator     int64  // the id of the account that writes bylaw's commit statuses, 0 where none is expected
	MergeMethod string // merge, squash or rebase
}

// Publish says how the constitution is posted.
type Publish struct {
	Mode       string // repost or edit
	Visibility string // of the first post: public, unlisted or private
	Replies    string // visibility of the other posts
	Language   string // ISO 639
	Warning    string // content warning of every post, "" for none
	Quotes     string // who may quote the posts: public, followers or no one; "" leaves it to the server
}

// Announce says which events of a proposal the bot posts about.
type Announce struct {
	Opened  bool
	Decided bool
}

// Limits is what one plan may do at most before people must decide on the mass of it.
type Limits struct {
	Changes  int64    // in one plan
	Share    Share    // of what is in force that one plan may remove
	Floor    int64    // removals that are always allowed
	Domains  []string // never blocked, in canonical form
	Accounts []string // never moderated, in canonical form
}

// Share is an exact part of a whole between 0 and 1.
type Share struct{ Num, Den int64 }

// settings reads bylaw.yaml.
func (l *loader) settings() Settings {
	src, ok := l.need(SettingsFile)
	if !ok {
		return Settings{}
	}
	root := under(l.yaml(SettingsFile, src), settingsFields())
	refuseSecrets(root)
	if v := root.At("version"); v.Present() && root.whole("version") > 1 {
		v.Fail("upgrade bylaw", "this bylaw reads version 1, not %d", root.whole("version"))
	}
	s := Settings{
		Community: root.text("community"), Publish: publish(root.section("publish")), Announce: announce(root.section("announce")),
		MergeAuto: root.word("merge") == "auto", CloseAuto: root.word("close") == "auto",
		Repair: repair(root.At("drift")), Paused: root.flag("paused"),
	}
	s.Instance, s.Domain = instanceAddress(root.At("instance"))
	s.Remind = reminder(root.text("remind"))
	s.Limits = limits(root.section("limits"), s.Domain)
	s.Ballots = ballots(root.section("ballots"))
	s.KnownDrift = knownDrift(root.table("known_drift"), s.Domain)
	if root.Has("forge") {
		s.Forge = forge(root.section("forge"))
	}
	return s
}

var secretKey = regexp.MustCompile(`(?i)token|secret|password|api_?key`)

// refuseSecrets says what to do with a credential that is about to be published.
func refuseSecrets(root section) {
	for _, name := range root.Keys() {
		if secretKey.MatchString(name) {
			root.KeyFail(name, "revoke it if it was ever pushed, and set MASTODON_ACCESS_TOKEN in the environment", "secrets are never written into a file")
		}
	}
}

func forge(s section) Forge {
	return Forge{s.word("kind"), s.text("repository"), s.text("branch"), s.whole("creator"), s.word("merge_method")}
}

func publish(s section) Publish {
	return Publish{
		s.word("mode"), s.word("visibility"), s.word("replies"), s.text("language"), s.text("content_warning"), s.word("quotes"),
	}
}

func announce(s section) Announce { return Announce{s.flag("opened"), s.flag("decided")} }

func limits(s section, own string) Limits {
	removals, protect := s.section("removals"), s.section("protect")
	l := Limits{
		Changes: s.whole("changes"), Share: share(removals), Floor: removals.whole("floor"),
		Domains: protect.texts("domains"), Accounts: protect.texts("accounts"),
	}
	for i, account := range l.Accounts {
		l.Accounts[i] = qualified(account, own)
	}
	return l
}

// qualified gives a handle of the community's own server its host, so that one person has one handle.
func qualified(account, own string) string {
	if own == "" || !strings.HasPrefix(account, "@") || strings.Contains(account[1:], "@") {
		return account
	}
	return account + "@" + own
}

// share reads an exact part of a whole, as a percentage or a fraction.
func share(s section) Share {
	text := s.text("share")
	number, isPercent := strings.CutSuffix(text, "%")
	part, ok := new(big.Rat).SetString(number)
	if !ok {
		return Share{0, 1}
	}
	if isPercent {
		part.Quo(part, big.NewRat(100, 1))
	}
	if part.Cmp(big.NewRat(1, 1)) > 0 {
		s.At("share").Fail("write 100% at most", "%q is more than everything", text)
		return Share{0, 1}
	}
	return Share{part.Num().Int64(), part.Denom().Int64()}
}

// reminder reads what the table's pattern has checked.
func reminder(text string) time.Duration {
	units := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	if text == "" || text == "never" {
		return 0
	}
	var n time.Duration
	for _, digit := range text[:len(text)-1] {
		n = 10*n + time.Duration(digit-'0')
	}
	return n * units[text[len(text)-1]]
}

// repair reads which resources are restored when they are changed on the server: all, none, or those of a map.
func repair(v yamldoc.Value) []string {
	var repairable []string
	for _, r := range skill.Resources() {
		repairable = append(repairable, r.Name)
	}
	repairable = append(repairable, constitutionResource)
	slices.Sort(repairable)
	if !v.IsMap() {
		if v.Word("report", "report", "repair") == "report" {
			return nil
		}
		return slices.DeleteFunc(repairable, isAccounts)
	}
	var repaired []string
	m := v.Map(repairable...)
	for _, name := range m.Keys() {
		switch word := m.At(name).Word("report", "report", "repair"); {
		case word == "report":
		case isAccounts(name):
			m.At(name).Fail("write report", "accounts are never repaired: what moderators do by hand stays")
		default:
			repaired = append(repaired, name)
		}
	}
	slices.Sort(repaired)
	return repaired
}

func isAccounts(resource string) bool { return resource == "accounts" }
