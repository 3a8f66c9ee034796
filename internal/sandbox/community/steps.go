package community

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// Step is one thing that a person can do in the sandbox, with the command that does it.
type Step struct {
	Text, Command string
}

// Steps are the way of a proposal, to be typed into a shell one after another.
func (c *Community) Steps() []Step {
	member, voter, reader := c.example("write", 0), c.example("write", 1), c.example("read", 0)
	api := c.GitHubURL + "/repos/" + c.Repository
	steps := []Step{
		{"Go to the clone and name the servers:", fmt.Sprintf("cd %s\n%s", quoted(c.Clone), c.environment())},
		{"Begin the ledger, once, as a member:", "GITHUB_TOKEN=" + member.Token + " bylaw bootstrap"},
		{"Propose as a member, without git:", fmt.Sprintf("GITHUB_TOKEN=%s bylaw propose block_domain spam.example severity=suspend --reason 'report 12'", member.Token)},
		{"Or change files, push a branch, and open a pull request of it:", fmt.Sprintf("git commit --all --message 'My change'\ngit push %s HEAD:refs/heads/my-change\n%s", c.Remote(member, c.Repository),
			curl(member, `{"title":"My change","head":"my-change","base":"`+c.Branch+`"}`, api+"/pulls"))},
	}
	if reader.Login != "" {
		_, name, _ := strings.Cut(c.Repository, "/")
		steps = append(steps, Step{"An account that may only read forks the repository first:", fmt.Sprintf("%s\ngit push %s HEAD:refs/heads/my-change\n%s",
			curl(reader, "{}", api+"/forks"), c.Remote(reader, reader.Login+"/"+name),
			curl(reader, `{"title":"My change","head":"`+reader.Login+`:my-change","base":"`+c.Branch+`"}`, api+"/pulls"))})
	}
	steps = append(steps,
		Step{"Vote on proposal 1, on the page or with", curl(voter, `{"event":"APPROVE"}`, api+"/pulls/1/reviews")},
		Step{"Count the votes, as the workflow does:", "bylaw check --all"},
		Step{"Move the clock, on the page or with", "curl -d forward=3d " + c.GitHubURL + sandbox.ClockPath},
		Step{"Merge what has passed, on the page or with", strings.Replace(curl(member, `{"merge_method":"merge"}`, api+"/pulls/1/merge"), "curl", "curl -X PUT", 1)},
		Step{"Bring the clone up to date, and enact:", "git pull && bylaw apply"},
	)
	return steps
}

// environment is what the programs of the sandbox are given: the token of the workflows, and both servers.
func (c *Community) environment() string {
	text := fmt.Sprintf("export GITHUB_API_URL=%s GITHUB_REPOSITORY=%s GITHUB_TOKEN=%s\nexport MASTODON_URL=%s MASTODON_ACCESS_TOKEN=%s",
		c.GitHubURL, c.Repository, quoted(c.Tokens[WorkflowBot]), c.MastodonURL, mastodon.BotToken)
	if c.clock != nil {
		text += "\nexport " + ClockVariable + "=" + quoted(c.clock.Path())
	}
	return text
}

// ClockVariable names the file of the clock for the programs that are started in the sandbox.
const ClockVariable = "BYLAW_CLOCK"

// Remote is the address of a repository for git, with the name and the token of an account.
func (c *Community) Remote(as Person, repository string) string {
	return strings.Replace(c.GitHubURL, "://", "://"+as.Login+":"+as.Token+"@", 1) + "/" + repository + ".git"
}

// example is the nth account with a right, or the last one.
func (c *Community) example(right string, n int) (found Person) {
	for _, each := range c.People {
		if each.Right == right && n >= 0 {
			found = each
			n--
		}
	}
	return found
}

func curl(as Person, body, url string) string {
	return fmt.Sprintf("curl -H 'Authorization: Bearer %s' -d '%s' %s", as.Token, body, url)
}

// quoted is a word that a shell reads as it is.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
