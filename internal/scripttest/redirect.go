package scripttest

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
)

// redirect puts a server before the one that a variable names, which redirects every request to another host: "redirect
// VARIABLE STATUS [api]"; with "api" the requests of git are passed on. "redirected" prints the requests that the other host
// got, and their tokens.
func redirect(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	home, err := url.Parse(ts.Getenv(args[0]))
	ts.Check(err)
	through := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(home) }} // which names its host, too
	var mu sync.Mutex
	var asked []string
	other, stop, err := sandbox.Serve(context.Background(), sandbox.Address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, strings.TrimSpace(r.Method+" "+r.Header.Get("Authorization")))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	}))
	ts.Check(err)
	ts.Defer(stop)
	front, stop, err := sandbox.Serve(context.Background(), sandbox.Address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(args) > 2 && !strings.HasPrefix(r.URL.Path, "/repos/") {
			through.ServeHTTP(w, r)
			return
		}
		http.Redirect(w, r, other+r.URL.RequestURI(), status)
	}))
	ts.Check(err)
	ts.Defer(stop)
	ts.Setenv(args[0], front)
	ts.SetCmd("redirected", func(ts *testscript.TestScript, _ bool, _ []string) {
		mu.Lock()
		defer mu.Unlock()
		for _, each := range append(asked, "") {
			_, err := ts.Stdout().Write([]byte(each + "\n"))
			ts.Check(err)
		}
	})
}
