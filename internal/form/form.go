// Package form reads the issues that GitHub makes of filled-in issue forms: a heading for each field, in the order of the
// form, and the answer below it. An answer is only ever a value.
package form

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/template"
)

// Form is one issue form.
type Form struct {
	Name   string // the stem of its file
	Fields []Field
}

// Field is one question of a form.
type Field struct {
	ID       string
	Label    string
	Required bool
	Line     bool     // the answer is a single line
	Options  []string // what may be chosen; empty where anything may be written
}

// Answer is a form that a member has filled in, by the ids of its fields. What was left empty is "".
type Answer struct {
	Form   string
	Values map[string]string
}

// ErrNone means that a text is none of the forms.
var ErrNone = errors.New("this is none of the community's forms")

// unanswered is what GitHub writes for a field that was left empty.
const unanswered = "_No response_"

// longest bounds one answer, in bytes; GitHub takes 64 KiB for a whole issue.
const longest = 60 << 10

// All reads the forms that the program knows, in the order of their names.
func All() ([]Form, error) {
	files, err := template.Forms()
	if err != nil {
		return nil, err
	}
	names, err := template.FormNames()
	if err != nil {
		return nil, err
	}
	found := make([]Form, 0, len(names))
	for _, name := range names {
		f, err := read(strings.TrimSuffix(name, ".yml"), files[name])
		if err != nil {
			return nil, fmt.Errorf("form %s: %w", name, err)
		}
		found = append(found, f)
	}
	return found, nil
}

func read(name string, text []byte) (Form, error) {
	var file struct {
		Body []struct {
			Type, ID   string
			Attributes struct {
				Label   string
				Options []string
			}
			Validations struct{ Required bool }
		}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return Form{}, err
	}
	f := Form{Name: name}
	for _, field := range file.Body {
		f.Fields = append(f.Fields, Field{
			ID: field.ID, Label: field.Attributes.Label, Required: field.Validations.Required, Line: field.Type != "textarea",
			Options: field.Attributes.Options,
		})
	}
	return f, nil
}

// Parse reads an issue. The form is the one whose headings are all there, each once and in order. All that is wrong with the
// answers is one error of many lines (Faults); a text that is no form at all is ErrNone.
func Parse(body string) (Answer, error) {
	forms, err := All()
	if err != nil {
		return Answer{}, err
	}
	body = strings.ReplaceAll(body, "\r\n", "\n")
	for _, f := range forms {
		if parts, ok := f.cut(body); ok {
			return f.answer(parts)
		}
	}
	return Answer{}, ErrNone
}

// cut splits a text at the headings of the form.
func (f Form) cut(body string) (parts []string, ok bool) {
	var headings []string
	var current []string
	parts = []string{}
	for line := range strings.SplitSeq(body, "\n") {
		label, isHeading := strings.CutPrefix(line, "### ")
		if !isHeading || !f.has(label) {
			current = append(current, line)
			continue
		}
		if len(headings) > 0 {
			parts = append(parts, strings.Join(current, "\n"))
		} else if strings.TrimSpace(strings.Join(current, "")) != "" {
			return nil, false
		}
		headings, current = append(headings, label), nil
	}
	parts = append(parts, strings.Join(current, "\n"))
	wanted := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		wanted[i] = field.Label
	}
	return parts, slices.Equal(headings, wanted)
}

func (f Form) has(label string) bool {
	return slices.ContainsFunc(f.Fields, func(field Field) bool { return field.Label == label })
}

// Faults is what is wrong with the answers, a sentence each.
type Faults []string

func (f Faults) Error() string { return strings.Join(f, "; ") }

// answer checks what was written under each heading.
func (f Form) answer(parts []string) (Answer, error) {
	a := Answer{Form: f.Name, Values: map[string]string{}}
	var faults Faults
	for i, field := range f.Fields {
		value := strings.TrimSpace(parts[i])
		if value == unanswered {
			value = ""
		}
		switch {
		case value == "" && field.Required:
			faults = append(faults, fmt.Sprintf("%s: please answer this", field.Label))
		case value == "":
		case len(value) > longest:
			faults = append(faults, fmt.Sprintf("%s: longer than %d characters", field.Label, longest))
		case field.Line && strings.Contains(value, "\n"):
			faults = append(faults, fmt.Sprintf("%s: please answer in one line", field.Label))
		case len(field.Options) > 0 && !slices.Contains(field.Options, value):
			faults = append(faults, fmt.Sprintf("%s: please choose one of the answers of the form", field.Label))
		}
		a.Values[field.ID] = chosen(field, value)
	}
	if len(faults) > 0 {
		return a, faults
	}
	return a, nil
}

// chosen is the word before the explanation of an option.
func chosen(field Field, value string) string {
	if len(field.Options) == 0 {
		return value
	}
	word, _, _ := strings.Cut(value, " (")
	return word
}

// Arguments gives the skill that an answer asks for and its arguments as they would be written on a command line. It is for
// the forms that ask for a skill.
func (a Answer) Arguments() (name string, args []string, err error) {
	switch a.Form {
	case "block":
		name = "block_domain"
	case "lift":
		name = "unblock_domain"
	case "moderate", "sign-up", "action":
		name = a.Values["skill"]
	default:
		return "", nil, fmt.Errorf("the form %q asks for no skill", a.Form)
	}
	for _, id := range []string{"domain", "severity", "public_comment", "account", "message", "until"} {
		if value := a.Values[id]; value != "" {
			args = append(args, id+"="+value)
		}
	}
	more, err := pairs(a.Values["params"])
	args = append(args, more...)
	if reason := a.Values["reason"]; reason != "" {
		args = append(args, "reason="+oneLine(reason))
	}
	return name, args, err
}

// pairs reads lines of name=value.
func pairs(text string) (args []string, err error) {
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, value, found := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); !found || name == "reason" {
			return nil, diag.WithHint(fmt.Errorf("details: %q is not written as name=value", line), "one detail a line, such as report=12")
		}
		args = append(args, name+"="+strings.TrimSpace(value))
	}
	return args, nil
}

// oneLine folds a text of several lines, as a reason in a file has one.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Reason is why the member asks for it, in one line.
func (a Answer) Reason() string { return oneLine(a.Values["reason"]) }
