// Package setup turns what a community says about itself into the files that its governance repository begins with, and renews the
// workflows of one that exists. It reads and writes nothing.
package setup

import (
	_ "embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// Answers is what a community says about itself.
type Answers struct {
	Community  string // the name
	Instance   string // base URL of the server, as ParseInstance gives it
	Repository string // owner/name
	Branch     string // the protected branch
	Template   string // one of template.Charters
	Members    []Member
	Since      time.Time // since when the members belong to the community
	Action     template.Pin
}

// The folders of a governance repository that are not governance/.
const (
	workflowFolder = ".github/workflows/"
	formFolder     = ".github/ISSUE_TEMPLATE/"
)

// GuideFile is the page for members, and IgnoreFile what git leaves out.
const (
	GuideFile  = "MEMBERS.md"
	IgnoreFile = ".gitignore"
)

//go:embed guide.txt
var guide string

// ignored is the content of IgnoreFile.
const ignored = "# The sandbox of bylaw, and the pseudonym map, which only moderators have.\n/.bylaw/\n/pseudonyms.yaml\n"

// Files gives the files of a new governance repository, by path.
func Files(a Answers) (facts.Tree, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	files := facts.Tree{}
	if err := a.governance(files); err != nil {
		return nil, err
	}
	workflows, err := template.Workflows(a.Branch, a.Action, a.Repository)
	if err != nil {
		return nil, err
	}
	forms, err := template.Forms()
	if err != nil {
		return nil, err
	}
	add(files, workflowFolder, workflows)
	add(files, formFolder, forms)
	put(files, GuideFile, a.filled(guide))
	put(files, IgnoreFile, ignored)
	return files, nil
}

func add(files facts.Tree, folder string, content map[string][]byte) {
	for name, data := range content {
		put(files, folder+name, string(data))
	}
}

func put(files facts.Tree, path, text string) {
	files[path] = facts.Blob{Mode: facts.Regular, Data: []byte(text)}
}

// check refuses what would make files that lint refuses for another reason than an id that is still to be filled in.
func (a Answers) check() error {
	if _, err := ParseCommunity(a.Community); err != nil {
		return err
	}
	if _, err := ParseInstance(a.Instance); err != nil {
		return err
	}
	if _, err := ParseRepository(a.Repository); err != nil {
		return err
	}
	if len(a.Members) == 0 {
		return fmt.Errorf("there are no members: name at least one login")
	}
	return nil
}

var (
	printable      = regexp.MustCompile(`^[\pL\pM\pN\pP\pS ]+$`)
	repositoryName = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)
)

// governance adds the files of the template, with the community's own values in place of the invented ones.
func (a Answers) governance(files facts.Tree) error {
	folder, err := template.Governance(a.Template)
	if err != nil {
		return err
	}
	sample, err := sample(a.Template)
	if err == nil {
		err = CheckRoles(a.Template, a.Members)
	}
	if err != nil {
		return err
	}
	return fs.WalkDir(folder, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, path)
		text := string(data)
		switch path = charter.Folder + "/" + path; path {
		case charter.SettingsFile:
			text = a.settings(text)
		case charter.ConstitutionFile:
			text = a.constitution(text)
		case charter.FederationFile:
			text = emptied(text)
		case charter.RosterFile:
			text = a.roster(sample.Roster)
		}
		put(files, path, text)
		return err
	})
}

// sample is the template as the invented community has it.
func sample(name string) (charter.Charter, error) {
	folder, err := template.Governance(name)
	if err != nil {
		return charter.Charter{}, err
	}
	files := facts.Tree{}
	for _, path := range []string{charter.SettingsFile, charter.ConstitutionFile, charter.RosterFile} {
		data, err := fs.ReadFile(folder, strings.TrimPrefix(path, charter.Folder+"/"))
		if err != nil {
			return charter.Charter{}, err
		}
		put(files, path, string(data))
	}
	found, mistakes := charter.Load(files)
	return found, mistakes.Err()
}

// The lines of a template that a community replaces.
var (
	communityLine = regexp.MustCompile(`(?m)^community: .*$`)
	instanceLine  = regexp.MustCompile(`(?m)^instance: \S+`)
	forgePlace    = regexp.MustCompile(`repository: \S+, branch: \S+,`)
	titleLine     = regexp.MustCompile(`^# .*`)
	blockRows     = regexp.MustCompile(`(?ms)^domain_blocks:\n.*`)
	markup        = regexp.MustCompile("[\\\\`*_\\[\\]<>]")
)

// serverOfTemplates is the name of the server in the templates.
const serverOfTemplates = "social.example"

func (a Answers) settings(text string) string {
	text = communityLine.ReplaceAllLiteralString(text, "community: "+scalar(a.Community))
	text = instanceLine.ReplaceAllLiteralString(text, "instance: "+a.Instance)
	return forgePlace.ReplaceAllLiteralString(text, fmt.Sprintf("repository: %s, branch: %s,", scalar(a.Repository), scalar(a.Branch)))
}

func (a Answers) constitution(text string) string {
	text = titleLine.ReplaceAllLiteralString(text, "# Constitution of "+markup.ReplaceAllString(a.Community, `\$0`))
	return strings.ReplaceAll(text, serverOfTemplates, a.host())
}

// emptied is a list of blocked servers without its entries, which are those of an invented community.
func emptied(text string) string {
	return blockRows.ReplaceAllLiteralString(text, `# An entry looks like this:
#   - {domain: spam.example, severity: silence, public_comment: Spam, reason: "reports 12 and 14", until: 2032-01-01}
domain_blocks: []
`)
}

// host is the name of the community's server.
func (a Answers) host() string {
	return strings.TrimPrefix(strings.TrimPrefix(a.Instance, "https://"), "http://")
}

// filled is a text of our own with the community's values.
func (a Answers) filled(text string) string {
	return strings.NewReplacer("{community}", markup.ReplaceAllString(a.Community, `\$0`), "{server}", a.Instance, "{branch}", a.Branch).Replace(text)
}
