package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

const (
	// waitMax bounds one wait: the longest limit of GitHub counts the requests of an hour.
	waitMax = 65 * time.Minute
	// attempts is how often a request is sent at most.
	attempts = 4
	// pace is the first wait for a limit on pace that does not say how long: GitHub asks for a minute at least, and for twice as
	// long each time.
	pace = time.Minute
	// hiccup is the first wait where the server fails; the next ones are twice as long each.
	hiccup = time.Second
	// movingMax is the longest of the waits for a target branch that moves, from hiccup on.
	movingMax = 8 * time.Second
)

// windowIn reads what an answer says of the requests that are left, its reset in seconds since the epoch.
func windowIn(header http.Header, now time.Time) (w httpapi.Window, ok bool) {
	limit, noLimit := strconv.Atoi(header.Get("X-RateLimit-Limit"))
	remaining, noRemaining := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	end := seconds(header.Get("X-RateLimit-Reset"))
	resource := header.Get("X-RateLimit-Resource")
	if noLimit != nil || noRemaining != nil || end == 0 || limit <= 0 || resource != "" && resource != "core" {
		return httpapi.Window{}, false
	}
	reset := time.Unix(int64(end/time.Second), 0).UTC()
	return httpapi.Window{Limit: limit, Remaining: remaining, End: reset.Unix(), Reset: httpapi.ByOurClock(reset, header, now)}, true
}

// again says when a request may be sent again, and what is waited for. What a limit refused was not done, whatever it was;
// where the server failed or its answer was lost, only a question may be asked again.
func again(a httpapi.Attempt) (until time.Time, what string, again bool) {
	host := a.Request.URL.Host
	if a.Response == nil {
		until, what = a.Now.Add(hiccup<<(a.Number-1)), host+", which gives no answer"
	} else if limit := limitOf(a.Response, a.Body); limit != nil {
		until, what = endOf(limit, a), "the rate limit of "+host
		return until, what, a.Number < attempts && until.Sub(a.Now) <= waitMax
	} else {
		until, what = a.Now.Add(hiccup<<(a.Number-1)), fmt.Sprintf("%s, which answers %s", host, a.Response.Status)
		if later := a.Now.Add(retryAfter(a.Response)); later.After(until) {
			until = later
		}
	}
	return until, what, a.Number < attempts && until.Sub(a.Now) <= waitMax && failed(a)
}

// failed says whether an attempt came to nothing that may be tried again.
func failed(a httpapi.Attempt) bool {
	question := a.Request.Method == http.MethodGet || a.Request.Method == http.MethodHead
	switch {
	case a.Response == nil:
		return question
	case a.Response.StatusCode == http.StatusServiceUnavailable && retryAfter(a.Response) > 0:
		return true // the server says that it did nothing
	}
	return question && (a.Response.StatusCode >= 500 || !whole(a.Response.StatusCode, a.Body))
}

// endOf is when a limit lets requests through again, by our clock.
func endOf(l *httpapi.LimitError, a httpapi.Attempt) time.Time {
	switch {
	case l.After > 0:
		return a.Now.Add(l.After)
	case !l.Until.IsZero():
		return httpapi.ByOurClock(l.Until, a.Response.Header, a.Now)
	}
	return a.Now.Add(pace << (a.Number - 1))
}

func retryAfter(response *http.Response) time.Duration {
	return seconds(response.Header.Get("Retry-After"))
}

// limitOf reads an answer as a limit; nil where it is none. go-github knows limits by status 403 only, and GitHub uses 429
// as well.
func limitOf(response *http.Response, body []byte) *httpapi.LimitError {
	if response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusTooManyRequests {
		return nil
	}
	limit := httpapi.LimitError{Method: response.Request.Method, Path: response.Request.URL.Path, After: retryAfter(response)}
	spent := response.Header.Get("X-RateLimit-Remaining") == "0"
	limit.Secondary = !spent || limit.After > 0
	if reset := seconds(response.Header.Get("X-RateLimit-Reset")); spent && reset > 0 {
		limit.Until = time.Unix(int64(reset/time.Second), 0).UTC()
	}
	named := strings.Contains(strings.ToLower(string(body)), "rate limit") || strings.Contains(string(body), "abuse")
	if response.StatusCode == http.StatusTooManyRequests || spent || limit.After > 0 || named {
		return &limit
	}
	return nil
}

func seconds(header string) time.Duration {
	n, err := strconv.ParseInt(header, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// WhileMoving merges a proposal, and tries again for some seconds while its target moves, as when several merge in a row:
// that is ErrBaseMoved. One that waits for nothing tries once.
func (a *API) WhileMoving(ctx context.Context, number int, merge func() (string, error)) (string, error) {
	for wait := hiccup; ; wait *= 2 {
		commit, err := merge()
		if a.Budget == nil || wait > movingMax || !errors.Is(err, ErrBaseMoved) {
			return commit, err
		}
		what := fmt.Sprintf("%s, where the target of #%d is moving", a.Base.Host, number)
		if err := a.Budget.SleepUntil(ctx, a.Budget.Now().Add(wait), what); err != nil {
			return "", err
		}
	}
}
