// Package sandbox serves the fake servers on this machine's loopback address, which other machines cannot reach.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// Address is the loopback address on a port that the system picks.
const Address = "127.0.0.1:0"

// Serve listens on a loopback address and serves until the function that it returns is called; that function waits for
// the requests in flight. Other addresses are refused: a sandbox has no passwords. So are requests that a browser
// sends for the page of another site.
func Serve(ctx context.Context, address string, handler http.Handler) (url string, stop func(), err error) {
	if err := loopback(address); err != nil {
		return "", nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return "", nil, fmt.Errorf("serve the sandbox: %w", err)
	}
	server := &http.Server{Handler: own(listener.Addr(), handler), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // it ends with ErrServerClosed when it is stopped
	}()
	stop = func() {
		_ = server.Shutdown(context.WithoutCancel(ctx))
		<-ended
	}
	return "http://" + listener.Addr().String(), stop, nil
}

// own refuses requests for another host than this one. A name that leads to this machine does not make its page ours.
func own(address net.Addr, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		_, port, err := net.SplitHostPort(address.String())
		ours := func(host string) bool {
			name, at, wrong := net.SplitHostPort(host)
			return err == nil && wrong == nil && at == port && isLoopback(strings.ToLower(name))
		}
		origin := request.Header.Get("Origin")
		switch {
		case !ours(request.Host):
			http.Error(w, "this embedded server is not "+request.Host, http.StatusMisdirectedRequest)
		case origin != "" && !ours(strings.TrimPrefix(origin, "http://")):
			http.Error(w, "this embedded server takes no requests of the pages of others", http.StatusForbidden)
		default:
			handler.ServeHTTP(w, request)
		}
	})
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// loopback refuses an address that others could reach.
func loopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("address %q: %w", address, err)
	}
	if !isLoopback(host) {
		return errors.New("a sandbox is served on loopback addresses only, such as 127.0.0.1:8080")
	}
	return nil
}
