package blocklist

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Export is what a community gives to others: its domain blocks, and those that it lifted.
type Export struct {
	Server string   // the community's domain
	Blocks []Block  // sorted by domain
	Lifted []Lifted // sorted by domain
}

// Block is one domain block that is in force.
type Block struct {
	plan.Item
	Since    moment.Time // when it came into force with this severity and these limits; zero where it has not yet
	Articles []string    // citations of those that governed it last, nil where the ledger names none
	Proposal int         // 0 where the ledger names none
}

// Lifted is a server that is blocked no more.
type Lifted struct {
	Domain string
	At     moment.Time
	Why    string
}

// Timeline follows the domain blocks of a community from one enactment to the next. The zero value has seen none.
type Timeline struct {
	blocks map[string]Block
	lifted map[string]Lifted
}

// Enact takes what is in force from a moment on, and the changes that led there. What is not a domain block is left out.
func (t *Timeline) Enact(at time.Time, items []plan.Item, changes []plan.Change) {
	decided := map[string]plan.Change{}
	for _, c := range changes {
		if c.Skill == skill.BlockDomain || c.Skill == skill.UnblockDomain {
			decided[c.Target] = c
		}
	}
	before := t.blocks
	t.blocks = map[string]Block{}
	if t.lifted == nil {
		t.lifted = map[string]Lifted{}
	}
	for _, item := range items {
		if item.Resource == resource {
			t.blocks[item.Target] = following(before[item.Target], item, at, decided[item.Target])
			delete(t.lifted, item.Target)
		}
	}
	for domain := range before {
		if _, still := t.blocks[domain]; !still {
			t.lifted[domain] = Lifted{domain, moment.Of(at), whyLifted(decided[domain])}
		}
	}
}

// following gives a block with what is known of it: one that limits the same as before is in force since then.
func following(was Block, item plan.Item, at time.Time, decided plan.Change) Block {
	b := Block{Item: item, Since: moment.Of(at)}
	if limits(was.Item) == limits(item) {
		b.Since, b.Articles, b.Proposal = was.Since, was.Articles, was.Proposal
	}
	if len(decided.Provisions) > 0 {
		b.Articles, b.Proposal = decided.Provisions, decided.Proposal
	}
	return b
}

// limited is what a block does to a server.
type limited struct{ severity, rejectMedia, rejectReports any }

func limits(item plan.Item) limited {
	return limited{item.Params["severity"], item.Params["reject_media"] == true, item.Params["reject_reports"] == true}
}

func whyLifted(decided plan.Change) string {
	switch {
	case decided.Origin == plan.Sunset:
		return decided.Reason
	case len(decided.Provisions) > 0:
		return "lifted by decision under article " + strings.Join(decided.Provisions, ", ")
	}
	return "lifted"
}

// Export gives what is in force, and what was lifted, of the server named.
func (t *Timeline) Export(server string) Export {
	e := Export{Server: server}
	for _, domain := range slices.Sorted(maps.Keys(t.blocks)) {
		e.Blocks = append(e.Blocks, t.blocks[domain])
	}
	for _, domain := range slices.Sorted(maps.Keys(t.lifted)) {
		e.Lifted = append(e.Lifted, t.lifted[domain])
	}
	return e
}

// text gives a parameter that is text, "" where there is none.
func (b Block) text(name string) string {
	value, _ := b.Params[name].(string)
	return value
}

func (b Block) flag(name string) bool { return b.Params[name] == true }

func (b Block) suspends() bool { return b.text("severity") == "suspend" }
