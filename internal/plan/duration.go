package plan

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// limit is how many requests of a kind a server lets through in one window. Of each a tenth, ten at most, is left to
// others with the same token.
type limit struct {
	requests int
	window   time.Duration
}

// The limits that Mastodon has unless its administrators changed them, and what one request takes by itself. An apply goes
// by what the server states; a plan must not depend on the moment at which it is made.
func usualLimits() (all, posts, deletions limit) {
	return limit{300, 5 * time.Minute}, limit{300, 3 * time.Hour}, limit{30, 30 * time.Minute}
}

const eachRequest = 200 * time.Millisecond

// duration estimates how long executing a plan takes at the usual limits: requests go in bursts, and the longest of the waits
// between them counts.
func (p Plan) duration(publishing int) time.Duration {
	all, posts, deletions := usualLimits()
	posted, deleted := 0, 0
	for _, c := range p.Changes {
		switch c.Skill {
		case PublishSkill:
			posted += publishing / 2 // each post is posted and read back
		case skill.DeleteStatus:
			deleted++
		default:
		}
	}
	waits := max(all.waits(p.Requests), posts.waits(posted), deletions.waits(deleted))
	return waits + time.Duration(p.Requests)*eachRequest
}

// waits is how long n requests are held up from first to last: by a whole window after each burst.
func (l limit) waits(n int) time.Duration {
	burst := l.requests - min(10, l.requests/10)
	return time.Duration(max(n-1, 0)/burst) * l.window
}
