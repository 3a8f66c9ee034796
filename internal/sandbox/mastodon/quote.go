package mastodon

import "net/http"

func quoteRoutes() []route {
	return []route{
		bearing("PUT /api/v1/statuses/{id}/interaction_policy", "write:statuses", (*call).changeQuotePolicy).namingFirst(must((*call).visibleStatus)),
	}
}

// quotable reads who may quote a post: what was asked for, or the account's default.
func (c *call) quotable() (string, error) {
	policy := c.params.text("quote_approval_policy")
	if policy == "" || !c.quotes() {
		return c.account.quotes(), nil
	}
	switch policy {
	case "public", "followers", "nobody":
		return policy, nil
	default:
		return "", refuse(http.StatusUnprocessableEntity, "Record invalid")
	}
}

// quotes states who may quote a post: "no one" where the post is not public, and "public" where nothing was chosen.
func (status *Status) quotes() string {
	switch {
	case status.Visibility != "public" && status.Visibility != "unlisted":
		return "nobody"
	case status.QuotePolicy == "":
		return "public"
	default:
		return status.QuotePolicy
	}
}

// changeQuotePolicy changes who may quote a post, which is no edit of it.
func (c *call) changeQuotePolicy() (any, error) {
	status, err := c.visibleStatus()
	switch {
	case err != nil:
		return nil, err
	case !c.quotes():
		return nil, refuse(http.StatusNotFound, "Not Found")
	case c.account == nil || status.Account != c.account.ID:
		return nil, errNotAllowed
	}
	policy, err := c.quotable()
	if err != nil {
		return nil, err
	}
	if !c.vanish {
		status.QuotePolicy = policy
		c.note("changed who may quote a post: " + beginning(status.Text))
	}
	return c.statusEntity(status), nil
}

// quoteApproval states who may quote a post, and whether the caller may. Accounts here follow no others.
func (c *call) quoteApproval(status *Status) map[string]any {
	automatic, mine, policy := []string{}, "denied", status.quotes()
	if policy != "nobody" {
		automatic = append(automatic, policy)
	}
	own := c.account != nil && c.account.ID == status.Account
	if c.account != nil && status.Visibility != "direct" && (own || policy == "public") {
		mine = "automatic"
	}
	return map[string]any{"automatic": automatic, "manual": []string{}, "current_user": mine}
}
