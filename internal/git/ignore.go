package git

import (
	"bufio"
	"cmp"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

const ignoreFile = ".gitignore"

// ignoreRules says which files on disk git leaves out: those that a rule names and that neither the head nor the index has. The
// zero value leaves out nothing.
type ignoreRules struct {
	repo     *git.Repository
	patterns []gitignore.Pattern // the last one that matches decides
	folders  []string            // folders that a rule names; what is not tracked in them is left out
	tracked  map[string]bool     // files, and the folders that hold them; nil until a rule matches
}

// readIgnoreRules reads the rules of a work tree in the order of gitignore(5), apart from those of the folders in it. A folder
// that is not the root of a repository which can be opened has none.
func readIgnoreRules(dir string, disk fs.FS) *ignoreRules {
	found, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{EnableDotGitCommonDir: true})
	if err != nil {
		return &ignoreRules{}
	}
	r := &ignoreRules{repo: found}
	if file, err := os.Open(personalIgnoreFile(found, dir)); err == nil {
		r.read(file, "")
	}
	if store, ok := found.Storer.(*filesystem.Storage); ok {
		if file, err := store.Filesystem().Open("info/exclude"); err == nil {
			r.read(file, "")
		}
	}
	r.enter(disk, "")
	return r
}

// personalIgnoreFile is where a person keeps rules for all repositories: core.excludesFile, or where git looks without it.
func personalIgnoreFile(repo *git.Repository, dir string) string {
	home, _ := os.UserHomeDir()
	name := filepath.Join(cmp.Or(os.Getenv("XDG_CONFIG_HOME"), filepath.Join(home, ".config")), "git", "ignore")
	if settings, err := repo.ConfigScoped(config.SystemScope); err == nil {
		name = cmp.Or(settings.Raw.Section("core").Option("excludesfile"), name)
	}
	if below, ok := strings.CutPrefix(name, "~/"); ok {
		return filepath.Join(home, below)
	}
	if !filepath.IsAbs(name) {
		return filepath.Join(dir, name)
	}
	return name
}

// enter adds the rules of a folder before anything in it is looked at.
func (r *ignoreRules) enter(disk fs.FS, folder string) {
	if r.repo == nil {
		return
	}
	name := path.Join(folder, ignoreFile)
	if entry, err := fs.Lstat(disk, name); err != nil || !entry.Mode().IsRegular() { // git follows no link here either
		return
	}
	if file, err := disk.Open(name); err == nil {
		r.read(file, folder)
	}
}

func (r *ignoreRules) read(file io.ReadCloser, folder string) {
	lines := bufio.NewScanner(io.LimitReader(file, maxBlob))
	for lines.Scan() {
		if line := lines.Text(); !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			r.patterns = append(r.patterns, gitignore.ParsePattern(line, parts(folder)))
		}
	}
	_ = file.Close()
}

// leavesOut says whether git ignores a path and has nothing of it.
func (r *ignoreRules) leavesOut(name string, isFolder bool) bool {
	if !r.names(name, isFolder) {
		return false
	}
	if isFolder {
		r.folders = append(r.folders, name+"/")
	}
	return !r.has(name)
}

// names says whether a rule names a path. In a folder that one names, no other rule takes anything out again.
func (r *ignoreRules) names(name string, isFolder bool) bool {
	for _, folder := range r.folders {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return len(r.patterns) > 0 && gitignore.NewMatcher(r.patterns).Match(parts(name), isFolder)
}

// has says whether a path is tracked. What can be listed of neither the index nor the head counts as not tracked.
func (r *ignoreRules) has(name string) bool {
	if r.tracked != nil {
		return r.tracked[name]
	}
	r.tracked = map[string]bool{}
	if index, err := r.repo.Storer.Index(); err == nil {
		for _, entry := range index.Entries {
			r.track(entry.Name)
		}
	}
	if head, err := r.repo.Head(); err == nil {
		if commit, err := r.repo.CommitObject(head.Hash()); err == nil {
			r.trackCommitted(commit)
		}
	}
	return r.tracked[name]
}

func (r *ignoreRules) trackCommitted(commit *object.Commit) {
	root, err := commit.Tree()
	if err != nil {
		return
	}
	for _, folder := range []string{governance, github} {
		if tree, err := root.Tree(folder); err == nil {
			_ = tree.Files().ForEach(func(file *object.File) error {
				r.track(path.Join(folder, file.Name))
				return nil
			})
		}
	}
}

// track notes a file and the folders above it.
func (r *ignoreRules) track(name string) {
	for ; name != "." && !r.tracked[name]; name = path.Dir(name) {
		r.tracked[name] = true
	}
}

func parts(name string) []string {
	if name == "" {
		return nil
	}
	return strings.Split(name, "/")
}
