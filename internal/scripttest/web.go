package scripttest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// web is the public web of a script: WEB=HOST=ANSWER,HOST=ANSWER, where an answer is the address of an embedded server, or a file.
type web struct{ ts *testscript.TestScript }

// RoundTrip answers for the hosts of the script, and for no others.
func (w web) RoundTrip(request *http.Request) (*http.Response, error) {
	for each := range strings.SplitSeq(w.ts.Getenv("WEB"), ",") {
		host, answer, _ := strings.Cut(each, "=")
		switch {
		case host != request.URL.Host || request.URL.Scheme != "https":
		case strings.HasPrefix(answer, "http:"):
			to, err := url.Parse(answer)
			if err != nil {
				return nil, err
			}
			forwarded := request.Clone(request.Context())
			forwarded.URL.Scheme, forwarded.URL.Host, forwarded.Host = to.Scheme, to.Host, to.Host
			return http.DefaultTransport.RoundTrip(forwarded) //nolint:bodyclose // the client that asked closes it
		default:
			body := io.NopCloser(strings.NewReader(w.ts.ReadFile(answer)))
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, Request: request}, nil
		}
	}
	return nil, fmt.Errorf("there is no server at %s", request.URL.Host)
}
