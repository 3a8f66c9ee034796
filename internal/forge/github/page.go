package github

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// list reads a list to its end by following the raw rel=next links: go-github itself sees page numbers only, and would
// stop after one page of a list with cursors. More says whether reading goes on after an item; nil reads all.
func list[T any](ctx context.Context, c *Client, path string, id func(*T) int64, more func(*T) bool) ([]*T, error) {
	return forge.List(path, c.Pages, id, func(path string) ([]*T, string, error) {
		items, next, err := fetchPage[T](ctx, c, path)
		if more != nil && slices.ContainsFunc(items, func(item *T) bool { return !more(item) }) {
			next = ""
		}
		return items, next, err
	})
}

func fetchPage[T any](ctx context.Context, c *Client, path string) (items []*T, next string, err error) {
	response, err := c.do(ctx, http.MethodGet, path, nil, &items)
	if err != nil {
		return nil, "", err
	}
	if items == nil || slices.Contains(items, nil) {
		return nil, "", fmt.Errorf("GET %s: null in place of a list or an item: %w", response.Request.URL.Path, forge.ErrNoAnswer)
	}
	next, err = c.next(response.Header)
	return items, next, err
}

// next gives the URL of the next page, "" at the end. A link to another host is not followed.
func (c *Client) next(header http.Header) (string, error) {
	link, err := httpapi.NextPage(header)
	if link == nil {
		return "", err
	}
	link = c.Base.ResolveReference(link)
	if !httpapi.SameHost(link, c.Base) {
		return "", fmt.Errorf("link to the next page: %w: %q", forge.ErrRedirect, link.Host)
	}
	return link.String(), nil
}
