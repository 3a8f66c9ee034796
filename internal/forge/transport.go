package forge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const maxAnswer = 64 << 20 // bytes of one answer

// transport turns every answer that is no JSON success into an error before go-github can swallow it.
type transport struct {
	next  http.RoundTripper
	token secret.Secret
}

// RoundTrip sends one request.
func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(request)
	if err != nil {
		return nil, unreached(err, request.URL.Host)
	}
	if err := t.judge(response); err != nil {
		return nil, err
	}
	// go-github would refuse later requests by itself once an answer says that none remain; the transport below waits for
	// that. Answers marked so leave its books alone.
	response.Header.Set("X-From-Cache", "1")
	return response, nil
}

// judge says why an answer is no success; one that is can be read again.
func (t *transport) judge(response *http.Response) error {
	body := httpapi.BodyOf(response)
	switch status := response.StatusCode; {
	case status >= 400:
		return classify(response, body, t.token)
	case !whole(status, body):
		return ErrNoAnswer
	}
	return nil
}

// whole says whether an answer without an error holds what it should: JSON, unless it is a redirect or needs no body.
func whole(status int, body []byte) bool {
	return status == http.StatusNoContent || status >= 300 || json.Valid(body)
}

// stayOn follows a redirect on the API's own host, as of a renamed repository, and no other.
func stayOn(api *url.URL) func(*http.Request, []*http.Request) error {
	return func(request *http.Request, via []*http.Request) error {
		if !httpapi.SameHost(request.URL, api) {
			return fmt.Errorf("%w: %q", ErrRedirect, request.URL.Host)
		}
		if len(via) > 5 {
			return fmt.Errorf("%d redirects for one request", len(via))
		}
		return nil
	}
}
