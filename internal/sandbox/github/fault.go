package github

import (
	"net/http"
)

// Fault is a scripted disturbance of one request. Without Status and Hangup the request is answered as usual, after
// Meanwhile has run: so a list can grow between two pages.
type Fault struct {
	Route     string // a pattern, as Requests names it; "" for any
	Skip      int    // how many matching requests pass undisturbed first
	Status    int
	Header    map[string]string
	Body      string
	Hangup    bool   // the connection is cut without an answer
	Acted     bool   // the request is carried out all the same; only its answer is replaced
	Meanwhile func() // runs before the request is looked at
}

// Script lines up a fault; each disturbs one request.
func (s *Server) Script(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scripted = append(s.scripted, &f)
}

// meet counts a request and takes the fault that is meant for it, nil mostly.
func (s *Server) meet(pattern string) *Fault {
	s.mu.Lock()
	s.counts[pattern]++
	fault := s.take(pattern)
	s.mu.Unlock()
	if fault != nil && fault.Meanwhile != nil {
		fault.Meanwhile()
	}
	return fault
}

func (s *Server) take(pattern string) *Fault {
	for i, fault := range s.scripted {
		if fault.Route != "" && fault.Route != pattern {
			continue
		}
		if fault.Skip > 0 {
			fault.Skip--
			continue
		}
		s.scripted = append(s.scripted[:i:i], s.scripted[i+1:]...)
		return fault
	}
	return nil
}

func (f *Fault) replaces() bool { return f != nil && (f.Status != 0 || f.Hangup) }

func (f *Fault) write(w http.ResponseWriter) {
	if f.Hangup {
		// The documented way to cut a connection from within a handler.
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	for name, value := range f.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte(f.Body))
}
