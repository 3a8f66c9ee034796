package git

import (
	"bytes"
	"path"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing/format/gitattributes"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// conversion is how the settings of git compare files on disk with those of a commit.
type conversion struct {
	disk        billy.Filesystem
	ignoresMode bool // core.fileMode is false: the executable bit says nothing on this disk
	lineEnds    bool // core.autocrlf is on: CRLF on disk is LF in a commit
}

// conversion reads the settings of the repository, of the person and of the machine, as git does.
func (r *Repo) conversion() conversion {
	c := conversion{}
	if work, err := r.git.Worktree(); err == nil {
		c.disk = work.Filesystem
	}
	settings, err := r.git.ConfigScoped(config.SystemScope)
	if err != nil {
		settings, err = r.git.Config()
	}
	if err == nil {
		core := settings.Raw.Section("core")
		c.ignoresMode = strings.EqualFold(core.Option("filemode"), "false")
		auto := strings.ToLower(core.Option("autocrlf"))
		c.lineEnds = auto == "true" || auto == "input"
	}
	return c
}

// clean says that git would call a path clean that differs in its bytes or its mode.
func (c conversion) clean(path string, disk, committed facts.Tree) bool {
	there, onDisk := disk[path]
	was, tracked := committed[path]
	if !onDisk || !tracked {
		return false
	}
	always, auto := c.text(path)
	if always || auto && !bytes.Contains(was.Data, []byte("\r\n")) && !bytes.Contains(there.Data, []byte{0}) {
		there = newBlob(there.Mode, bytes.ReplaceAll(there.Data, []byte("\r\n"), []byte("\n")))
	}
	return there.Hash == was.Hash && (c.ignoresMode || there.Mode == was.Mode)
}

// text says whether the line ends of a file are always converted, or only where the file is a text whose committed line ends are
// LF already. The attributes of the file win over core.autocrlf: gitattributes(5).
func (c conversion) text(name string) (always, auto bool) {
	var stack []gitattributes.MatchAttribute
	folders := strings.Split(path.Dir(name), "/")
	for depth := range len(folders) + 1 {
		found, err := gitattributes.ReadAttributesFile(c.disk, folders[:depth:depth], ".gitattributes", depth == 0)
		if err == nil {
			stack = append(stack, found...)
		}
	}
	text, eol := "", false
	for _, line := range stack { // the last line that names an attribute decides
		if line.Pattern != nil && line.Pattern.Match(strings.Split(name, "/")) {
			text, eol = textOf(line.Attributes, text, eol)
		}
	}
	switch {
	case text == "set", text == "" && eol: // eol alone makes a file a text
		return true, false
	case text == "auto":
		return false, true
	case text == "unset":
		return false, false
	}
	return false, c.lineEnds
}

// textOf adds what one line says of a file's line ends to what the lines before it say.
func textOf(attributes []gitattributes.Attribute, text string, eol bool) (string, bool) {
	for _, each := range attributes {
		switch name := each.Name(); {
		case name == "eol":
			eol = each.IsValueSet()
		case name == "binary" && each.IsSet(), name == "text" && each.IsUnset():
			text = "unset"
		case name == "text" && each.IsSet():
			text = "set"
		case name == "text":
			text = each.Value()
		}
	}
	return text, eol
}
