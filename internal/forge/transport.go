package forge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

const maxAnswer = 64 << 20 // bytes of one answer

// transport sends the token to the API's own host only, and turns every answer that is no JSON success into an error
// before go-github can swallow it.
type transport struct {
	next  http.RoundTripper
	api   *url.URL
	token Token
}

// RoundTrip sends one request.
func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	sent := request.Clone(request.Context())
	sent.Header.Del("Authorization")
	if secret := t.token.Reveal(); secret != "" && sameHost(request.URL, t.api) {
		sent.Header.Set("Authorization", "Bearer "+secret)
	}
	response, err := t.next.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if closeErr := response.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	response.Request = sent
	if err := judge(response, body); err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	// go-github would refuse later requests by itself once an answer says that none remain; waiting is for the caller to
	// decide. Answers marked so leave its books alone.
	response.Header.Set("X-From-Cache", "1")
	return response, nil
}

func judge(response *http.Response, body []byte) error {
	switch status := response.StatusCode; {
	case len(body) > maxAnswer:
		return fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)
	case status == http.StatusNoContent, status >= 300 && status < 400:
		return nil
	case status >= 400:
		return classify(response, body)
	case !json.Valid(body):
		return ErrNoAnswer
	}
	return nil
}

func sameHost(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// stayOn follows a redirect on the API's own host, as of a renamed repository, and no other.
func stayOn(api *url.URL) func(*http.Request, []*http.Request) error {
	return func(request *http.Request, via []*http.Request) error {
		if !sameHost(request.URL, api) {
			return fmt.Errorf("%w: %q", ErrRedirect, request.URL.Host)
		}
		if len(via) > 5 {
			return fmt.Errorf("%d redirects for one request", len(via))
		}
		return nil
	}
}
