package mastodon

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

const profileResource = "profile"

// profileAnswer is the bot's own account with its profile as written, not as HTML.
type profileAnswer struct {
	ID          string `json:"id"`
	DisplayName string `json:"display_name"`
	Source      struct {
		Note   string `json:"note"`
		Fields []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"fields"`
	} `json:"source"`
}

// item leaves out when a link was verified: that is for the server to say.
func (a profileAnswer) item() plan.Item {
	fields := []any{}
	for _, f := range a.Source.Fields {
		fields = append(fields, map[string]any{"name": written(f.Name), "value": written(f.Value)})
	}
	return plan.Item{Resource: profileResource, Target: profileResource, ID: a.ID, Params: map[string]any{
		"display_name": written(a.DisplayName), "note": written(a.Source.Note), "fields": fields,
	}}
}

// written is a text in the form in which two texts are compared: one kind of line ending, nothing at its ends.
func written(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

func (i *Instance) readProfile(ctx context.Context) (plan.Item, error) {
	var answer profileAnswer
	const path = "/api/v1/accounts/verify_credentials"
	if _, err := i.call(ctx, http.MethodGet, path, nil, nil, &answer); err != nil {
		return plan.Item{}, err
	}
	if answer.ID == "" {
		return plan.Item{}, &AnswerError{http.MethodGet, path, "the account has no id"}
	}
	return answer.item(), nil
}

// byNumber gives fields as a map by number, which Mastodon takes like a list, and GoToSocial alone.
func byNumber(value any) map[string]any {
	fields, _ := value.([]any)
	if len(fields) == 0 {
		fields = []any{map[string]any{"name": "", "value": ""}} // an empty list is taken for none
	}
	all := map[string]any{}
	for n, field := range fields {
		all[strconv.Itoa(n)] = field
	}
	return all
}

// updateProfile changes what a change names and leaves the rest. The fields are sent whole and in their order, so that
// links whose value stays keep their verification.
func (i *Instance) updateProfile(ctx context.Context, change plan.Change) error {
	body := map[string]any{}
	for _, field := range []string{"display_name", "note"} {
		if value, asked := change.Params[field]; asked {
			body[field] = value
		}
	}
	if value, asked := change.Params["fields"]; asked {
		body["fields_attributes"] = byNumber(value)
	}
	write := func() error {
		var answer profileAnswer
		if _, err := i.call(ctx, http.MethodPatch, "/api/v1/accounts/update_credentials", nil, body, &answer); err != nil {
			return err
		}
		return compareProfile(answer.item(), change)
	}
	i.self.Store(nil)
	return i.settle(ctx, write, func() (bool, error) { return i.profileMatches(ctx, change) })
}

func (i *Instance) profileMatches(ctx context.Context, change plan.Change) (bool, error) {
	item, err := i.readProfile(ctx)
	return err == nil && compareProfile(item, change) == nil, err
}

func compareProfile(item plan.Item, change plan.Change) error {
	for _, field := range []string{"display_name", "note", "fields"} {
		want, asked := change.Params[field]
		if got := item.Params[field]; asked && !reflect.DeepEqual(want, got) {
			return &MismatchError{profileResource, field, want, got}
		}
	}
	return nil
}
