package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// PeopleLine says in one line of at most 140 characters whom the changed blocks of servers affect, and when that was counted. It fits
// the description of a commit status.
func PeopleLine(p plan.People) string {
	follows, followers, cut, unknown := 0, 0, 0, 0
	for _, s := range p.Servers {
		if s.Follows == nil {
			unknown++
			continue
		}
		follows, followers, cut = follows+*s.Follows, followers+*s.Followers, cut+*s.Cut
	}
	said := []string{fmt.Sprintf("%s: %d follows by people here, %d by people there, %d cut for ever", Count(len(p.Servers), "server"), follows, followers, cut)}
	switch unknown {
	case 0:
	case len(p.Servers):
		said = []string{"how many follows " + Count(unknown, "server") + " would lose is not known"}
	default:
		said = append(said, fmt.Sprintf("not known of %d", unknown))
	}
	return strings.Join(append(said, "counted "+moment(p.CountedAt)), "; ")
}
