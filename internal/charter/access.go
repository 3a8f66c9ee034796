package charter

import (
	"net/netip"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// announcement makes an announcement known by its text, as the server shows it, and lets it end where it says so: past its
// end the server takes it down itself.
func announcement(item *plan.Item, m yamldoc.Map) {
	item.Target = skill.Paragraphs(item.Target)
	if m.Has("text") && item.Target == "" {
		m.At("text").Fail("write the announcement, or remove the entry", "the announcement is empty")
	}
	ends := through(m.At("ends_at"))
	if m.Has("ends_at") {
		item.Params["ends_at"] = written(ends)
	}
	if !ends.IsZero() && !from(m.At("starts_at")).Before(ends) {
		m.At("ends_at").Fail("let it end after it begins", "the announcement ends before it begins")
	}
	if until, err := time.Parse(time.RFC3339, item.Until); !ends.IsZero() && (err != nil || ends.Before(until)) {
		item.Until = written(ends)
	}
}

// hashtag refuses an entry that says nothing else than what a hashtag is on a new server: the server does not tell it from one
// that was never decided about.
func hashtag(item plan.Item, m yamldoc.Map) {
	for key, usual := range skill.DefaultHashtag() {
		if value, said := item.Params[key]; said && value != usual {
			return
		}
	}
	if item.Target != "" {
		m.At("hashtag").Fail("write usable: false, listable: false or trendable: true, or remove the entry",
			"the entry says what every hashtag is, and decides nothing")
	}
}

// The shortest prefixes of networks that may be blocked: anything shorter is a good part of the internet.
const (
	shortest4 = 8
	shortest6 = 19
)

// network refuses blocks that take more with them than anyone can mean.
func network(item plan.Item, m yamldoc.Map) {
	prefix, err := netip.ParsePrefix(item.Target)
	if err != nil {
		return // it was reported when it was read
	}
	shortest := shortest6
	if prefix.Addr().Is4() {
		shortest = shortest4
	}
	if prefix.Bits() < shortest {
		m.At("ip").Fail("name the networks one by one", "%q is too large to block: at least /%d is needed", item.Target, shortest)
		return
	}
	if within, private := privateNetwork(prefix); private && item.Params["severity"] == skill.NoAccess {
		m.At("severity").Fail("write sign_up_block, or name a public network",
			"no_access to %q would shut out proxies and bylaw itself: it overlaps the private network %s", item.Target, within)
	}
}

// privateNetwork finds the network of no public address that a prefix overlaps.
func privateNetwork(prefix netip.Prefix) (string, bool) {
	for _, private := range strings.Fields("10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 ::1/128 fc00::/7 fe80::/10") {
		if prefix.Overlaps(netip.MustParsePrefix(private)) {
			return private, true
		}
	}
	return "", false
}
