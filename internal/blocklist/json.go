package blocklist

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// digestColumn is the SHA-256 of a name, which servers publish next to one that they mask.
const digestColumn = "digest"

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// published is an entry of GET /api/v1/instance/domain_blocks, or of a list that GoToSocial exports. Other keys do not matter.
type published struct {
	Domain         string `json:"domain"`
	Digest         string `json:"digest"`
	Severity       string `json:"severity"` // absent: suspend
	Comment        string `json:"comment"`
	PublicComment  string `json:"public_comment"`
	PrivateComment string `json:"private_comment"`
	RejectMedia    bool   `json:"reject_media"`
	RejectReports  bool   `json:"reject_reports"`
}

// cells gives an entry by the names of columns.
func (e published) cells() map[string]string {
	digest := strings.ToLower(e.Digest)
	if !sha256Hex.MatchString(digest) {
		digest = ""
	}
	return map[string]string{
		"domain": e.Domain, digestColumn: digest, "severity": cmp.Or(e.Severity, unstated),
		"public_comment": cmp.Or(e.PublicComment, e.Comment), "private_comment": e.PrivateComment,
		"reject_media": strconv.FormatBool(e.RejectMedia), "reject_reports": strconv.FormatBool(e.RejectReports),
	}
}

// json reads an array of objects. What is cut off is a fault of the file: what would have followed is not known.
func (p *parser) json(src []byte) {
	decoder := json.NewDecoder(bytes.NewReader(src))
	lines := counter{src: src, line: 1}
	_, err := decoder.Token() // the bracket that format has seen
	for err == nil && decoder.More() {
		at := lines.place(p.file, decoder.InputOffset())
		var raw json.RawMessage
		if err = decoder.Decode(&raw); err == nil && !p.isCanary(string(raw), at) {
			p.object(raw, at)
		}
	}
	if err == nil {
		_, err = decoder.Token()
	}
	if err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return
		}
		err = errors.New("something follows the list")
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("it is cut off")
	}
	p.faults.Errorf(lines.place(p.file, decoder.InputOffset()), "ask the publisher for the whole list", "not JSON: %s", err)
}

// object reads one element of the array.
func (p *parser) object(raw json.RawMessage, at diag.Place) {
	var e published
	if err := json.Unmarshal(raw, &e); err != nil {
		p.unreadable(at, "", "%q is no entry: %s", shortened(string(raw)), plainly(err))
		return
	}
	p.entry(e.cells(), at)
}

// plainly says what is wrong with an element in the words of JSON.
func plainly(err error) string {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if wrong.Field == "" {
			return "it is a " + wrong.Value
		}
		return fmt.Sprintf("%s is a %s", wrong.Field, wrong.Value)
	}
	return err.Error()
}

// counter finds the line and the column of offsets that only grow.
type counter struct {
	src        []byte
	offset     int
	line, from int // the number of the current line, and its offset
}

// place gives the place of what follows an offset, behind a comma and white space.
func (c *counter) place(file string, offset int64) diag.Place {
	rest := c.src[offset:]
	to := int(offset) + len(rest) - len(bytes.TrimLeft(rest, ", \t\r\n"))
	for ; c.offset < to; c.offset++ {
		if c.src[c.offset] == '\n' {
			c.line, c.from = c.line+1, c.offset+1
		}
	}
	return diag.Place{File: file, Line: c.line, Column: to - c.from + 1}
}
