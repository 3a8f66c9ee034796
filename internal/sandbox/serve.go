// Package sandbox serves the embedded servers on this machine's loopback address, where nobody else can reach them.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Address is the loopback address on a port that the system picks.
const Address = "127.0.0.1:0"

// Serve listens on a loopback address and serves until the function that it returns is called; that function waits for
// the requests in flight. Other addresses are refused: an embedded server knows no passwords.
func Serve(ctx context.Context, address string, handler http.Handler) (url string, stop func(), err error) {
	if err := loopback(address); err != nil {
		return "", nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return "", nil, fmt.Errorf("serve the embedded server: %w", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
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

// loopback refuses an address that others could reach.
func loopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("address %q: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return errors.New("the embedded servers are served on loopback addresses only, such as 127.0.0.1:8080")
	}
	return nil
}
