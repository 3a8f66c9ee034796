package github

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// asked is a request of the other API: a query in its own language, and its variables.
type asked struct {
	Query     string `json:"query"`
	Variables struct {
		Owner  string  `json:"owner"`
		Name   string  `json:"name"`
		Number int     `json:"number"`
		After  *string `json:"after"`
	} `json:"variables"`
}

// graphQL answers the one query that bylaw asks: when the reviews of a pull request were last edited. Mistakes come with
// status 200, as on the real server; only an unknown caller gets another one.
func (c *call) graphQL() (int, any, error) {
	if c.who == nil {
		return 0, nil, anonymous
	}
	var q asked
	if err := c.decode(&q); err != nil {
		return 0, nil, err
	}
	if !strings.Contains(q.Query, "lastEditedAt") {
		c.unknown = append(c.unknown, "POST /graphql: another query")
		return http.StatusOK, mistake("undefinedField", "this query is not known here"), nil
	}
	n := q.Variables.Number
	there := strings.EqualFold(q.Variables.Owner+"/"+q.Variables.Name, c.base.full()) && c.allows(c.who, c.base, "read")
	if !there || n < 1 || n > len(c.pulls) || c.pulls[n-1].head == nil {
		return http.StatusOK, mistake("NOT_FOUND", fmt.Sprintf("Could not resolve to a PullRequest with the number of %d.", n)), nil
	}
	p := c.pulls[n-1]
	return http.StatusOK, fields{"data": fields{"repository": fields{"pullRequest": fields{"reviews": c.edits(p, q.Variables.After)}}}}, nil
}

func mistake(kind, message string) fields {
	return fields{"data": fields{"repository": nil}, "errors": []any{fields{"type": kind, "message": message}}}
}

// edits is a page of at most a hundred reviews, drafts of others left out; the cursor is a place in the list.
func (c *call) edits(p *pull, after *string) fields {
	nodes := []any{}
	for _, r := range p.reviews {
		if r.state == "PENDING" && c.who.ID != r.author {
			continue
		}
		node := fields{"fullDatabaseId": strconv.FormatInt(r.id, 10), "submittedAt": nil, "lastEditedAt": nil}
		if !r.submitted.IsZero() {
			node["submittedAt"] = r.submitted
		}
		if !r.edited.IsZero() {
			node["lastEditedAt"] = r.edited
		}
		nodes = append(nodes, node)
	}
	from := 0
	if after != nil {
		from = min(atoi(*after), len(nodes))
	}
	to := min(from+100, len(nodes))
	return fields{"nodes": nodes[from:to], "pageInfo": fields{"hasNextPage": to < len(nodes), "endCursor": strconv.Itoa(to)}}
}
