package forge

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// list reads a list to its end by following the raw rel=next links: go-github itself sees page numbers only, and would
// stop after one page of a list with cursors. Items that moved to a later page while reading come once. More says
// whether reading goes on after an item; nil reads all.
func list[T any](ctx context.Context, c *Client, path string, id func(*T) int64, more func(*T) bool) ([]*T, error) {
	var all []*T
	seen := map[int64]bool{}
	for page := 0; path != ""; page++ {
		if page == c.pages {
			return nil, fmt.Errorf("%w: %d pages of %s", ErrTooLong, c.pages, strings.SplitN(path, "?", 2)[0])
		}
		items, next, err := fetchPage[T](ctx, c, path)
		if err != nil {
			return nil, err
		}
		goOn := true
		for _, item := range items {
			if !seen[id(item)] {
				all = append(all, item)
			}
			seen[id(item)] = true
			goOn = goOn && (more == nil || more(item))
		}
		if !goOn {
			return all, nil
		}
		path = next
	}
	return all, nil
}

func fetchPage[T any](ctx context.Context, c *Client, path string) (items []*T, next string, err error) {
	request, err := c.github.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return nil, "", err
	}
	response, err := c.github.Do(ctx, request, &items)
	if err != nil {
		return nil, "", err
	}
	if items == nil || slices.Contains(items, nil) {
		return nil, "", fmt.Errorf("GET %s: null in place of a list or an item: %w", request.URL.Path, ErrNoAnswer)
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
	link = c.github.BaseURL.ResolveReference(link)
	if !httpapi.SameHost(link, c.github.BaseURL) {
		return "", fmt.Errorf("link to the next page: %w: %q", ErrRedirect, link.Host)
	}
	return link.String(), nil
}
