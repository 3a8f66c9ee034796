// Package draft turns a request, such as to suspend a server, into the new content of governed files: entries, one-off actions
// and seats are spliced in where they belong, and every other line stays as it was. Whether the constitution allows the request
// is decided by the vote.
package draft

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Draft is the change that a proposal makes.
type Draft struct {
	Title  string            // of the proposal, one line
	Key    string            // the same for equal requests: lower case letters, digits, dots and dashes
	Files  map[string][]byte // new content by path from the root of the repository; nil removes a file
	Undone []string          // what a reversal cannot undo, in sentences
}

// Paths gives the paths that the draft writes or removes, in order.
func (d Draft) Paths() []string {
	paths := make([]string, 0, len(d.Files))
	for path := range d.Files {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// ErrSame means that the files say already what is requested.
type ErrSame struct{ What string }

func (e *ErrSame) Error() string { return e.What + ": nothing to propose" }

// Base is what a draft starts from: the files of the protected branch, and what they say.
type Base struct {
	Tree    facts.Tree
	Charter charter.Charter
}

// text gives a file, empty where there is none.
func (b Base) text(path string) []byte { return b.Tree[path].Data }

// list reads a list of a file. A file that is not there has an empty one.
func (b Base) list(path, name string) (root yamldoc.Map, entries []yamldoc.Map, err error) {
	var diags diag.List
	src := b.text(path)
	if len(src) == 0 {
		return root, nil, nil
	}
	root = yamldoc.Parse(path, src, &diags).AnyMap()
	if root.Has(name) {
		for _, entry := range root.At(name).List() {
			entries = append(entries, entry.AnyMap())
		}
	}
	return root, entries, diags.Err()
}

var unfit = regexp.MustCompile(`[^a-z0-9.]+`)

// keyOf makes a key of words: short enough for a branch's name, and readable.
func keyOf(words ...string) string {
	key := strings.Trim(unfit.ReplaceAllString(strings.ToLower(strings.Join(words, "-")), "-"), "-.")
	for strings.Contains(key, "..") {
		key = strings.ReplaceAll(key, "..", ".")
	}
	const longest = 60
	if len(key) > longest {
		key = strings.Trim(key[:longest], "-.")
	}
	return strings.TrimSuffix(key, ".lock")
}

// titled is a title of one line that fits where git and GitHub show it. A line break in what it names would begin the text of
// the commit.
func titled(format string, args ...any) string {
	const longest = 72
	runes := []rune(strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " "))
	if len(runes) > longest {
		runes = append(runes[:longest-1], '…')
	}
	return string(runes)
}
