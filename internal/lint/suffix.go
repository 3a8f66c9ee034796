package lint

import (
	"golang.org/x/net/publicsuffix"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// suffixes warns of blocks of names under which many others have their servers, and refuses those of protected servers: no
// plan that holds one could be applied.
func (l *linter) suffixes(desired charter.Instance, limits plan.Limits) {
	for _, item := range desired.Items {
		if item.Resource != "domain_blocks" {
			continue
		}
		at := desired.Place(item.Resource, item.Target)
		if name, hit := limits.Protects(item.Target); hit {
			l.found.Errorf(at, "remove the entry, or propose to protect the server no longer", "%q touches %q, which is protected (limits.protect)", item.Target, name)
		}
		if suffix, _ := publicsuffix.PublicSuffix(item.Target); suffix == item.Target {
			l.found.Warnf(at, "name the servers one by one, unless all of them are meant", "others have their own servers below %q: the block covers all of them", item.Target)
		}
	}
}
