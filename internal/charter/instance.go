package charter

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// instance reads the desired state of the server.
func (l *loader) instance(s Settings) Instance {
	i := Instance{places: map[string]map[string]diag.Place{}}
	for _, file := range l.files(InstanceFolder, StateFiles()) {
		src, found := l.read(file)
		if found && src != nil {
			l.stateFile(file, src, s, &i)
		}
	}
	slices.Sort(i.Managed)
	slices.SortFunc(i.Items, compareItems)
	return i
}

// StateFiles gives the paths of the desired-state files that bylaw knows, from the root of the repository and in order.
func StateFiles() []string {
	var files []string
	for _, r := range skill.Resources() {
		files = append(files, path.Join(Folder, r.File))
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// files lists a folder and reports whatever is not among the known files, where those are given.
func (l *loader) files(folder string, known []string) []string {
	if l.exists(folder) && !l.folder(folder) {
		l.fail(folder, "", "is a file, not a folder")
		return nil
	}
	entries, err := fs.ReadDir(l.fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.fail(folder, "", "cannot be read: %s", reason(err))
	}
	var files []string
	for _, entry := range entries {
		file := path.Join(folder, entry.Name())
		if isPlaceholder(entry.Name()) {
			continue
		}
		if known != nil && !slices.Contains(known, file) {
			hint := yamldoc.Suggest(file, known)
			if hint == "" {
				hint = "files here: " + strings.Join(bases(known), ", ")
			}
			l.fail(file, hint, "bylaw knows no such file")
			continue
		}
		files = append(files, file)
	}
	return files
}

// isPlaceholder reports whether a file only keeps a folder in git or explains it.
func isPlaceholder(name string) bool { return name == ".gitkeep" || name == "README.md" }

func bases(files []string) []string {
	var names []string
	for _, file := range files {
		names = append(names, path.Base(file))
	}
	return names
}

// stateFile reads every resource of one file.
func (l *loader) stateFile(file string, src []byte, s Settings, i *Instance) {
	var resources []skill.Resource
	var names []string
	for _, r := range skill.Resources() {
		if path.Join(Folder, r.File) == file {
			resources = append(resources, r)
			names = append(names, r.Name)
		}
	}
	root := l.yaml(file, src).Map(append(names, extraKeys(file)...)...)
	if file == FederationFile {
		l.sources = sources(root)
	}
	for _, r := range resources {
		if !slices.Contains(root.Keys(), r.Name) {
			continue
		}
		list := root.At(r.Name)
		switch {
		case !list.Present():
			root.KeyFail(r.Name, "write [] for an empty list, or remove the key to leave them alone", "%s has no value", r.Name)
		case newEntryReader(r, s.Domain).single():
			i.Managed = append(i.Managed, r.Name)
			i.expect(r.Name, 1)
			i.add(newEntryReader(r, s.Domain).whole(list), list)
		default:
			i.Managed = append(i.Managed, r.Name)
			l.entries(newEntryReader(r, s.Domain), list, i)
		}
	}
}

// entries reads the list of one resource; a target that is written twice is a mistake.
func (l *loader) entries(reader entryReader, list yamldoc.Value, i *Instance) {
	values := list.List()
	i.expect(reader.resource.Name, len(values))
	for _, v := range values {
		item, target := reader.read(v)
		if item.Target == "" {
			continue
		}
		if first, twice := i.places[item.Resource][item.Target]; twice {
			target.Fail("keep one of the two", "%s %q is written twice; first on line %d", reader.resource.Noun, item.Target, first.Line)
			continue
		}
		i.add(item, v)
	}
}

// expect makes room for so many entries of a resource.
func (i *Instance) expect(resource string, entries int) {
	i.places[resource] = make(map[string]diag.Place, entries)
	i.Items = slices.Grow(i.Items, entries)
}

// add keeps an entry and where it is.
func (i *Instance) add(item plan.Item, v yamldoc.Value) {
	i.places[item.Resource][item.Target] = v.Place()
	i.Items = append(i.Items, item)
}
