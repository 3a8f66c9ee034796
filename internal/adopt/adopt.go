// Package adopt reads a server as it is into the files of a charter, so that a community begins with what its server has
// decided already.
package adopt

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Ports is what adopting needs of the world.
type Ports struct {
	Instance port.Instance
	// Pseudonym gives the pseudonym of a handle, and whether the pseudonym map has the handle; nil where there is no map.
	Pseudonym func(handle string) (pseudonym string, known bool, err error)
	// Private says whether the community's repository is private, and whether it was possible to ask.
	Private func(ctx context.Context) (private, asked bool, err error)
}

// Request is what a person wants to adopt.
type Request struct {
	Server  string   // the host of the server that is read, for the origin
	Own     string   // the host of the community's own server
	Only    []string // resources; nil is all of them
	People  bool     // with local accounts and IP blocks
	Private bool     // the person states that the repository is private
	Public  bool     // only what everybody can read, without a token
	Now     time.Time
}

// Result is what came of it. Nothing has been written.
type Result struct {
	Server    string            `json:"server"`
	Files     []File            `json:"files"` // those that change, in order
	Resources []Resource        `json:"resources"`
	LeftOut   []charter.LeftOut `json:"left_out"`
	Withheld  []Withheld        `json:"withheld"` // what was not read or not written, counted
	Handles   []string          `json:"-"`        // that the pseudonym map does not have yet
}

// File is a file of the charter with its new content.
type File struct {
	Path    string `json:"path"`
	New     bool   `json:"new"`
	Content []byte `json:"-"`
}

// Resource is what came of one resource.
type Resource struct {
	Name   string            `json:"resource"`
	File   string            `json:"file"`
	Added  int               `json:"added"`
	Kept   int               `json:"kept"`   // entries that the file has with the same values
	Differ []charter.Differs `json:"differ"` // entries that it has with other values: they stay
	Single bool              `json:"-"`      // whether a server has exactly one, as of profile and rules
}

// Withheld is a resource, or a part of one, that is not in the files, and why.
type Withheld struct {
	Resource string `json:"resource"`
	Count    int    `json:"count,omitempty"` // 0 where it was not counted
	Why      string `json:"why"`
}

// words are the short names of resources on the command line.
func words() map[string]string {
	return map[string]string{
		"blocks": "domain_blocks", "allows": "domain_allows", "ips": ipBlocks, "email": "email_domain_blocks", "email-hashes": skill.EmailHashes, "hashtags": skill.Hashtags,
		"accounts": skill.Accounts, "profile": "profile", "rules": "rules", "announcements": "announcements",
		"site": skill.Site, "registrations": skill.Registrations, "description": skill.ExtendedDescription, "terms": skill.TermsOfService,
	}
}

// Words gives the short names in the order of the files.
func Words() []string {
	var names []string
	for _, r := range skill.Resources() {
		for word, resource := range words() {
			if resource == r.Name {
				names = append(names, word)
			}
		}
	}
	return names
}

// Resources gives the resources of short or full names.
func Resources(names []string) ([]string, error) {
	var found []string
	for _, name := range names {
		if full, short := words()[name]; short {
			name = full
		}
		if _, known := skill.FindResource(name); !known {
			return nil, fmt.Errorf("%q cannot be imported; known: %v", name, Words())
		}
		found = append(found, name)
	}
	return found, nil
}

const ipBlocks = "ip_blocks"

// Read reads the server and merges what it has into the files of a charter, given by their path from the repository's root.
func Read(ctx context.Context, w Ports, before map[string][]byte, q Request) (Result, error) {
	if err := w.mayHavePeople(ctx, q); err != nil {
		return Result{}, err
	}
	r := reading{Ports: w, q: q, result: Result{Server: q.Server, Files: []File{}, LeftOut: []charter.LeftOut{}, Withheld: []Withheld{}}, files: map[string][]byte{}}
	if err := r.describe(ctx); err != nil {
		return Result{}, err
	}
	var denied error
	for _, resource := range skill.Resources() {
		err := r.resource(ctx, resource, before)
		if errors.Is(err, plan.ErrUnreadable) {
			r.withhold(resource.Name, 0, "cannot be read: "+err.Error())
			denied, err = err, nil
		}
		if err != nil {
			return Result{}, err
		}
	}
	if len(r.result.Resources) == 0 && denied != nil {
		return Result{}, denied
	}
	for _, file := range charter.StateFiles() {
		if content, changed := r.files[file]; changed && string(content) != string(before[file]) {
			r.result.Files = append(r.result.Files, File{file, len(before[file]) == 0, content})
		}
	}
	return r.result, nil
}

// mayHavePeople refuses to write about people where everybody reads it, and where that is not known.
func (w Ports) mayHavePeople(ctx context.Context, q Request) error {
	if !q.People {
		return nil
	}
	private, asked, err := w.Private(ctx)
	switch {
	case err != nil:
		return err
	case asked && !private:
		return refuse("the repository is public, and --include-people would show accounts and IP addresses of your members to everybody",
			"leave --include-people out: what is not in the files is left unchanged on the server")
	case !asked && !q.Private:
		return refuse("whether the repository is public is not known, and --include-people writes accounts and IP addresses of your members into it",
			"set GITHUB_TOKEN, so that the forge can be asked, or state it with --private-repository")
	}
	return nil
}

func refuse(why, next string) error {
	return diag.WithHint(&diag.Refusal{Why: "nothing was read: " + why}, "%s", next)
}

// reading is one run.
type reading struct {
	Ports
	q      Request
	limits plan.ServerLimits
	result Result
	files  map[string][]byte
}

// describe finds out what the server is.
func (r *reading) describe(ctx context.Context) error {
	if _, err := r.Instance.Describe(ctx); err != nil {
		return err
	}
	server, err := r.Instance.Read(ctx, plan.ServerResource, nil)
	if err == nil && len(server) > 0 {
		r.limits = plan.LimitsOf(server[0])
	}
	return err
}

func (r *reading) withhold(resource string, count int, why string) {
	r.result.Withheld = append(r.result.Withheld, Withheld{resource, count, why})
}

// wanted says whether a resource is to be read; why not is noted where a person may miss it.
func (r *reading) wanted(resource skill.Resource) bool {
	software, _ := skill.FindSoftware(r.limits.Software)
	missing := software.UnsupportedResource(resource.Name)
	switch {
	case r.q.Only != nil && !slices.Contains(r.q.Only, resource.Name):
		return false
	case r.q.Public && resource.Name != "domain_blocks" && resource.Name != "rules":
		return false
	case missing != "":
		r.withhold(resource.Name, 0, missing)
		return false
	case resource.Name == skill.EmailHashes && !r.q.People:
		r.withhold(resource.Name, 0, "mail addresses of people, whose hashes can be guessed, are left out without --include-people")
		return false
	case resource.Name == ipBlocks && !r.q.People:
		r.withhold(resource.Name, 0, "addresses of people are left out without --include-people")
		return false
	}
	return true
}

// resource reads one resource and merges it into its file.
func (r *reading) resource(ctx context.Context, resource skill.Resource, before map[string][]byte) error {
	if !r.wanted(resource) {
		return nil
	}
	file := path.Join(charter.Folder, resource.File)
	src, begun := r.files[file]
	if !begun {
		src = before[file]
	}
	items, err := r.items(ctx, resource.Name, src)
	if err != nil {
		return err
	}
	if resource.Name == "domain_allows" && len(items) == 0 && r.limits.OpenFederation {
		return nil
	}
	after, splice, left, err := charter.AddLive(src, resource, r.q.Own, r.originated(items), r.q.Now)
	if err != nil {
		return err
	}
	if len(src) == 0 && len(after) > 0 {
		after = append([]byte(r.heading()), after...)
	}
	r.files[file] = after
	put, _ := skill.Find(resource.Put)
	r.result.LeftOut = append(r.result.LeftOut, left...)
	r.result.Resources = append(r.result.Resources, Resource{
		Name: resource.Name, File: file, Added: len(splice.Added), Kept: splice.Kept, Differ: append([]charter.Differs{}, splice.Differ...), Single: put.Single,
	})
	return nil
}

// heading is the first line of a file that is begun.
func (r *reading) heading() string {
	return fmt.Sprintf("# What was on %s on %s, imported by bylaw.\n", r.q.Server, r.q.Now.UTC().Format(time.DateOnly))
}

// originated gives items the reason that they are there.
func (r *reading) originated(items []plan.Item) []plan.Item {
	for n := range items {
		items[n].Reason = fmt.Sprintf("imported from %s on %s", r.q.Server, r.q.Now.UTC().Format(time.DateOnly))
	}
	return items
}
