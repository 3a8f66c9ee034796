package facts

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// The actions of changes.
const (
	created = "create"
	updated = "update"
	removed = "remove"
)

// Compare gives the change set that leads from one governed tree to another, sorted by ID: entries of desired state by
// skill and target, articles by citation, and all else by path. Two trees that mean the same give none: their difference
// is editorial. Mistakes in the tree that comes are an error (*diag.Mistakes). Mistakes in the one that goes are not, so
// that a broken state can be mended: its broken files count as changed whole.
func Compare(before, after Tree) ([]Change, error) { return new(Charters).Compare(before, after) }

// Compare is the function of this name. It reads each tree once.
func (c *Charters) Compare(before, after Tree) ([]Change, error) {
	next, mistakes := c.Load(after)
	if err := mistakes.Err(); err != nil {
		return nil, err
	}
	last, broken := c.Load(before)
	d := comparison{before: before, after: after, whole: map[string]bool{}}
	for _, mistake := range broken {
		if mistake.Severity == diag.Error {
			d.whole[mistake.Place.File] = true
		}
	}
	d.entries(last.Instance, next.Instance)
	d.oneOffs(last.Actions, next.Actions)
	d.articles(last.Constitution, next.Constitution)
	d.managed(last.Instance.Managed, next.Instance.Managed)
	d.sources(last.Sources.Digest, next.Sources.Digest)
	d.paths()
	return sortedChanges(d.changes), nil
}

// comparison is a change set in the making.
type comparison struct {
	before, after Tree
	whole         map[string]bool // files that count as changed whole
	changes       []Change
}

// entries compares two lists that are sorted by resource and target.
func (c *comparison) entries(before, after charter.Instance) {
	old, left := before.Items, after.Items
	for len(old) > 0 || len(left) > 0 {
		switch order := headOrder(old, left); {
		case order < 0:
			c.entry(removed, &old[0], nil)
			old = old[1:]
		case order > 0:
			c.entry(created, nil, &left[0])
			left = left[1:]
		default:
			if !sameEntry(old[0], left[0]) {
				c.entry(updated, &old[0], &left[0])
			}
			old, left = old[1:], left[1:]
		}
	}
}

// headOrder says which of two sorted lists has the lower first entry; an empty list has none.
func headOrder(a, b []plan.Item) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	if order := strings.Compare(a[0].Resource, b[0].Resource); order != 0 {
		return order
	}
	return strings.Compare(a[0].Target, b[0].Target)
}

func sameEntry(a, b plan.Item) bool {
	return a.Reason == b.Reason && a.Until == b.Until && reflect.DeepEqual(a.Params, b.Params)
}

// entry adds the change of one entry. Reason and Until are those of what comes, or of what goes where nothing comes.
func (c *comparison) entry(action string, before, after *plan.Item) {
	said := after
	if after == nil {
		said = before
	}
	if said.Resource == skill.Accounts {
		c.account(before, after)
		return
	}
	r, _ := skill.FindResource(said.Resource)
	change := Change{
		Kind: Entry, Action: action, Skill: r.Put, Target: said.Target, Reason: said.Reason, Until: said.Until,
	}
	if after == nil {
		change.Skill = cmp.Or(r.Remove, r.Put) // the person who may put it there may take it back
	} else {
		change.After = after.Params
	}
	if before != nil {
		change.Before = before.Params
		change.OldUntil = &before.Until
	}
	change.ID = fmt.Sprintf("%s:%s", change.Skill, change.Target)
	c.changes = append(c.changes, change)
}

// articles compares the texts of articles; where only their order differs the whole file counts as changed.
func (c *comparison) articles(before, after constitution.Constitution) {
	old, left := digests(before), digests(after)
	cited := slices.Concat(slices.Collect(maps.Keys(old)), slices.Collect(maps.Keys(left)))
	slices.Sort(cited)
	count := len(c.changes)
	for _, citation := range slices.Compact(cited) {
		if old[citation] != left[citation] {
			c.changes = append(c.changes, Change{
				ID: "article:" + citation, Kind: Article, Action: action(old[citation], left[citation]), Subject: AboutConstitution,
				Article: citation, Old: old[citation], New: left[citation],
			})
		}
	}
	sameOrder := slices.EqualFunc(before.Articles, after.Articles, func(a, b constitution.Article) bool { return a.Citation == b.Citation })
	if len(c.changes) == count && !sameOrder {
		c.whole[charter.ConstitutionFile] = true
	}
}

func digests(law constitution.Constitution) map[string]string {
	all := map[string]string{}
	for _, a := range law.Articles {
		all[a.Citation] = a.Digest
	}
	return all
}

// action says what happened to something from its digests or hashes, which are empty where there is nothing.
func action(old, left string) string {
	switch {
	case old == "":
		return created
	case left == "":
		return removed
	default:
		return updated
	}
}

// managed notes the files in which a list was begun or given up: an empty list says something that an absent one does not.
func (c *comparison) managed(before, after []string) {
	for _, r := range skill.Resources() {
		if slices.Contains(before, r.Name) != slices.Contains(after, r.Name) {
			c.whole[path.Join(charter.Folder, r.File)] = true
		}
	}
}

// sources adds what differs in which lists are read: it is in the file of entries, and is settings.
func (c *comparison) sources(old, left string) {
	if old != left {
		c.changes = append(c.changes, Change{
			ID: "path:" + charter.FederationFile + "#" + charter.SourcesKey, Kind: File, Action: action(old, left), Subject: AboutSettings,
			Path: charter.FederationFile, Old: old, New: left,
		})
	}
}

// paths adds every file that differs and that neither its entries nor its articles speak for.
func (c *comparison) paths() {
	for _, file := range c.before.Differing(c.after) {
		old, left := c.before[file], c.after[file]
		if !c.whole[file] && c.layoutOnly(file, old, left) {
			continue
		}
		subject := subjectOf(file)
		if subject == "" {
			subject = AboutOther
		}
		change := Change{
			ID: "path:" + file, Kind: File, Action: action(old.Hash, left.Hash), Subject: subject,
			Path: file, Mode: left.Mode, Old: old.Hash, New: left.Hash,
		}
		c.changes = append(c.changes, change)
	}
}

// layoutOnly reports whether the difference in a file is in its entries or articles, or only in its layout. A file that comes
// or goes, or whose mode changes, is never only layout; neither is any byte of code.
func (c *comparison) layoutOnly(file string, old, left Blob) bool {
	switch subject := subjectOf(file); {
	case old.Mode != left.Mode && old.Mode != "" && left.Mode != "":
		return false
	case subject == "" || subject == AboutConstitution:
		return true
	case subject == AboutSettings || subject == AboutRoster || subject == AboutCases && path.Ext(file) == ".yaml":
		return sameYAML(file, old, left)
	default:
		return false
	}
}

// sameYAML reports whether two files hold the same YAML values.
func sameYAML(file string, old, left Blob) bool {
	var mistakes diag.List
	a, b := yamldoc.Parse(file, old.Data, &mistakes), yamldoc.Parse(file, left.Data, &mistakes)
	return len(mistakes) == 0 && a.Present() && b.Present() && a.Canonical() == b.Canonical()
}
