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

// buckets gives every limit that counts a request.
func (c *call) buckets() []bucket {
	if c.token == nil {
		return []bucket{{"ip", 300, 5 * time.Minute}}
	}
	account := strconv.FormatInt(c.token.Account, 10)
	all := []bucket{{"token " + c.token.Secret, 300, 5 * time.Minute}, {"user " + account, 1500, 5 * time.Minute}}
	query, path := c.request.URL.Query(), c.request.URL.Path
	if query.Has("page") || query.Has("max_id") || query.Has("min_id") || query.Has("since_id") {
		all = append(all, bucket{"paging " + account, 300, 15 * time.Minute})
	}
	posting := c.request.Method == http.MethodPost && path == "/api/v1/statuses" ||
		c.request.Method == http.MethodPut && strings.HasPrefix(path, "/api/v1/statuses/")
	if posting {
		all = append(all, bucket{"statuses " + account, 300, 3 * time.Hour})
	}
	if c.request.Method == http.MethodDelete && strings.HasPrefix(path, "/api/v1/statuses/") {
		all = append(all, bucket{"deletes " + account, 30, 30 * time.Minute})
	}
	return all
}

// limit counts a request and refuses it where a bucket is full. The headers tell of the bucket with the fewest left.
func (s *Server) limit(c *call) error {
	if !s.options.RateLimits || !strings.HasPrefix(c.request.URL.Path, "/api/") {
		return nil
	}
	var tightest bucket
	fewest := 0
	for n, b := range c.buckets() {
		if left := b.limit - s.counted(b, c.now); n == 0 || left < fewest {
			tightest, fewest = b, left
		}
	}
	reset := c.now.Truncate(tightest.period).Add(tightest.period)
	c.header.Set("X-RateLimit-Limit", strconv.Itoa(tightest.limit))
	c.header.Set("X-RateLimit-Remaining", strconv.Itoa(max(fewest, 0)))
	c.header.Set("X-RateLimit-Reset", reset.Format("2006-01-02T15:04:05.000000Z"))
	if fewest < 0 {
		return refuse(http.StatusTooManyRequests, "Too many requests")
	}
	return nil
}

// counted adds one to a bucket's window and gives the sum.
func (s *Server) counted(b bucket, now time.Time) int {
	window := now.Unix() / int64(b.period/time.Second)
	found := s.counters[b.key]
	if found == nil || found.window != window {
		found = &counter{window: window}
		s.counters[b.key] = found
	}
	found.count++
	return found.count
}
