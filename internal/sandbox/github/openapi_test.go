package github_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// The description of its API that GitHub publishes, cut down to what the fake server answers.
const described = "testdata/openapi.json"

var source = flag.String("openapi", "", "reduce this file of the npm package @octokit/openapi to "+described)

// document is an OpenAPI description, as far as it is used here. Decoding one drops the rest.
type document struct {
	Info struct {
		Title string `json:"title"`
	} `json:"info"`
	Paths      map[string]map[string]*operation `json:"paths"`
	Components struct {
		Schemas   map[string]*schema   `json:"schemas"`
		Responses map[string]*response `json:"responses,omitempty"`
	} `json:"components"`
}

type operation struct {
	Responses map[string]*response `json:"responses"`
}

type response struct {
	Ref     string               `json:"$ref,omitempty"`
	Content map[string]mediaType `json:"content,omitempty"`
}

type mediaType struct {
	Schema *schema `json:"schema"`
}

type schema struct {
	Ref        string             `json:"$ref,omitempty"`
	Type       string             `json:"type,omitempty"`
	Nullable   bool               `json:"nullable,omitempty"`
	Format     string             `json:"format,omitempty"`
	Enum       []any              `json:"enum,omitempty"`
	Required   []string           `json:"required,omitempty"`
	Properties map[string]*schema `json:"properties,omitempty"`
	Items      *schema            `json:"items,omitempty"`
	AnyOf      []*schema          `json:"anyOf,omitempty"`
	OneOf      []*schema          `json:"oneOf,omitempty"`
	AllOf      []*schema          `json:"allOf,omitempty"`
}

// In addition to what is required, these optional fields are sent or read.
var optional = strings.Fields(`active_lock_reason allow_merge_commit allow_rebase_merge allow_squash_merge assignees
	actor_id allow_deletions allow_force_pushes allowed_actions author_association body branch_policies bypass_actors bypass_mode bypass_pull_request_allowances
	closed_by code conditions date deployment_branch_policy description dismissal_commit_id dismissal_message documentation_url draft email enabled errors event field has_discussions has_downloads html_url
	enforce_admins exclude github_owned_allowed href html include integration_id intent merged_at message name parameters patterns_allowed
	performed_via_github_app permissions plan protection protection_rules pull_request rebaseable ref_name requested_reviewers requested_teams
	apps id required_approving_review_count required_pull_request_reviews teams type users required_status_checks require_last_push_approval resource ruleset_id
	ruleset_source ruleset_source_type rules selected_actions_url self state_reason status strict submitted_at target source_type
	timeline_url topics updated_at url user_view_type verified_allowed verification visibility wait_timer _links node_id created_at contexts_url`)

// The fake server always answers null for these.
var absent = strings.Fields(`auto-merge nullable-integration nullable-issue-event-intent nullable-license-simple nullable-milestone`)

// Of the rules of a branch these are sent.
var rules = strings.Fields(`repository-rule-deletion repository-rule-non-fast-forward repository-rule-pull-request repository-rule-required-status-checks`)

// unsent says whether the fake server never answers with an alternative.
func unsent(s *schema) bool {
	name := strings.TrimPrefix(s.Ref, references)
	if len(s.AllOf) > 0 {
		name = strings.TrimPrefix(s.AllOf[0].Ref, references)
	}
	return strings.HasSuffix(name, "-event") && !slices.Contains(events, name) ||
		strings.HasPrefix(name, "repository-rule-") && !slices.Contains(rules, name) && name != "repository-rule-ruleset-info" && !strings.HasPrefix(name, "repository-rule-params-") ||
		name == "org-ruleset-conditions"
}

// Of the alternatives of an event these are sent. "added-to-project-issue-event" is the only one with no more than the fields
// that all events have, so it also describes a merge among the events of one pull request.
var events = strings.Fields(`added-to-project-issue-event renamed-issue-event review-dismissed-issue-event
	state-change-issue-event timeline-comment-event timeline-committed-event timeline-reviewed-event`)

const references = "#/components/schemas/"

// reduce keeps the operations that routes name, and what they refer to.
func (d *document) reduce(routes []string) *document {
	reduced := &document{Info: d.Info, Paths: map[string]map[string]*operation{}}
	reduced.Components.Schemas = map[string]*schema{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			if !slices.Contains(routes, routeOf(method, path)) {
				continue
			}
			if reduced.Paths[path] == nil {
				reduced.Paths[path] = map[string]*operation{}
			}
			kept := &operation{Responses: map[string]*response{}}
			for status, answer := range op.Responses {
				kept.Responses[status] = reduced.response(d, answer)
			}
			reduced.Paths[path][method] = kept
		}
	}
	return reduced
}

// routeOf is a route without the names of its variables, in which the description and the server differ.
func routeOf(method, path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = "{}"
		}
	}
	return strings.ToUpper(method) + " " + strings.Join(parts, "/")
}

func (d *document) response(from *document, answer *response) *response {
	if name, ok := strings.CutPrefix(answer.Ref, "#/components/responses/"); ok {
		answer = from.Components.Responses[name]
	}
	content, ok := answer.Content["application/json"]
	if !ok {
		return &response{}
	}
	return &response{Content: map[string]mediaType{"application/json": {d.schema(from, content.Schema)}}}
}

// schema copies one, and into d what it refers to.
func (d *document) schema(from *document, s *schema) *schema {
	if s == nil {
		return nil
	}
	if name, ok := strings.CutPrefix(s.Ref, references); ok {
		if d.Components.Schemas[name] == nil {
			d.Components.Schemas[name] = &schema{} // a placeholder ends a circle of references
			*d.Components.Schemas[name] = *d.named(from, name)
		}
		return &schema{Ref: s.Ref}
	}
	kept := &schema{Type: s.Type, Nullable: s.Nullable, Format: s.Format, Enum: s.Enum, Items: d.schema(from, s.Items)}
	for name, property := range s.Properties {
		if slices.Contains(s.Required, name) || slices.Contains(optional, name) {
			if kept.Properties == nil {
				kept.Properties = map[string]*schema{}
			}
			kept.Properties[name] = d.schema(from, property)
		}
	}
	kept.Required = slices.Sorted(slices.Values(s.Required))
	kept.AnyOf, kept.OneOf, kept.AllOf = d.all(from, s.AnyOf), d.all(from, s.OneOf), d.all(from, s.AllOf)
	if len(kept.AllOf) == 1 {
		return kept.AllOf[0]
	}
	return kept
}

func (d *document) named(from *document, name string) *schema {
	if slices.Contains(absent, name) {
		return &schema{Type: "null", Nullable: true}
	}
	return d.schema(from, from.Components.Schemas[name])
}

func (d *document) all(from *document, list []*schema) []*schema {
	var kept []*schema
	for _, each := range list {
		if unsent(each) {
			continue
		}
		if one := d.schema(from, each); one.Ref != "" || one.Type != "object" || one.Properties != nil {
			kept = append(kept, one)
		}
	}
	return kept
}

// encode writes one line for each path and schema, so that an upgrade can be read.
func (d *document) encode(t *testing.T) string {
	t.Helper()
	line := func(value any) string {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var text strings.Builder
	text.WriteString("{\"info\": " + line(d.Info) + ",\n\"paths\": {\n")
	separator := ""
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		text.WriteString(separator + line(path) + ": " + line(d.Paths[path]))
		separator = ",\n"
	}
	text.WriteString("\n},\n\"components\": {\"schemas\": {\n")
	separator = ""
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas)) {
		text.WriteString(separator + line(name) + ": " + line(d.Components.Schemas[name]))
		separator = ",\n"
	}
	text.WriteString("\n}}}\n")
	return text.String()
}

func readDocument(t *testing.T, file string) *document {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var d document
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&d); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return &d
}

// served lists the routes of the fake server.
func served() []string {
	var routes []string
	for _, pattern := range github.Routes() {
		if method, path, _ := strings.Cut(pattern, " "); path != "/graphql" {
			routes = append(routes, routeOf(method, path))
		}
	}
	return routes
}

// The file is written by "make openapi". Here it is compared with its own reduction: it holds a description of every route
// of the server, and nothing that is not used.
func TestTheDescriptionIsReduced(t *testing.T) {
	from := described
	if *source != "" {
		from = *source
	}
	text := readDocument(t, from).reduce(served()).encode(t)
	if *source != "" {
		if err := os.WriteFile(described, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(described)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), text); diff != "" {
		t.Errorf("%s (-want +got):\n%s", described, diff)
	}
	d := readDocument(t, described)
	for _, route := range served() {
		if d.operation(route) == nil {
			t.Errorf("%s does not describe %s", described, route)
		}
	}
}

func (d *document) operation(route string) *operation {
	for path, methods := range d.Paths {
		for method, op := range methods {
			if routeOf(method, path) == route {
				return op
			}
		}
	}
	return nil
}
