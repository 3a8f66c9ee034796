// Package browser is the adapter to a person's browser: it waits on the loopback interface for the request with which a server
// sends the browser back, as RFC 8252 describes for programs without a site of their own.
package browser

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

//go:embed closing.html
var closingSource string

const callbackPath = "/callback"

// slowest is how long the browser may take for one request, and for the closing page to arrive.
const slowest = 10 * time.Second

// Callback listens for one answer.
type Callback struct {
	listener net.Listener
	show     func(page string)
}

// Listen opens a port of 127.0.0.1 that the system chooses. Show is called with the page at which a person is asked.
func Listen(ctx context.Context, show func(page string)) (*Callback, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, diag.WithHint(fmt.Errorf("listen for the browser: %w", err), "use --no-browser")
	}
	return &Callback{listener, show}, nil
}

// Redirect is where the server is to send the browser.
func (c *Callback) Redirect() string { return "http://" + c.listener.Addr().String() + callbackPath }

// Close stops listening. Code does so as well.
func (c *Callback) Close() error {
	if err := c.listener.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// answer is what the one request brought.
type answer struct {
	code secret.Secret
	err  error
}

// Code waits for the first request to the address, whatever it brings, and answers it with a page that says so. A state that is
// not that of the question means that another page sent the browser: it ends the login.
func (c *Callback) Code(ctx context.Context, asked port.Authorization) (secret.Secret, error) {
	answers := make(chan answer, 1)
	server := &http.Server{ReadTimeout: slowest, WriteTimeout: slowest, MaxHeaderBytes: 64 << 10, Handler: receive(asked.State, answers)}
	go func() { _ = server.Serve(c.listener) }() // ends with the shutdown below
	c.show(asked.Page)
	var got answer
	select {
	case got = <-answers:
	case <-ctx.Done():
		got.err = fmt.Errorf("waiting for the browser: %w", ctx.Err())
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), slowest)
	defer cancel()
	if err := server.Shutdown(last); got.err == nil && err != nil {
		return secret.Secret{}, fmt.Errorf("answer the browser: %w", err)
	}
	return got.code, got.err
}

// receive answers the browser. Only the first request to the address counts; what else browsers ask for is not there.
func receive(state string, answers chan<- answer) http.Handler {
	first := make(chan struct{}, 1)
	first <- struct{}{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+callbackPath, func(w http.ResponseWriter, request *http.Request) {
		select {
		case <-first:
		default:
			http.Error(w, "this page was answered already", http.StatusGone)
			return
		}
		got := read(request, state)
		closing(w, got.err)
		answers <- got
	})
	return mux
}

// read finds the code in a request, or says why there is none.
func read(request *http.Request, state string) answer {
	query := request.URL.Query()
	code, refused := query.Get("code"), query.Get("error")
	switch {
	case query.Get("state") != state:
		return answer{err: diag.WithHint(errors.New("the browser came back with another state than this login began with: another page may have sent it"),
			"start again, and open no other link meanwhile")}
	case refused == "access_denied":
		return answer{err: &diag.Refusal{Why: "access was denied on the server's page; no token was made", Next: "run login again to be asked again"}}
	case refused != "":
		return answer{err: fmt.Errorf("the server refused: %s: %s", httpapi.Plain(refused), httpapi.Plain(query.Get("error_description")))}
	case code == "":
		return answer{err: errors.New("the browser came back without a code")}
	}
	return answer{code: secret.New(code)}
}

// closing is the page that a person sees at last. It loads nothing and names nothing secret.
func closing(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Connection", "close")
	page, broken := template.New("closing").Parse(closingSource)
	if broken == nil {
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
		}
		broken = page.Execute(w, err)
	}
	if broken != nil {
		http.Error(w, broken.Error(), http.StatusInternalServerError)
	}
}
