package github

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// editsQuery asks when the text of each review was last edited. The lists of the other API show a change of every review,
// often a second after it was submitted, whether its text was edited or not; only here the time is null until it was.
const editsQuery = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviews(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { fullDatabaseId submittedAt lastEditedAt }
      }
    }
  }
}`

// editsAnswer is one page of the answer.
type editsAnswer struct {
	Data struct {
		Repository struct {
			PullRequest *struct {
				Reviews struct {
					PageInfo struct {
						HasNextPage bool   `json:"hasNextPage"`
						EndCursor   string `json:"endCursor"`
					} `json:"pageInfo"`
					Nodes []*editedReview `json:"nodes"`
				} `json:"reviews"`
			} `json:"pullRequest"`
		} `json:"repository"`
	} `json:"data"`
	Errors []graphError `json:"errors"`
}

type editedReview struct {
	ID        string     `json:"fullDatabaseId"`
	Submitted *time.Time `json:"submittedAt"` // nil while it is a draft
	Edited    *time.Time `json:"lastEditedAt"`
}

// graphError is a mistake that comes with status 200.
type graphError struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

func (e graphError) Error() string { return strings.TrimSpace(e.Type + " " + e.Message) }

// Is matches the sentinel of the type.
func (e graphError) Is(target error) bool {
	switch e.Type {
	case "NOT_FOUND":
		return target == forge.ErrNotFound
	case "FORBIDDEN", "INSUFFICIENT_SCOPES":
		return target == forge.ErrForbidden
	}
	return false
}

// ReviewEdits gives by review when its text was last edited after it was submitted; a review that is not there never was. An
// edit in the very second of the submission came after it. The comments do not come along.
func (c *Client) ReviewEdits(ctx context.Context, number int) (map[int64]time.Time, []facts.Comment, error) {
	edits, after := map[int64]time.Time{}, ""
	for page := 0; ; page++ {
		if page == c.Pages {
			return nil, nil, fmt.Errorf("edits of the reviews of #%d: %w: %d pages", number, forge.ErrTooLong, c.Pages)
		}
		answer, err := c.edits(ctx, number, after)
		if err != nil {
			return nil, nil, fmt.Errorf("edits of the reviews of #%d: %w", number, err)
		}
		reviews := answer.Data.Repository.PullRequest.Reviews
		for _, node := range reviews.Nodes {
			if err := note(edits, node); err != nil {
				return nil, nil, fmt.Errorf("edits of the reviews of #%d: %w", number, err)
			}
		}
		if !reviews.PageInfo.HasNextPage {
			return edits, nil, nil
		}
		after = reviews.PageInfo.EndCursor
	}
}

// note keeps the time of an edit of a submitted review.
func note(edits map[int64]time.Time, node *editedReview) error {
	if node == nil {
		return fmt.Errorf("null in place of a review: %w", forge.ErrNoAnswer)
	}
	id, err := strconv.ParseInt(node.ID, 10, 64)
	switch {
	case err != nil:
		return fmt.Errorf("a review without a number: %w", forge.ErrNoAnswer)
	case node.Edited == nil, node.Submitted == nil, node.Edited.Before(*node.Submitted):
	case node.Edited.Equal(*node.Submitted):
		edits[id] = node.Edited.UTC().Add(time.Millisecond)
	default:
		edits[id] = node.Edited.UTC()
	}
	return nil
}

func (c *Client) edits(ctx context.Context, number int, after string) (editsAnswer, error) {
	var answer editsAnswer
	variables := map[string]any{"owner": c.Owner, "name": c.Name, "number": number, "after": nil}
	if after != "" {
		variables["after"] = after
	}
	query := map[string]any{"query": editsQuery, "variables": variables}
	if _, err := c.do(ctx, http.MethodPost, c.graphQL(), query, &answer); err != nil {
		return answer, err
	}
	switch {
	case len(answer.Errors) > 0:
		return answer, answer.Errors[0]
	case answer.Data.Repository.PullRequest == nil:
		return answer, forge.ErrNoAnswer
	}
	return answer, nil
}

// graphQL is the path of the other API of the same server: next to the versions of this one, not below them.
func (c *Client) graphQL() string {
	if strings.HasSuffix(c.Base.Path, "/api/v3/") {
		return "../graphql"
	}
	return "graphql"
}
