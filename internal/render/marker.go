package render

import (
	"fmt"
	"regexp"
)

// Marker is what bylaw writes into its living comment for itself, invisible to people: what the proposal looked like when
// it was last checked, so that an unchanged one need not be checked again. Times are RFC 3339 in UTC.
type Marker struct {
	State   string // SHA-256 in hex of what the vote depends on
	Updated string // the proposal's time of last change, as the server reported it
	Next    string // the next moment at which time alone changes something, "" where there is none
	Checked string // when it was written
}

const markerForm = "<!-- bylaw comment v1 state=%s updated=%s next=%s checked=%s -->"

var markerLine = regexp.MustCompile(`<!-- bylaw comment v1 state=([0-9a-f]{64}) updated=([0-9TZ:-]*) next=([0-9TZ:-]*) checked=([0-9TZ:-]*) -->\n?$`)

// String is the marker as it is in the comment's last line.
func (m Marker) String() string {
	return fmt.Sprintf(markerForm, m.State, m.Updated, m.Next, m.Checked)
}

// FindMarker reads the marker of a comment's text; ok is false where it has none. Anybody can paste one: look at the
// author first.
func FindMarker(body string) (m Marker, ok bool) {
	found := markerLine.FindStringSubmatch(body)
	if found == nil {
		return Marker{}, false
	}
	return Marker{found[1], found[2], found[3], found[4]}, true
}

// Once is the marker of a comment that is written once for a key, such as a content digest.
func Once(kind, key string) string { return fmt.Sprintf("<!-- bylaw %s v1 %s -->", kind, key) }
