package mastodon

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"

	htmltomarkdown "github.com/JohannesKaufmann/html-to-markdown/v2"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// termsSince is api_versions.mastodon of 4.4, the first that shows terms of service.
const termsSince = 6

// readSite gives what the description of the server says about it; nothing more is asked.
func (i *Instance) readSite(ctx context.Context) (plan.Item, error) {
	server, err := i.FetchServer(ctx)
	about := map[string]any{
		"title": server.About.Title, "short_description": server.About.Description,
		"contact_account": server.About.ContactAccount, "contact_email": server.About.ContactEmail,
	}
	maps.DeleteFunc(about, func(_ string, value any) bool { return value == "" })
	return plan.Item{Resource: skill.Site, Target: skill.Site, Params: about}, err
}

func (i *Instance) readRegistrations(ctx context.Context) (plan.Item, error) {
	server, err := i.FetchServer(ctx)
	word := skill.SignUpsClosed
	switch {
	case server.SignUps.Enabled && server.SignUps.Approval:
		word = skill.SignUpsApproved
	case server.SignUps.Enabled:
		word = skill.SignUpsOpen
	}
	return plan.Item{Resource: skill.Registrations, Target: skill.Registrations, Params: map[string]any{skill.Registrations: word}}, err
}

// readDocument gives a text that the server shows as HTML, as Markdown; nothing where it has none. Servers and caches between may
// show it three minutes late.
func (i *Instance) readDocument(ctx context.Context, resource string) ([]plan.Item, error) {
	var answer struct {
		Content string `json:"content"`
	}
	_, err := i.call(ctx, http.MethodGet, "/api/v1/instance/"+resource, nil, nil, &answer)
	if statusOf(err) == http.StatusNotFound {
		return nil, i.whyNoDocument(ctx, resource)
	}
	if err != nil {
		return nil, err
	}
	text, err := markdownOf(answer.Content)
	if err != nil || text == "" {
		return nil, err
	}
	return []plan.Item{{Resource: resource, Target: resource, Params: map[string]any{resource: text}}}, nil
}

// markdownOf gives back a text that the server made HTML of.
func markdownOf(content string) (string, error) {
	text, err := htmltomarkdown.ConvertString(content)
	if err != nil {
		return "", fmt.Errorf("a text of the server cannot be read as HTML: %w", err)
	}
	return strings.TrimSpace(text), nil
}

// whyNoDocument is nil where the server can have such a document and none was published.
func (i *Instance) whyNoDocument(ctx context.Context, resource string) error {
	server, err := i.FetchServer(ctx)
	if err != nil || resource == skill.TermsOfService && server.APIVersion >= termsSince {
		return err
	}
	return &noDocumentError{resource}
}

// noDocumentError is a document that this version of the server does not show.
type noDocumentError struct{ resource string }

// Error says which, and since when Mastodon does.
func (e *noDocumentError) Error() string {
	since := "4.0"
	if e.resource == skill.TermsOfService {
		since = "4.4"
	}
	return fmt.Sprintf("this server does not show %s, which Mastodon does since %s", e.resource, since)
}

// Is reports it as plan.ErrUnreadable.
func (*noDocumentError) Is(target error) bool { return target == plan.ErrUnreadable }
