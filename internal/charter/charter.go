// Package charter reads a governance repository: settings, constitution, roster and the desired state of the server. It
// says everything that is wrong with the files at once, and decides nothing.
package charter

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// The files of a governance repository that must exist, by their path from its root.
const (
	SettingsFile     = "governance/bylaw.yaml"
	ConstitutionFile = "governance/constitution.md"
	RosterFile       = "governance/roster.yaml"
)

// The other governed places.
const (
	Folder         = "governance"
	InstanceFolder = "governance/instance"
	ActionsFolder  = "governance/actions"
	CasesFolder    = "governance/cases"
	PoliciesFolder = "governance/policies"
	FederationFile = "governance/instance/federation.yaml"
)

// Charter is everything that a governance repository says.
type Charter struct {
	Settings     Settings
	Constitution constitution.Constitution
	Roster       Roster
	Instance     Instance
	Sources      Sources               // the lists that are read
	Actions      []plan.OneOffAction   // sorted by stem
	PolicyTests  []constitution.Policy // the files below governance/policies that end in _test.rego: they decide nothing
}

// Instance is the desired state of the server, lapsed entries included.
type Instance struct {
	Managed []string                         // sorted names of the resources whose key is written, also with an empty list
	Items   []plan.Item                      // sorted by resource and target
	places  map[string]map[string]diag.Place // by resource and target
}

// Place says where an entry is written; it is the zero Place for one that is not.
func (i Instance) Place(resource, target string) diag.Place { return i.places[resource][target] }

// Load reads a repository whose root is given. The charter is complete only where the list has no error; even then it may
// hold warnings. Symbolic links and file modes are checked by the provider of the file system.
func Load(fsys fs.FS) (Charter, diag.List) {
	l := &loader{fsys: fsys}
	if !l.folder(Folder) {
		l.diags.Errorf(diag.Place{File: Folder}, `run "bylaw init" to write one, or name the repository with -C`, "no such folder")
		return Charter{}, l.diags
	}
	var c Charter
	c.Settings = l.settings()
	if src, ok := l.need(ConstitutionFile); ok {
		c.Constitution = constitution.Parse(ConstitutionFile, src, &l.diags)
	}
	c.Roster = l.roster(c.Settings)
	c.Instance = l.instance(c.Settings)
	c.Sources = l.sources
	c.Actions = l.actions(c.Settings.Domain)
	l.policies(&c)
	return c, Quote(fsys, l.diags.Sorted())
}

// Quote gives diagnostics with the lines of a tree that they are about.
func Quote(fsys fs.FS, found diag.List) diag.List {
	return found.WithExcerpts(func(file string) []byte {
		src, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil
		}
		return src
	})
}

// LoadSettings reads bylaw.yaml alone, for commands that must know the forge before all else. Mistakes are left out here.
func LoadSettings(fsys fs.FS) Settings { return (&loader{fsys: fsys}).settings() }

// LoadFederation reads federation.yaml alone: an empty instance where there is none.
func LoadFederation(fsys fs.FS) (Instance, diag.List) {
	l := &loader{fsys: fsys}
	i := Instance{places: map[string]map[string]diag.Place{}}
	if src, found := l.read(FederationFile); found && src != nil {
		l.stateFile(FederationFile, src, LoadSettings(fsys), &i)
	}
	slices.SortFunc(i.Items, compareItems)
	return i, Quote(fsys, l.diags.Sorted())
}

// StateAt gives what the server should be at a moment: entries whose until has passed are absent. The constitution's
// thread is always part of it.
func (c Charter) StateAt(t time.Time) plan.State {
	published := plan.Item{
		Resource: constitutionResource, Target: constitutionResource,
		Params: map[string]any{"digest": c.Constitution.TextDigest()},
	}
	if quotes := c.Settings.Publish.Quotes; quotes != "" {
		published.Params[plan.Quotes] = quotes
	}
	items := c.Instance.At(t)
	at, _ := slices.BinarySearchFunc(items, published, compareItems)
	managed := append(slices.Clone(c.Instance.Managed), constitutionResource)
	slices.Sort(managed)
	return plan.State{Managed: managed, Items: slices.Insert(items, at, published)}
}

// At gives the entries that count at a moment, with room for one more.
func (i Instance) At(t time.Time) []plan.Item {
	items := make([]plan.Item, 0, len(i.Items)+1)
	for _, item := range i.Items {
		if inForce(item, t) {
			items = append(items, item)
		}
	}
	return items
}

// constitutionResource is both the resource and the target of the one item that is the constitution's thread.
const constitutionResource = "constitution"

// inForce reports whether an entry still counts at a moment: its until is the first moment at which it does not.
func inForce(item plan.Item, t time.Time) bool {
	if item.Until == "" {
		return true
	}
	until, err := time.Parse(time.RFC3339, item.Until)
	return err != nil || t.Before(until)
}

func compareItems(a, b plan.Item) int {
	if c := strings.Compare(a.Resource, b.Resource); c != 0 {
		return c
	}
	return strings.Compare(a.Target, b.Target)
}
