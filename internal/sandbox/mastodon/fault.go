package mastodon

import (
	"context"
	"net/http"
	"path"
	"strconv"
)

// Kind is a way in which a request goes wrong.
type Kind string

// The kinds of faults.
const (
	ResetBefore  Kind = "reset before"  // the connection ends, and nothing was done
	ResetAfter   Kind = "reset after"   // it was done, and the connection ends
	StatusBefore Kind = "status before" // an error status, and nothing was done
	StatusAfter  Kind = "status after"  // it was done, and the answer is an error status
	Truncated    Kind = "truncated"     // it was done, and the connection ends in the middle of the answer
	Broken       Kind = "broken"        // it was done, and the answer is whole but only half a JSON value
	Slow         Kind = "slow"          // it was done, and the answer does not come before the client leaves
	Vanish       Kind = "vanish"        // it is answered with success, and nothing is kept: the filter against spam
)

// Fault is a fault that will happen once, to the Nth request from now that matches; 0 is the next one.
type Fault struct {
	Method string // "" is any
	Path   string // a pattern as in path.Match
	Nth    int
	Kind   Kind
	Status int               // of StatusBefore and StatusAfter
	Header map[string]string // added to a StatusBefore answer, such as a redirect's Location
	Body   string            // of a StatusBefore answer; text/plain where it is not empty
}

type pendingFault struct {
	Fault
	seen int
	done bool
}

// Fail scripts a fault.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &pendingFault{Fault: f})
}

// PendingFaults counts the scripted faults that have not happened yet.
func (s *Server) PendingFaults() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, f := range s.faults {
		if !f.done {
			n++
		}
	}
	return n
}

func matches(method, pattern, gotMethod, gotPath string) bool {
	ok, err := path.Match(pattern, gotPath)
	return err == nil && ok && (method == "" || method == gotMethod)
}

// due counts a request against every fault and gives the one that strikes.
func (s *Server) due(request *http.Request) *Fault {
	var struck *Fault
	for _, f := range s.faults {
		if f.done || !matches(f.Method, f.Path, request.Method, request.URL.Path) {
			continue
		}
		if f.seen++; struck == nil && f.seen >= max(f.Nth, 1) {
			f.done, struck = true, &f.Fault
		}
	}
	return struck
}

type vanishContext struct{}

func vanishing(request *http.Request) bool { return request.Context().Value(vanishContext{}) != nil }

// ServeHTTP answers one request, with the fault that is due.
func (s *Server) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	answer, fault := s.exchange(request)
	kind := Kind("")
	if fault != nil {
		kind = fault.Kind
	}
	switch kind {
	case ResetBefore, ResetAfter:
		panic(http.ErrAbortHandler) // net/http's way to end a connection without an answer
	case Slow:
		<-request.Context().Done()
		panic(http.ErrAbortHandler)
	case Truncated:
		content := answer.body.Bytes()
		answer.header.Set("Content-Length", strconv.Itoa(len(content)))
		answer.body.Truncate(len(content) / 2)
		answer.copyTo(w)
		panic(http.ErrAbortHandler)
	case Broken:
		answer.body.Truncate(answer.body.Len() / 2)
	case StatusBefore, StatusAfter:
		answer = faultAnswer(fault)
	case Vanish:
	}
	answer.copyTo(w)
}

// exchange does the work of a request, unless a fault comes before it.
func (s *Server) exchange(request *http.Request) (*recorder, *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{
		request.Method, request.URL.Path, request.URL.RawQuery, request.Header.Get("Idempotency-Key"),
	})
	answer := newRecorder()
	answer.header.Set("Date", s.options.Now().UTC().Format(http.TimeFormat))
	fault := s.due(request)
	if fault != nil && (fault.Kind == ResetBefore || fault.Kind == StatusBefore) {
		return answer, fault
	}
	if fault != nil && fault.Kind == Vanish {
		request = request.WithContext(context.WithValue(request.Context(), vanishContext{}, true))
	}
	s.handler.ServeHTTP(answer, request)
	return answer, fault
}

func faultAnswer(f *Fault) *recorder {
	answer := newRecorder()
	for key, value := range f.Header {
		answer.header.Set(key, value)
	}
	if f.Body == "" {
		writeJSON(answer, f.Status, map[string]any{"error": http.StatusText(f.Status)})
		return answer
	}
	answer.header.Set("Content-Type", "text/plain; charset=utf-8")
	answer.WriteHeader(f.Status)
	answer.body.WriteString(f.Body)
	return answer
}
