package blocklist

import (
	"bytes"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// plain reads a list of a domain on each line, each of which is suspended; "#" begins a comment. A first line that is no domain
// is a fault of the file: text that says where the list went, for example.
func (p *parser) plain(src []byte) {
	line, begun := 0, false
	for raw := range bytes.Lines(src) {
		line++
		text := strings.TrimSpace(string(raw))
		at := diag.Place{File: p.file, Line: line, Column: 1}
		if text == "" || p.isCanary(text, at) || strings.HasPrefix(text, "#") {
			continue
		}
		if _, err := p.domain(text); err != nil && !begun {
			p.faults.Errorf(at, "the publisher may have moved the list", "not a list of domains: it begins with %q", shortened(text))
			return
		}
		begun = true
		p.entry(map[string]string{"domain": text, "severity": unstated}, at)
	}
}

// unstated is the severity of entries of a list that states none: such lists name servers to cut off.
const unstated = "suspend"
