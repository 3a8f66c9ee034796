package git

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Bounds on what one governed tree may hold, so that no tree can make a check run out of memory.
const (
	maxBlob  = 32 << 20 // bytes of one file
	maxTotal = 256 << 20
	maxPaths = 50_000 // files and folders
	maxDepth = 32     // folders inside each other
	maxNode  = 16 << 20
)

// The governed folders, directly below the root of a repository.
const (
	governance = "governance"
	github     = ".github"
)

// collector gathers governed files and every reason not to trust their tree.
type collector struct {
	tree   facts.Tree
	faults diag.List
	folded map[string]string // path without case and form, to the path as it was first met
	total  int64
	full   bool
}

func newCollector() *collector {
	return &collector{tree: facts.Tree{}, folded: map[string]string{}}
}

func (c *collector) fault(path, hint, format string, args ...any) {
	c.faults.Errorf(diag.Place{File: path}, hint, format, args...)
}

// claims says whether a name at the root is one of the governed folders, and reports a name that some file systems
// would take for one.
func (c *collector) claims(name string) bool {
	if name == governance || name == github {
		return true
	}
	if plain := fold(name); plain == governance || plain == github {
		c.fault(name, "rename it", "differs from %q only in case or form", plain)
	}
	return false
}

// admit takes note of a file or folder; false means that it must not be read.
func (c *collector) admit(path string) bool {
	switch {
	case c.full:
		return false
	case len(c.folded) >= maxPaths:
		c.full = true
		c.fault(path, "", "more than %d governed files and folders", maxPaths)
		return false
	case strings.Count(path, "/") >= maxDepth:
		c.fault(path, "", "more than %d folders inside each other", maxDepth)
		return false
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	if why := unsafeName(name); why != "" {
		c.fault(path, "rename it", "the name %s", why)
		return false
	}
	plain := fold(path)
	if first, taken := c.folded[plain]; taken {
		c.fault(path, "rename one of them", "differs from %q only in case or form, or is there twice", first)
		return false
	}
	c.folded[plain] = path
	return true
}

// fits says whether a file of that size may be read.
func (c *collector) fits(path string, size int64) bool {
	c.total += size
	if size > maxBlob {
		c.fault(path, "split the file", "larger than %d MiB", maxBlob>>20)
		return false
	}
	if c.total > maxTotal && !c.full {
		c.full = true
		c.fault(path, "", "the governed files together are larger than %d MiB", maxTotal>>20)
	}
	return !c.full
}

func (c *collector) link(path string) {
	c.fault(path, "put a file in its place", "is a symbolic link, and only files and folders are read here")
}

// result gives the tree. Every fault at once comes with what could be read all the same: it shows what a later commit mends.
func (c *collector) result() (facts.Tree, error) {
	if err := c.faults.Err(); err != nil {
		return c.tree, err
	}
	for path := range c.tree {
		if strings.HasPrefix(path, governance+"/") {
			return c.tree, nil
		}
	}
	return c.tree, diag.WithHint(ErrNoGovernance, "run \"bylaw init\" to write one")
}

// unsafeName says what is wrong with one component of a path, or "". Invisible marks would let two files look
// like one, and some file systems drop them.
func unsafeName(name string) string {
	switch {
	case !utf8.ValidString(name):
		return "is not UTF-8"
	case name == "" || name == "." || name == ".." || strings.EqualFold(name, ".git"):
		return "is not allowed"
	case strings.ContainsAny(name, `/\`):
		return "holds a slash or a backslash"
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
		return "holds an invisible character"
	}
	return ""
}

// fold gives the form in which two paths are the same to a file system that ignores case or composes letters.
func fold(path string) string {
	if strings.IndexFunc(path, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(path)
	}
	return cases.Fold().String(norm.NFKC.String(path))
}
