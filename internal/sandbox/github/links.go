package github

import (
	"encoding/base64"
	"fmt"
	"net/url"
)

// Where the API and the pages are said to be. Clients of this server follow none of these addresses.
const (
	apiRoot = "https://api.github.example"
	webRoot = "https://github.example"
)

// The addresses that an account and a repository name. Some are templates, whose variables are in braces.
var (
	accountLinks = map[string]string{
		"url": "", "followers_url": "/followers", "following_url": "/following{/other_user}", "gists_url": "/gists{/gist_id}",
		"starred_url": "/starred{/owner}{/repo}", "subscriptions_url": "/subscriptions", "organizations_url": "/orgs",
		"repos_url": "/repos", "events_url": "/events{/privacy}", "received_events_url": "/received_events",
	}
	repositoryLinks = map[string]string{
		"url": "", "archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}", "blobs_url": "/git/blobs{/sha}",
		"branches_url": "/branches{/branch}", "collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
		"commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}", "contents_url": "/contents/{+path}",
		"contributors_url": "/contributors", "deployments_url": "/deployments", "downloads_url": "/downloads", "events_url": "/events",
		"forks_url": "/forks", "git_commits_url": "/git/commits{/sha}", "git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}",
		"hooks_url": "/hooks", "issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
		"issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}", "languages_url": "/languages",
		"merges_url": "/merges", "milestones_url": "/milestones{/number}", "notifications_url": "/notifications{?since,all,participating}",
		"pulls_url": "/pulls{/number}", "releases_url": "/releases{/id}", "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
		"subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags", "teams_url": "/teams",
		"trees_url": "/git/trees{/sha}",
	}
)

// link adds the addresses below a root.
func link(shown fields, root string, links map[string]string) {
	for name, suffix := range links {
		shown[name] = root + suffix
	}
}

// node is the id of an object in the other API of the server, GraphQL.
func node(kind string, id any) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%03d:%s%v", len(kind), kind, id))
}

// hrefs is how newer parts of the API name addresses.
func hrefs(links map[string]string) fields {
	shown := fields{}
	for name, address := range links {
		shown[name] = fields{"href": address}
	}
	return shown
}

func (a *account) api() string { return apiRoot + "/users/" + url.PathEscape(a.Login) }

func (r *repository) api() string { return apiRoot + "/repos/" + r.full() }
func (r *repository) web() string { return webRoot + "/" + r.full() }

func (p *pull) issueAPI(in *repository) string { return in.api() + "/issues/" + itoa(p.number) }
func (p *pull) api(in *repository) string      { return in.api() + "/pulls/" + itoa(p.number) }

// web is the page of a pull request or an issue.
func (p *pull) web(in *repository) string {
	if p.head == nil {
		return in.web() + "/issues/" + itoa(p.number)
	}
	return in.web() + "/pull/" + itoa(p.number)
}
