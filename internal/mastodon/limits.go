package mastodon

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// reserveDefault is how many requests of a window are left to others with the same token or account, such as a moderator
// who looks something up while a long apply runs; of small windows it is a tenth.
const reserveDefault = 10

// attempts is how often a request is sent that a limit refuses.
const attempts = 3

// limitName is what is waited for.
const limitName = "the server's rate limit"

// waitMax bounds a wait. No limit of Mastodon counts for longer than a day: a reset past that is not one to wait for.
const waitMax = 24 * time.Hour

// The classes of requests apart from the general one.
const (
	general   = httpapi.General
	paging    = httpapi.Class("paging")
	posting   = httpapi.Class("posting")
	deleting  = httpapi.Class("deleting")
	reporting = httpapi.Class("reporting")
	signingUp = httpapi.Class("signing up")
)

// classOf names what a request counts as apart from general.
func classOf(request *http.Request) httpapi.Class {
	query, path := request.URL.Query(), request.URL.Path
	statuses, post := strings.HasPrefix(path, "/api/v1/statuses"), request.Method == http.MethodPost
	switch {
	case query.Has("max_id") || query.Has("min_id") || query.Has("since_id") || query.Has("page"):
		return paging
	case statuses && request.Method == http.MethodDelete:
		return deleting
	case path == "/api/v1/statuses" && post, statuses && request.Method == http.MethodPut:
		return posting
	case path == "/api/v1/reports" && post:
		return reporting
	case path == "/api/v1/accounts" && post:
		return signingUp
	default:
		return general
	}
}

// limitsIn reads the headers of an answer; ok is false where they do not say everything. Now is the moment of the answer.
func limitsIn(header http.Header, now time.Time) (w httpapi.Window, ok bool) {
	limit, noLimit := strconv.Atoi(header.Get("X-RateLimit-Limit"))
	remaining, noRemaining := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	end, noEnd := time.Parse(time.RFC3339, header.Get("X-RateLimit-Reset"))
	if noLimit != nil || noRemaining != nil || noEnd != nil || limit <= 0 {
		return httpapi.Window{}, false
	}
	return httpapi.Window{Limit: limit, Remaining: remaining, End: end.Unix(), Reset: httpapi.ByOurClock(end, header, now)}, true
}

// again sends a request again that a limit refused, for the server did nothing of it, once its window is over.
func again(a httpapi.Attempt) (until time.Time, what string, again bool) {
	if a.Response == nil || a.Response.StatusCode != http.StatusTooManyRequests {
		return time.Time{}, "", false
	}
	limit, stated := limitsIn(a.Response.Header, a.Now)
	return limit.Reset, limitName, stated && a.Number < attempts && limit.Reset.Sub(a.Now) <= waitMax
}
