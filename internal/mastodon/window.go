package mastodon

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// class names the requests that a server counts apart.
type class string

// The classes of requests. The server counts every request as general, and those of another class a second time.
const (
	general  class = "general"
	paging   class = "paging"
	posting  class = "posting"
	deleting class = "deleting"
)

// classOf names what a request counts as besides general.
func classOf(request *http.Request) class {
	query, path := request.URL.Query(), request.URL.Path
	statuses := strings.HasPrefix(path, "/api/v1/statuses")
	switch {
	case query.Has("max_id") || query.Has("min_id") || query.Has("since_id") || query.Has("page"):
		return paging
	case statuses && request.Method == http.MethodDelete:
		return deleting
	case path == "/api/v1/statuses" && request.Method == http.MethodPost, statuses && request.Method == http.MethodPut:
		return posting
	default:
		return general
	}
}

// windowKey tells the windows apart that answers describe. An answer tells of one only, of the one with the fewest
// requests left, and does not name it: a class may have several at a time. The reset's fraction of a second is that of the
// answer, and does not count.
type windowKey struct {
	class class
	limit int
	end   int64 // the reset as the server states it, in seconds since the epoch
}

// window is what is known of one window. Its reset is in our clock, so that a server whose clock is wrong is waited for
// rightly.
type window struct {
	remaining int
	reset     time.Time
}

// limits is what the headers of one answer say.
type limits struct {
	limit, remaining int
	end              int64
	reset            time.Time
}

// limitsIn reads the headers of an answer; ok is false where they do not say everything. Now is the moment of the answer.
func limitsIn(header http.Header, now time.Time) (l limits, ok bool) {
	limit, noLimit := strconv.Atoi(header.Get("X-RateLimit-Limit"))
	remaining, noRemaining := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	end, noEnd := time.Parse(time.RFC3339, header.Get("X-RateLimit-Reset"))
	if noLimit != nil || noRemaining != nil || noEnd != nil || limit <= 0 {
		return limits{}, false
	}
	reset := end
	// The second on top covers the Date header, which is cut to whole seconds.
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		reset = now.Add(end.Sub(date) + time.Second)
	}
	return limits{limit, remaining, end.Unix(), reset}, true
}
