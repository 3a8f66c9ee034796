package git

import (
	"bytes"
	"strings"

	"github.com/go-git/go-git/v5/config"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// conversion is how the settings of git compare files on disk with those of a commit.
type conversion struct {
	ignoresMode bool // core.fileMode is false: the executable bit says nothing on this disk
	lineEnds    bool // core.autocrlf is on: CRLF on disk is LF in a commit
}

// conversion reads the settings of the repository, of the person and of the machine, as git does.
func (r *Repo) conversion() conversion {
	c := conversion{}
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
		return false // also where git ignores the file: bylaw reads it all the same
	}
	if c.lineEnds && !bytes.Contains(was.Data, []byte("\r\n")) && !bytes.Contains(there.Data, []byte{0}) {
		there = newBlob(there.Mode, bytes.ReplaceAll(there.Data, []byte("\r\n"), []byte("\n")))
	}
	return there.Hash == was.Hash && (c.ignoresMode || there.Mode == was.Mode)
}
