package mastodon

import (
	"strconv"
	"strings"
)

// DefaultVersion is what the server says it is where Options name no version.
const DefaultVersion = "4.6.5"

// release is a version of Mastodon in numbers. What follows them, such as "-alpha.2", is left out.
type release [3]int

func parseRelease(version string) release {
	var r release
	numbers, _, _ := strings.Cut(version, "-")
	for n, part := range strings.SplitN(numbers, ".", len(r)) {
		r[n], _ = strconv.Atoi(part) // what is no number counts as 0
	}
	return r
}

func (r release) before(other release) bool {
	for n := range r {
		if r[n] != other[n] {
			return r[n] < other[n]
		}
	}
	return false
}

// since reports whether the server is of a release or of a later one.
func (s *Server) since(numbers ...int) bool {
	var wanted release
	copy(wanted[:], numbers)
	return !s.release.before(wanted)
}

// apiVersion is what the server states as api_versions.mastodon. It did not change from 4.6.1 to 4.7.0.
func (s *Server) apiVersion() int {
	for _, stated := range []struct {
		release release
		version int
	}{{release{4, 6, 1}, 11}, {release{4, 6}, 10}, {release{4, 5}, 7}, {release{4, 4}, 6}} {
		if !s.release.before(stated.release) {
			return stated.version
		}
	}
	return 2
}

// replaysFail reports whether a repeated Idempotency-Key ends in an error of the server. mastodon/mastodon#40399.
func (s *Server) replaysFail() bool { return s.since(4, 6) && !s.since(4, 7, 1) }

// quotes reports whether the server knows quotes and who may make them.
func (s *Server) quotes() bool { return s.since(4, 5) }
