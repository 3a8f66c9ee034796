package mastodon

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// counter counts the requests of one key in one window.
type counter struct {
	window int64
	count  int
}

// bucket is one limit that a request falls under. Windows are aligned to the epoch.
type bucket struct {
	key    string
	limit  int
	period time.Duration
}

// family is a limit on what an account writes, whatever its tokens. Only what was written counts.
type family struct {
	name   string
	limit  int
	period time.Duration
}

var (
	familyStatuses = family{"statuses", 300, 3 * time.Hour} // posts and edits
	familyReports  = family{"reports", 400, 24 * time.Hour}
)

// buckets gives every limit that counts a request. An application's token is no person's, so its address counts too.
func (c *call) buckets() []bucket {
	var all []bucket
	who := "ip"
	if c.token != nil && c.token.Account != 0 {
		who = "user " + strconv.FormatInt(c.token.Account, 10)
		all = append(all, bucket{who, 1500, 5 * time.Minute})
	} else {
		all = append(all, bucket{"ip", 300, 5 * time.Minute})
	}
	if c.token != nil {
		all = append(all, bucket{"token " + c.token.Secret, 300, 5 * time.Minute})
	}
	query, path, method := c.request.URL.Query(), c.request.URL.Path, c.request.Method
	if query.Get("page") != "" || query.Get("max_id") != "" || query.Get("min_id") != "" || query.Get("since_id") != "" {
		all = append(all, bucket{"paging " + who, 300, 15 * time.Minute})
	}
	if name, found := strings.CutPrefix(path, "/api/v1/statuses/"); found && method == http.MethodDelete && !strings.Contains(name, "/") {
		all = append(all, bucket{"deletes " + who, 30, 30 * time.Minute})
	}
	if method == http.MethodPost && path == "/api/v1/accounts" {
		all = append(all, bucket{"sign-ups", 5, 30 * time.Minute})
	}
	return all
}

// limit counts a request and refuses it where a bucket is full. The headers are about the bucket with the fewest left.
func (s *Server) limit(c *call) error {
	if !strings.HasPrefix(c.request.URL.Path, "/api/") {
		return nil
	}
	var tightest bucket
	fewest := 0
	for n, b := range c.buckets() {
		if left := b.limit - s.count(b, c.now); n == 0 || left < fewest {
			tightest, fewest = b, left
		}
	}
	c.stateLimit(tightest.limit, max(fewest, 0), tightest.period)
	if fewest < 0 && s.options.RateLimits {
		return errTooMany
	}
	return nil
}

var errTooMany = &refusal{status: http.StatusTooManyRequests, text: "Too many requests"}

// stateLimit writes the headers of an answer. The reset keeps the fraction of the second in which the answer was made.
func (c *call) stateLimit(limit, remaining int, period time.Duration) {
	whole := int64(period / time.Second)
	reset := c.now.Add(time.Duration(whole-c.now.Unix()%whole) * time.Second)
	c.header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	c.header.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	c.header.Set("X-RateLimit-Reset", reset.Format("2006-01-02T15:04:05.000000Z"))
}

// count adds one to a bucket's window and gives the sum. Where nothing is refused a window starts again at a third of its
// limit, so that a sandbox never makes a client wait.
func (s *Server) count(b bucket, now time.Time) int {
	found := s.window(b, now)
	found.count++
	if !s.options.RateLimits && found.count > b.limit/3 {
		found.count = 1
	}
	return found.count
}

func (s *Server) window(b bucket, now time.Time) *counter {
	window := now.Unix() / int64(b.period/time.Second)
	found := s.counters[b.key]
	if found == nil || found.window != window {
		found = &counter{window: window}
		s.counters[b.key] = found
	}
	return found
}

func (c *call) bucketOf(f family) bucket {
	return bucket{f.name + " " + strconv.FormatInt(c.account.ID, 10), f.limit, f.period}
}

// stateFamily states what is left of a family's limit, unless another limit has fewer left.
func (c *call) stateFamily(f family) {
	left := f.limit - c.window(c.bucketOf(f), c.now).count
	if said, err := strconv.Atoi(c.header.Get("X-RateLimit-Remaining")); err == nil && left > said {
		return
	}
	c.stateLimit(f.limit, left, f.period)
}

// spend counts something that is about to be written, and refuses it where its limit is used up.
func (c *call) spend(f family) error {
	if c.options.RateLimits && c.window(c.bucketOf(f), c.now).count >= f.limit {
		c.stateLimit(f.limit, 0, f.period)
		return errTooMany
	}
	c.count(c.bucketOf(f), c.now)
	c.stateFamily(f)
	return nil
}
