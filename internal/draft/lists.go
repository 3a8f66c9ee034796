package draft

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/sources"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// ListsKey begins the name of the branch of every proposal about block lists.
const ListsKey = "block-lists"

// OfLists drafts what the lists of others would change, and notes how long each of them was.
func OfLists(b Base, report sources.Report, at time.Time) (Draft, error) {
	if len(report.Changes) == 0 {
		return Draft{}, &ErrSame{"the lists say nothing that would change " + charter.FederationFile}
	}
	r, _ := skill.FindResource("domain_blocks")
	b.Tree = maps.Clone(b.Tree)
	if err := b.follow(r, report.Changes); err != nil {
		return Draft{}, fmt.Errorf("%s: %w", charter.FederationFile, err)
	}
	for _, name := range slices.Sorted(maps.Keys(report.Sizes())) {
		if err := b.noteSize(name, report.Sizes()[name], at); err != nil {
			return Draft{}, fmt.Errorf("%s: %w", charter.FederationFile, err)
		}
	}
	count := func(kinds ...sources.Kind) (n int) {
		for _, kind := range kinds {
			n += len(report.Of(kind))
		}
		return n
	}
	title := titled("Follow block lists: %d new, %d changed, %d removed", count(sources.Add), count(sources.Raise, sources.Lower), count(sources.Remove))
	return Draft{Title: title, Key: ListsKey, Files: map[string][]byte{charter.FederationFile: b.text(charter.FederationFile)}}, nil
}

// follow writes changes into the tree of the draft.
func (b Base) follow(r skill.Resource, changes []sources.Change) error {
	var put []sources.Change
	for _, change := range changes {
		if change.Kind != sources.Remove {
			put = append(put, change)
			continue
		}
		index, root, err := b.at(r, change.Domain)
		if err != nil {
			return err
		}
		text, err := yamldoc.Remove(b.text(charter.FederationFile), root, r.Name, index)
		if err != nil {
			return fmt.Errorf("%s: %w", change.Domain, err)
		}
		b.keep(text)
	}
	return b.put(r, put)
}

// keep puts the new text of the file into the tree of the draft.
func (b Base) keep(text []byte) {
	b.Tree[charter.FederationFile] = facts.Blob{Mode: b.Tree[charter.FederationFile].Mode, Data: text}
}

// put writes entries into the tree of the draft, where their names belong if the list is sorted. The file is read once for all
// of them: from the last line to the first each leaves the places of those before it as they were.
func (b Base) put(r skill.Resource, changes []sources.Change) error {
	root, entries, err := b.list(charter.FederationFile, r.Name)
	if err != nil {
		return err
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i], _ = skill.ParseDomain(entry.At(r.Entry()[0].Name).Text())
	}
	sorted := slices.IsSorted(names)
	src, atEnd := b.text(charter.FederationFile), [][]string{}
	slices.SortFunc(changes, func(x, y sources.Change) int {
		return cmp.Or(cmp.Compare(place(names, sorted, y), place(names, sorted, x)), strings.Compare(y.Domain, x.Domain))
	})
	for _, change := range changes {
		line, err := charter.EntryLine(r, change.Item)
		index := place(names, sorted, change)
		switch {
		case err != nil:
		case change.Kind != sources.Add:
			src, err = yamldoc.Replace(src, root, r.Name, index, []string{line})
		case index == len(names):
			atEnd = slices.Insert(atEnd, 0, []string{line})
		default:
			src, err = yamldoc.Insert(src, root, r.Name, index, []string{line})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", change.Domain, err)
		}
	}
	b.keep(src)
	if len(atEnd) == 0 {
		return nil
	}
	if root, _, err = b.list(charter.FederationFile, r.Name); err != nil {
		return err
	}
	if src, err = yamldoc.Append(src, root, r.Name, atEnd...); err == nil {
		b.keep(src)
	}
	return err
}

// place gives the index of the entry of a change, or of a new one the index of the entry that comes after it.
func place(names []string, sorted bool, change sources.Change) int {
	switch {
	case change.Kind != sources.Add:
		return slices.Index(names, change.Domain)
	case !sorted:
		return len(names)
	}
	index, _ := slices.BinarySearch(names, change.Domain)
	return index
}

// noteSize writes into the tree of the draft how long a list was.
func (b Base) noteSize(name string, entries int, at time.Time) error {
	line, err := yamldoc.WriteFlow([]yamldoc.Pair{
		{Key: "list", Value: name}, {Key: "entries", Value: entries}, {Key: "at", Value: at.UTC().Format(time.DateOnly)},
	})
	if err != nil {
		return err
	}
	root, all, err := b.list(charter.FederationFile, charter.LastReadKey)
	if err != nil {
		return err
	}
	src := b.text(charter.FederationFile)
	index := slices.IndexFunc(all, func(m yamldoc.Map) bool { return m.At("list").Text() == name })
	if index < 0 {
		src, err = yamldoc.Append(src, root, charter.LastReadKey, []string{line})
	} else {
		src, err = yamldoc.Replace(src, root, charter.LastReadKey, index, []string{line})
	}
	b.keep(src)
	return err
}
