package plan

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

const domainBlocks = "domain_blocks"

// refuseOverlaps deals with new blocks of subdomains whose parent is blocked more strictly: the server refuses them. Where
// the plan loosens or lifts the parent, that comes first; where it does not, the new block is refused here.
func (d *difference) refuseOverlaps() {
	d.early = map[string]bool{}
	parents := map[string]Change{}
	for _, c := range d.plan.Changes {
		if c.Before != nil && (c.Skill == skill.BlockDomain || c.Skill == skill.UnblockDomain) {
			parents[c.Target] = c
		}
	}
	kept := d.plan.Changes[:0]
	for _, c := range d.plan.Changes {
		parent := ""
		if c.Skill == skill.BlockDomain && c.Action == Create {
			parent = d.stricterParent(c, parents)
		}
		if parent == "" {
			kept = append(kept, c)
			continue
		}
		d.refuse(c, Refused, fmt.Sprintf("the server takes no milder block below %q, which it blocks more strictly", parent))
	}
	d.plan.Changes = kept
}

// stricterParent gives the nearest parent that stays stricter than a new block, or "".
func (d *difference) stricterParent(c Change, planned map[string]Change) string {
	for _, parent := range parentsOf(c.Target) {
		is, blocked := d.live[domainBlocks][parent]
		if !blocked {
			continue
		}
		if !milder(c.After, is.Params) {
			return ""
		}
		change, changes := planned[parent]
		if !changes || (change.Action == Update && milder(c.After, change.After)) {
			return parent
		}
		d.early[change.ID] = true
		if change.Action == Update {
			return ""
		}
	}
	return ""
}

// parentsOf gives the domains above a domain, the nearest first.
func parentsOf(domain string) []string {
	var parents []string
	for {
		_, rest, more := strings.Cut(domain, ".")
		if !more {
			return parents
		}
		parents = append(parents, rest)
		domain = rest
	}
}

// milder is the server's own rule: a suspension is never milder; else a lower severity is, and so is one that drops a
// reject flag.
func milder(child, parent map[string]any) bool {
	own, above := severity(child), severity(parent)
	if own == suspended {
		return false
	}
	return own < above || drops(child, parent, "reject_media") || drops(child, parent, "reject_reports")
}

// The severities in their order.
const (
	nothing = iota
	silenced
	suspended
)

// severity gives the order of a block's severity; the server takes a block without one as silence.
func severity(params map[string]any) int {
	switch params["severity"] {
	case skill.Noop:
		return nothing
	case skill.Suspend:
		return suspended
	}
	return silenced
}

func drops(child, parent map[string]any, flag string) bool {
	return isZero(child[flag]) && !isZero(parent[flag])
}
