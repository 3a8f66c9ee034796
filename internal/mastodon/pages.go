package mastodon

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// itemsMax is how long a list may be: a longer one is taken for a server that pages in circles.
const itemsMax = 1e6

// readPages follows rel=next until there is none; the last page may be empty. Of a link only the query is used: the path
// is ours, and so is the host.
func readPages[T any](ctx context.Context, i *Instance, path string, limit int) ([]T, error) {
	return readPagesOf[T](ctx, i, path, url.Values{}, limit)
}

// readPagesOf does so with filters.
func readPagesOf[T any](ctx context.Context, i *Instance, path string, filters url.Values, limit int) ([]T, error) {
	all, _, err := readNewest[T](ctx, i, path, filters, limit, itemsMax)
	if err == nil && len(all) >= itemsMax {
		err = &AnswerError{http.MethodGet, path, "the list does not end"}
	}
	return all, err
}

// readNewest stops after so many entries; more says that the server has others.
func readNewest[T any](ctx context.Context, i *Instance, path string, filters url.Values, limit, most int) (all []T, more bool, err error) {
	query := maps.Clone(filters)
	query.Set("limit", strconv.Itoa(min(limit, most)))
	rest := cursor{path: path, limit: min(limit, most), seen: map[string]bool{}}
	for {
		var body json.RawMessage
		header, err := i.call(ctx, http.MethodGet, path, query, nil, &body)
		if err != nil {
			return nil, false, err
		}
		var page []T
		if err := json.Unmarshal(body, &page); err != nil {
			return nil, false, &AnswerError{http.MethodGet, path, unreadable(body, header)}
		}
		next, err := nextQuery(header)
		if err != nil {
			return nil, false, &AnswerError{http.MethodGet, path, err.Error()}
		}
		if header.Get("Link") == "" {
			var known bool
			if next, known, err = rest.next(query, body); err != nil || known {
				return all, false, err
			}
		}
		all = append(all, page...)
		switch {
		case next == nil || len(all) >= most:
			return all[:min(len(all), most)], next != nil || len(all) > most, nil
		case len(page) == 0 || next.Get("max_id") == query.Get("max_id"):
			return nil, false, &AnswerError{http.MethodGet, path, "the list does not end"}
		}
		query = restored(next, filters)
	}
}

// restored gives the query of a link the filters that the server left out of it, as Mastodon does with role_ids[].
func restored(next, filters url.Values) url.Values {
	for key, values := range filters {
		if !next.Has(key) {
			next[key] = values
		}
	}
	return next
}

// cursor continues a list after its last entry where no Link header says how it goes on. Mastodon sends one with every page that
// is not empty, if only for the page before, so that this costs it no request. Without one a proxy has dropped it, or the
// software does not page this list. How many entries a page has proves nothing: the server's largest page may be shorter
// than what was asked for.
type cursor struct {
	path  string
	limit int
	seen  map[string]bool // ids
}

// usableID is an id that the next page can be asked for with.
var usableID = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)

// next gives the query of what follows a page; nil where that is the end. Repeated says that the page is one that was there
// before: the server ignores max_id, so that all it has was on the first page, unless that page is full. Then, and
// where a full page has no ids, whether there are more is unknown. What entries without ids on a short page are worth is for
// the caller to say.
func (c cursor) next(query url.Values, body json.RawMessage) (next url.Values, repeated bool, err error) {
	var entries []struct {
		ID any `json:"id"`
	}
	if err := json.Unmarshal(body, &entries); err != nil || len(entries) == 0 {
		return nil, false, err
	}
	last, _ := entries[len(entries)-1].ID.(string)
	usable := usableID.MatchString(last)
	if repeated = usable && c.seen[last]; repeated || !usable {
		if len(entries) >= c.limit {
			return nil, false, &AnswerError{http.MethodGet, c.path, fmt.Sprintf("the list has just the %d entries of one page, and no link says whether there are more", c.limit)}
		}
		return nil, repeated, nil
	}
	for _, entry := range entries {
		if id, ok := entry.ID.(string); ok {
			c.seen[id] = true
		}
	}
	next = maps.Clone(query)
	next.Set("max_id", last)
	return next, false, nil
}

// nextQuery gives the query of the link to the next page, or nil.
func nextQuery(header http.Header) (url.Values, error) {
	next, err := httpapi.NextPage(header)
	if next == nil {
		return nil, err
	}
	return next.Query(), nil
}
