package plan

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// Limits bound what one plan may do without a provision over mass changes. They come from the last authorized settings.
type Limits struct {
	Changes  int      // at most so many changes
	Share    *big.Rat // at most this share of what is ours in one resource may be removed; nil: a quarter
	Floor    int      // removals up to this number are never too many
	Domains  []string // domains that no change may touch, nor what is above or below them
	Accounts []string // accounts that no change may touch
}

// Exceeded gives a sentence for each limit that a plan breaks. Removals are counted against what base says is ours, which
// is what can be removed, whatever the reason for removing it.
func Exceeded(p Plan, l Limits, base State) []string {
	var over []string
	if len(p.Changes) > l.Changes {
		over = append(over, fmt.Sprintf("%d changes in one plan, the limit is %d (limits.changes)", len(p.Changes), l.Changes))
	}
	return slices.Concat(over, l.removals(p, base), l.protected(p))
}

func (l Limits) removals(p Plan, base State) []string {
	all := kinds()
	resource := bySkill(all)
	ours, removed := map[string]int{}, map[string]int{}
	for _, item := range base.Items {
		ours[item.Resource]++
	}
	for _, c := range p.Changes {
		if c.Action == Remove {
			removed[resource[c.Skill]]++
		}
	}
	var over []string
	for _, name := range slices.Sorted(maps.Keys(removed)) {
		if removed[name] > l.Floor && l.pastShare(removed[name], ours[name]) {
			over = append(over, fmt.Sprintf("%d of %d %ss would be removed, the limit is %s of them and %d in any case (limits.removals)",
				removed[name], ours[name], all[name].noun, percent(l.share()), l.Floor))
		}
	}
	return over
}

func (l Limits) share() *big.Rat {
	if l.Share == nil {
		return big.NewRat(1, 4)
	}
	return l.Share
}

func (l Limits) pastShare(removed, ours int) bool {
	bound := new(big.Rat).Mul(l.share(), new(big.Rat).SetInt64(int64(ours)))
	return new(big.Rat).SetInt64(int64(removed)).Cmp(bound) > 0
}

func percent(share *big.Rat) string {
	text := new(big.Rat).Mul(share, big.NewRat(100, 1)).FloatString(2)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".") + "%"
}

func (l Limits) protected(p Plan) []string {
	var over []string
	for _, c := range p.Changes {
		if name, hit := l.Protects(c.Target); hit {
			over = append(over, fmt.Sprintf("%s touches %q, which is protected (limits.protect)", c.ID, name))
		}
	}
	return over
}

// Protects finds the protected name that a target touches. A domain also covers what is below it.
func (l Limits) Protects(target string) (string, bool) {
	if slices.Contains(l.Accounts, target) {
		return target, true
	}
	for _, domain := range l.Domains {
		if target == domain || strings.HasSuffix(target, "."+domain) || strings.HasSuffix(domain, "."+target) {
			return domain, true
		}
	}
	return "", false
}
