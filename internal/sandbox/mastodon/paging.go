package mastodon

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// paginate gives one page of items that are sorted by growing id, newest first, with the Link header of the real server:
// next is set whenever the page is full, so the last page may be empty.
func paginate[T any](c *call, items []T, id func(T) int64, normal, most int) ([]T, error) {
	limit, err := c.pageLimit(normal, most)
	if err != nil {
		return nil, err
	}
	low, forward := c.cursor("since_id"), false
	if c.params.text("min_id") != "" {
		low, forward = c.cursor("min_id"), true
	}
	from := firstFrom(items, id, low+1)
	to := len(items)
	if c.params.text("max_id") != "" {
		to = max(from, firstFrom(items, id, c.cursor("max_id")))
	}
	if forward {
		to = min(to, from+limit)
	} else {
		from = max(from, to-limit)
	}
	page := slices.Clone(items[from:to])
	slices.Reverse(page)
	if len(page) > 0 {
		c.link(len(page) == limit, id(page[len(page)-1]), id(page[0]))
	}
	return page, nil
}

// pageLimit reads the limit as Ruby reads numbers, without its sign, and clamps it without a word. A page of 0 has no last
// entry to link to: the real server answers 500.
func (c *call) pageLimit(normal, most int) (int, error) {
	if !c.params.has("limit") {
		return normal, nil
	}
	limit := c.number("limit")
	limit = max(limit, -limit)
	if limit == 0 {
		return 0, broken
	}
	return min(limit, most), nil
}

func (c *call) cursor(key string) int64 {
	id, err := strconv.ParseInt(c.params.text(key), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func firstFrom[T any](items []T, id func(T) int64, from int64) int {
	at, _ := slices.BinarySearchFunc(items, from, func(item T, want int64) int {
		switch got := id(item); {
		case got < want:
			return -1
		case got > want:
			return 1
		default:
			return 0
		}
	})
	return at
}

// link writes the Link header. Of the parameters of the request it keeps the limit as it was asked for, and the filters.
func (c *call) link(full bool, oldest, newest int64) {
	var links []string
	if full {
		links = append(links, c.linkTo("max_id", oldest, "next"))
	}
	links = append(links, c.linkTo("min_id", newest, "prev"))
	c.header.Set("Link", strings.Join(links, ", "))
}

func (c *call) linkTo(cursor string, id int64, rel string) string {
	query := url.Values{}
	for key, values := range c.request.URL.Query() {
		if key == "limit" || slices.Contains(c.filters, key) {
			query[key] = values
		}
	}
	query.Set(cursor, strconv.FormatInt(id, 10))
	target := url.URL{Scheme: "https", Host: c.request.Host, Path: c.request.URL.Path, RawQuery: query.Encode()}
	if host, _, err := net.SplitHostPort(c.request.Host); err == nil && net.ParseIP(host).IsLoopback() {
		target.Scheme = "http"
	}
	return fmt.Sprintf("<%s>; rel=%q", target.String(), rel)
}

// pathID reads the id of a path; anything that is no id is simply not found.
func (c *call) pathID() int64 {
	id, err := strconv.ParseInt(c.request.PathValue("id"), 10, 64)
	if err != nil {
		return 0
	}
	return id
}
