// Package mastodon is the adapter to a community's Mastodon server: it reads what is live, makes one change at a time, and
// publishes the constitution. go-mastodon is used where it is right, calls of our own where it misses or loses something;
// both go through one transport. It decides nothing.
package mastodon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// Options say which server to talk to, and how.
type Options struct {
	URL        string            // the operator's MASTODON_URL: https, or http on loopback
	Declared   string            // the instance that bylaw.yaml names, "" to compare with nothing; another host is an error
	Token      secret.Secret     // empty for public reads
	Version    string            // of bylaw, for the user agent
	Contact    string            // a URL where the server's people find out who asks
	Next       http.RoundTripper // how requests leave; nil is the network
	Timeout    time.Duration     // of one exchange, waiting for limits not included; 0 is 30 seconds
	Reserve    int               // how many requests of a window are left to others, at most a tenth of it; 0 is 10
	Now        func() time.Time  // required
	Sleep      func(context.Context, time.Duration) error
	Waiting    func(until time.Time) // called before each sleep for the server's limits; may be nil
	Secrets    func(string) string   // what the operator keeps by the names BYLAW_SECRET_*; nil where there is none
	Pseudonyms map[string]string     // handles by their pseudonyms; nil where there is no pseudonym map
	Stop       <-chan struct{}       // closed to end waiting for the server's limits; what is in flight is finished
}

// Instance is one server, seen with one token. Several goroutines may read different resources at once; changes are made
// one after another.
type Instance struct {
	base      *url.URL
	transport *httpapi.Transport
	http      http.Client   // over the transport
	writes    *atomic.Int64 // requests that may have changed the server; those with another token count as well
	sleep     func(context.Context, time.Duration) error
	now       func() time.Time
	server    atomic.Pointer[Server] // cached by FetchServer
	self      atomic.Pointer[Self]   // cached by Whoami
	blockIDs  idCache                // of domains, cached by Read
	last      *httpapi.LastAnswer

	secrets    func(string) string
	pseudonyms map[string]string // to handles
	accountIDs idCache           // of targets, cached by accountID
	registers  listCache
}

// Open checks the address and prepares the connection; it sends nothing.
func Open(o Options) (*Instance, error) {
	base, err := parseBase(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		return nil, errors.New("open instance: no clock given")
	}
	if err := compareDeclared(base, o.Declared); err != nil {
		return nil, err
	}
	o = withDefaults(o)
	writes := new(atomic.Int64)
	t := &httpapi.Transport{
		Next: countWrites(o.Next, writes), Base: base, Secret: o.Token, Timeout: o.Timeout, Most: answerMax,
		Header: http.Header{"User-Agent": {fmt.Sprintf("bylaw/%s (+%s)", o.Version, o.Contact)}, "Accept": {"application/json"}},
		Budget: o.budget(), Class: classOf, Again: again,
	}
	last := &httpapi.LastAnswer{Window: limitsIn, Now: o.Now}
	t.Saw = last.Saw
	return &Instance{last: last, base: base, transport: t, http: clientOver(t), writes: writes, sleep: o.Sleep, secrets: o.Secrets, pseudonyms: o.Pseudonyms, now: o.Now}, nil
}

// Requests counts the requests that the server has answered.
func (i *Instance) Requests() int { return i.last.Count() }

func (o Options) budget() *httpapi.Budget {
	return httpapi.NewBudget(httpapi.Limits{
		Read: limitsIn, Reserve: o.Reserve, Longest: waitMax, Name: limitName,
		Now: o.Now, Sleep: o.Sleep, Waiting: func(until time.Time, _ string) { o.Waiting(until) }, Stop: o.Stop,
	})
}

func withDefaults(o Options) Options {
	if o.Next == nil {
		o.Next = http.DefaultTransport
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Reserve == 0 {
		o.Reserve = reserveDefault
	}
	if o.Sleep == nil {
		o.Sleep = httpapi.Pause
	}
	if o.Waiting == nil {
		o.Waiting = func(time.Time) {}
	}
	return o
}

// parseBase accepts scheme and host alone: a path or a query has no meaning for the API, and user and password none that
// is safe.
func parseBase(address string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil || base.Host == "" || base.Path != "" || base.RawQuery != "" || base.Fragment != "" || base.User != nil {
		return nil, diag.WithHint(fmt.Errorf("instance %q is not the address of a server", httpapi.Plain(address)), "write it as https://social.example")
	}
	base.Host = strings.ToLower(base.Host)
	if base.Scheme == "https" || base.Scheme == "http" && loopback(base.Hostname()) {
		return base, nil
	}
	return nil, fmt.Errorf("instance %q: a token goes over https only, except to this machine itself", httpapi.Plain(address))
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// compareDeclared refuses to go on when a merged edit of bylaw.yaml and the operator's environment name different servers.
func compareDeclared(base *url.URL, declared string) error {
	if declared == "" {
		return nil
	}
	other, err := url.Parse(strings.TrimSuffix(declared, "/"))
	if err == nil && strings.EqualFold(other.Host, base.Host) && other.Scheme == base.Scheme {
		return nil
	}
	return diag.WithHint(
		fmt.Errorf("bylaw.yaml names the instance %q, MASTODON_URL is %q: the token goes only where the operator says", httpapi.Plain(declared), base),
		"let the operator change MASTODON_URL, or propose the old instance again")
}

// call makes one request of our own. A body of in is sent as JSON, which alone can say an empty list; out, unless nil, takes
// the answer. The header is for paging.
func (i *Instance) call(ctx context.Context, method, path string, query url.Values, in, out any) (http.Header, error) {
	request, err := i.request(ctx, method, path, query, in)
	if err != nil {
		return nil, err
	}
	response, err := i.http.Do(request)
	if err != nil {
		return nil, noAnswer(err)
	}
	defer response.Body.Close()
	if err := i.failure(response); err != nil {
		return nil, err
	}
	if out == nil {
		return response.Header, nil
	}
	if body := httpapi.BodyOf(response); json.Unmarshal(body, out) != nil {
		return nil, &AnswerError{method, path, unreadable(body, response.Header)}
	}
	return response.Header, nil
}

func (i *Instance) request(ctx context.Context, method, path string, query url.Values, in any) (*http.Request, error) {
	target := i.base.JoinPath(path)
	target.RawQuery = query.Encode()
	request, err := httpapi.NewRequest(ctx, method, target.String(), in)
	if err != nil {
		return nil, err
	}
	if key, ok := ctx.Value(keyContext{}).(string); ok {
		request.Header.Set("Idempotency-Key", key)
	}
	return request, nil
}

type keyContext struct{}

// withKey makes the requests of a context carry an Idempotency-Key.
func withKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyContext{}, key)
}

// unreadable describes a success that is not the JSON it should be.
func unreadable(body []byte, header http.Header) string {
	if len(bytes.TrimSpace(body)) == 0 {
		return "the answer is empty"
	}
	return fmt.Sprintf("the answer is not the JSON that was asked for (%d bytes of %q)", len(body), httpapi.Plain(header.Get("Content-Type")))
}

// settleMax is how often a write is tried whose answers are lost.
const settleMax = 2

// errUnsure is about a write whose answer was lost and whose effect could not be looked for: it is no refusal, whatever the
// errors next to it say.
var errUnsure = errors.New("whether it was done is not known")

// settle makes a write whose answer may be lost: it looks for the effect before it tries again.
func (i *Instance) settle(ctx context.Context, write func() error, done func() (bool, error)) error {
	for attempt := 1; ; attempt++ {
		err := write()
		if !lost(err) {
			return err
		}
		ok, look := done()
		switch {
		case look != nil:
			return fmt.Errorf("%w; %w: %w", err, errUnsure, look)
		case ok:
			return nil
		case attempt == settleMax:
			return fmt.Errorf("%w; the server shows no effect of it", err)
		}
		if wait := i.sleep(ctx, time.Second); wait != nil {
			return fmt.Errorf("%w; the server shows no effect of it: %w", err, wait)
		}
	}
}
