package github_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Refusals that GitHub gives at many routes without saying so in its description.
var undescribed = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusBadRequest, http.StatusConflict}

// conforms compares an answer with GitHub's description of the route: its status, its fields, their types and words.
func (d *document) conforms(method, path string, status int, body []byte) []string {
	if path == "/graphql" {
		return nil // it has a description of its own
	}
	op := d.asked(method, path)
	if op == nil && status == http.StatusNotFound {
		return nil
	}
	if op == nil {
		return []string{"the route is not described"}
	}
	answer := op.Responses[strconv.Itoa(status)]
	if answer == nil && !slices.Contains(undescribed, status) {
		return []string{fmt.Sprintf("no answer with status %d is described", status)}
	}
	if status == http.StatusNoContent || status == http.StatusNotModified {
		if len(body) > 0 {
			return []string{fmt.Sprintf("a body with status %d: %s", status, body)}
		}
		return nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []string{err.Error()}
	}
	wanted := &schema{OneOf: []*schema{
		{Ref: references + "basic-error"}, {Ref: references + "validation-error"}, {Ref: references + "validation-error-simple"},
	}}
	if answer != nil && answer.Content["application/json"].Schema != nil {
		wanted = answer.Content["application/json"].Schema
	}
	if status < http.StatusBadRequest {
		return d.check(wanted, value, "")
	}
	fields, _ := value.(map[string]any)
	if fields["message"] == nil || fields["documentation_url"] == nil || fields["status"] != strconv.Itoa(status) {
		return []string{"an error without message, documentation_url and status"}
	}
	// Every error has it (NixOS/nixpkgs-merge-bot#179), and only some are described so.
	delete(fields, "status")
	return d.check(wanted, fields, "")
}

// asked finds the operation of a request; a literal part of a path goes before a variable.
func (d *document) asked(method, path string) *operation {
	var best *operation
	literal := -1
	for template, methods := range d.Paths {
		wanted, got := strings.Split(template, "/"), strings.Split(path, "/")
		if strings.HasSuffix(template, "/branches/{branch}") && len(got) > len(wanted) && !strings.HasSuffix(path, "/protection") {
			got = got[:len(wanted)]
		}
		n := 0
		matches := len(wanted) == len(got)
		for i := 0; matches && i < len(wanted); i++ {
			same := wanted[i] == got[i]
			if same {
				n++
			}
			matches = same || strings.HasPrefix(wanted[i], "{")
		}
		if op := methods[strings.ToLower(method)]; matches && op != nil && n > literal {
			best, literal = op, n
		}
	}
	return best
}

// check gives what is wrong with a value at a place.
func (d *document) check(s *schema, value any, at string) []string {
	if name, ok := strings.CutPrefix(s.Ref, references); ok {
		return d.check(d.Components.Schemas[name], value, at)
	}
	if value == nil && (s.Nullable || gone(at)) {
		return nil
	}
	var wrong []string
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, value) {
		wrong = append(wrong, fmt.Sprintf("%s is %v, none of %v", at, value, s.Enum))
	}
	for _, list := range [][]*schema{s.AnyOf, s.OneOf} {
		if len(list) > 0 {
			wrong = append(wrong, d.nearest(list, value, at)...)
		}
	}
	if len(s.AllOf) > 0 {
		wrong = append(wrong, d.check(d.joined(s.AllOf), value, at)...)
	}
	switch value := value.(type) {
	case []any:
		wrong = append(wrong, d.items(s, value, at)...)
	case map[string]any:
		wrong = append(wrong, d.fields(s, value, at)...)
	default:
		if kind := kindOf(value); s.Type != "" && s.Type != kind && (s.Type != "number" || kind != "integer") {
			wrong = append(wrong, fmt.Sprintf("%s is %s %v, want %s", at, kind, value, s.Type))
		}
		wrong = append(wrong, format(s.Format, value, at)...)
	}
	return wrong
}

// joined is one description of an object that several describe together.
func (d *document) joined(parts []*schema) *schema {
	whole := &schema{Type: "object", Properties: map[string]*schema{}}
	for _, each := range parts {
		if name, ok := strings.CutPrefix(each.Ref, references); ok {
			each = d.Components.Schemas[name]
		}
		whole.Required = append(whole.Required, each.Required...)
		maps.Copy(whole.Properties, each.Properties)
	}
	return whole
}

// gone gives the places where null is met although it is not described: what an account that was deleted has done, a fork
// that was deleted, and a commit that was collected.
func gone(at string) bool {
	for _, place := range []string{".user", ".actor", ".head.repo", ".commit_id"} {
		if strings.HasSuffix(at, place) {
			return true
		}
	}
	return false
}

// nearest gives what is wrong with the alternative that fits best.
func (d *document) nearest(list []*schema, value any, at string) []string {
	var best []string
	for i, each := range list {
		if wrong := d.check(each, value, at); i == 0 || len(wrong) < len(best) {
			best = wrong
		}
	}
	return best
}

func (d *document) items(s *schema, list []any, at string) []string {
	if s.Type != "array" {
		return []string{fmt.Sprintf("%s is a list, want %s", at, s.Type)}
	}
	var wrong []string
	for i, each := range list {
		wrong = append(wrong, d.check(s.Items, each, fmt.Sprintf("%s[%d]", at, i))...)
	}
	return wrong
}

func (d *document) fields(s *schema, value map[string]any, at string) []string {
	if len(s.AnyOf)+len(s.OneOf)+len(s.AllOf) > 0 {
		return nil // it is described by those
	}
	if s.Type != "object" {
		return []string{fmt.Sprintf("%s is an object, want %s", at, s.Type)}
	}
	var wrong []string
	for _, name := range s.Required {
		if _, ok := value[name]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s.%s is missing", at, name))
		}
	}
	for name, each := range value {
		if property := s.Properties[name]; property != nil {
			wrong = append(wrong, d.check(property, each, at+"."+name)...)
		} else {
			wrong = append(wrong, fmt.Sprintf("%s.%s is not described", at, name))
		}
	}
	slices.Sort(wrong)
	return wrong
}

func kindOf(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if value == float64(int64(value)) {
			return "integer"
		}
	}
	return "number"
}

func format(name string, value any, at string) []string {
	text, ok := value.(string)
	if !ok {
		return nil
	}
	var err error
	switch name {
	case "date-time":
		_, err = time.Parse(time.RFC3339, text)
	case "uri":
		var parsed *url.URL
		if parsed, err = url.Parse(text); err == nil && !parsed.IsAbs() {
			err = fmt.Errorf("%q is no absolute address", text)
		}
	}
	if err != nil {
		return []string{at + ": " + err.Error()}
	}
	return nil
}

func TestADepartureFromTheDescriptionIsFound(t *testing.T) {
	d := readDocument(t, described)
	const activity = "/repos/coop/governance/activity"
	entry := `{"id":1,"node_id":"x","before":"a","after":"b","ref":"refs/heads/main","timestamp":"2026-11-01T12:00:00Z","activity_type":"push","actor":null}`
	for name, test := range map[string]struct {
		path   string
		status int
		body   string
		want   string
	}{
		"nothing":             {activity, 200, "[" + entry + "]", ""},
		"an unknown route":    {"/zen", 200, `{}`, "not described"},
		"an unknown status":   {activity, 202, `[]`, "no answer with status 202"},
		"another type":        {activity, 200, strings.Replace("["+entry+"]", `"id":1`, `"id":"1"`, 1), `[0].id is string 1, want integer`},
		"another word":        {activity, 200, strings.Replace("["+entry+"]", `"push"`, `"pushed"`, 1), `[0].activity_type is pushed`},
		"no time":             {activity, 200, strings.Replace("["+entry+"]", `2026-11-01T`, `2026-11-01 `, 1), `cannot parse`},
		"a missing field":     {activity, 200, strings.Replace("["+entry+"]", `"node_id":"x",`, ``, 1), `[0].node_id is missing`},
		"an unknown field":    {activity, 200, strings.Replace("["+entry+"]", `"node_id"`, `"nodeid":"x","node_id"`, 1), `[0].nodeid is not described`},
		"an object":           {activity, 200, entry, "is an object"},
		"null":                {activity, 200, strings.Replace("["+entry+"]", `"ref":"refs/heads/main"`, `"ref":null`, 1), `[0].ref is null`},
		"an error in prose":   {activity, 422, `{"message":"x"}`, "without message"},
		"a body of nothing":   {"/repos/coop/governance/dispatches", 204, `{}`, "not described"},
		"no absolute address": {"/repos/coop/governance/issues/comments/1", 200, `{"url":"/x"}`, "no absolute address"},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(d.conforms("GET", test.path, test.status, []byte(test.body)), "; ")
			if !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
