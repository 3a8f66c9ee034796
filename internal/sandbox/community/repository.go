package community

import (
	"context"
	"maps"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// The key whose value a sandbox replaces: a token goes only to the server that the settings name.
var instanceLine = regexp.MustCompile(`(?m)^instance:.*$`)

// publish writes the files of the sandbox into the clone and pushes them to the bare repository that GitHub serves.
func (c *Community) publish(o Options, bare string) error {
	if _, err := git.Create(bare); err != nil {
		return err
	}
	work, err := git.Init(c.Clone)
	if err != nil {
		return err
	}
	files, err := c.files(o.Tree)
	if err != nil {
		return err
	}
	if _, err := work.Write(files, git.Signature{Name: "sandbox", Email: "sandbox@" + c.domain(), Time: o.Now()}, "Begin the sandbox"); err != nil {
		return err
	}
	if err := work.Switch(c.Branch); err != nil {
		return err
	}
	return work.Publish(c.Branch, bare)
}

// noCommit is a commit of the action that does not exist: the sandbox runs the action at hand.
var noCommit = strings.Repeat("5a", 20)

// files gives the community's files with the fake server as the instance, and the workflows. Those name no action that
// could be fetched.
func (c *Community) files(tree facts.Tree) (facts.Tree, error) {
	files := maps.Clone(tree)
	settings := files[charter.SettingsFile]
	settings.Data = instanceLine.ReplaceAll(settings.Data, []byte("instance: "+c.MastodonURL))
	files[charter.SettingsFile] = settings
	workflows, err := template.Workflows(c.Branch, template.Pin{Repository: template.Action, Commit: noCommit}, c.Repository)
	for name, data := range workflows {
		files[".github/workflows/"+name] = facts.Blob{Mode: facts.Regular, Data: data}
	}
	return files, err
}

// domain is the host name of the fake server.
func (c *Community) domain() string {
	_, host, _ := strings.Cut(c.MastodonURL, "://")
	return host
}

// Pull brings the clone up to date with the repository.
func (c *Community) Pull(ctx context.Context) error {
	work, err := git.Open(c.Clone)
	if err != nil {
		return err
	}
	return work.Pull(ctx, c.Branch)
}
