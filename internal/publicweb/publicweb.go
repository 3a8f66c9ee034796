// Package publicweb fetches documents that anyone may read: by https, from public addresses alone, without any token, within a
// bounded time and size.
package publicweb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

const (
	timeout      = 30 * time.Second // of one answer
	most         = 8 << 20          // bytes of one answer; the longest known block lists have a few hundred kilobytes
	mostRedirect = 5
)

// ErrNotPublic means that a name leads to an address that is not on the public internet, such as one of this machine.
var ErrNotPublic = errors.New("not a public address")

// Options say how documents are fetched.
type Options struct {
	UserAgent string
	// Next makes the exchanges. Nil is a transport that reaches public addresses alone; a test gives its own.
	Next http.RoundTripper
}

// Client fetches documents.
type Client struct{ http *http.Client }

// Open gives a client; nothing is fetched yet.
func Open(o Options) *Client {
	next := o.Next
	if next == nil {
		next = overPublic(isPublic)
	}
	return &Client{&http.Client{
		CheckRedirect: follow,
		Transport: &httpapi.Transport{
			Next: next, Base: &url.URL{}, Timeout: timeout, Most: most,
			Header: http.Header{"User-Agent": {o.UserAgent}, "Accept": {"text/csv, application/json, text/plain"}},
		},
	}}
}

// overPublic connects to addresses that are allowed, whatever name led there: the check is of the address that is dialled, after
// names were resolved, and of each redirect again. The environment's proxy is not used: it would resolve names itself.
func overPublic(allowed func(netip.AddrPort) bool) *http.Transport {
	dialer := &net.Dialer{
		Timeout: timeout,
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err == nil && !allowed(to) {
				err = fmt.Errorf("%s: %w", to.Addr(), ErrNotPublic)
			}
			return err
		},
	}
	return &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: timeout, MaxResponseHeaderBytes: 64 << 10, ForceAttemptHTTP2: true}
}

// follow follows few redirects, and only to https.
func follow(request *http.Request, via []*http.Request) error {
	switch {
	case len(via) > mostRedirect:
		return fmt.Errorf("more than %d redirects", mostRedirect)
	case request.URL.Scheme != "https":
		return fmt.Errorf("it redirects to %s, which is not https", request.URL.Redacted())
	}
	request.Header.Del("Referer")
	return nil
}

// Document is what an address answers.
type Document struct {
	Body []byte
	From string // the address that answered, after redirects
}

// Get fetches a document. An answer with a status of 400 or more is an error (*httpapi.StatusError); so is one that is larger
// than 8 MiB, or not complete within 30 seconds.
func (c *Client) Get(ctx context.Context, address string) (Document, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Document{}, err
	}
	if request.URL.Scheme != "https" || request.URL.User != nil {
		return Document{}, fmt.Errorf("%s is not fetched: lists come over https, without a user name", request.URL.Redacted())
	}
	response, err := c.http.Do(request)
	if err != nil {
		return Document{}, unwrapped(err)
	}
	body := httpapi.BodyOf(response)
	if response.StatusCode != http.StatusOK {
		status := httpapi.NewStatusError(response, func([]byte) string { return "" })
		return Document{}, &status
	}
	return Document{Body: body, From: response.Request.URL.String()}, response.Body.Close()
}

// unwrapped leaves out of an error the address, which the caller names.
func unwrapped(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
