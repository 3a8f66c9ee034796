package actiontest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// values are the contexts of an expression: github, inputs, env and so on, each a map or a text.
type values map[string]any

var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

// fill replaces every expression of a text by its value, as a runner does before it runs a step.
func (v values) fill(text string) string {
	return expression.ReplaceAllStringFunc(text, func(found string) string {
		return fmt.Sprint(v.evaluate(expression.FindStringSubmatch(found)[1]))
	})
}

// evaluate knows what our workflows and our action use: || && == != with texts and paths, and startsWith, from left to right. Whatever is not
// there is the empty text, as on a runner.
func (v values) evaluate(expr string) any {
	for part := range strings.SplitSeq(expr, "||") {
		if value := v.both(part); truthy(value) {
			return value
		}
	}
	return v.both(expr[strings.LastIndex(expr, "|")+1:])
}

func (v values) both(expr string) any {
	var last any = ""
	for part := range strings.SplitSeq(expr, "&&") {
		if last = v.compared(part); !truthy(last) {
			return last
		}
	}
	return last
}

func (v values) compared(expr string) any {
	if left, right, found := strings.Cut(expr, "!="); found {
		return v.single(left) != v.single(right)
	}
	if left, right, found := strings.Cut(expr, "=="); found {
		return v.single(left) == v.single(right)
	}
	return v.single(expr)
}

func (v values) single(expr string) any {
	expr = strings.TrimSpace(expr)
	if strings.HasPrefix(expr, "'") {
		return strings.Trim(expr, "'")
	}
	if call, ok := strings.CutPrefix(expr, "startsWith("); ok {
		text, prefix, _ := strings.Cut(strings.TrimSuffix(call, ")"), ",")
		return strings.HasPrefix(strings.ToLower(fmt.Sprint(v.single(text))), strings.ToLower(fmt.Sprint(v.single(prefix))))
	}
	var at any = map[string]any(v)
	for key := range strings.SplitSeq(expr, ".") {
		inner, ok := at.(map[string]any)
		if !ok {
			return ""
		}
		at = inner[key]
	}
	if at == nil {
		return ""
	}
	return at
}

func truthy(value any) bool { return value != "" && value != false }

func TestTheRunnerOfTheseTestsReadsExpressions(t *testing.T) {
	v := values{"github": map[string]any{"event_name": "push", "ref_name": "main"}, "inputs": map[string]any{"url": ""}, "env": map[string]any{"URL": "x"}}
	for text, want := range map[string]string{
		"a ${{ github.ref_name }} b":                                                  "a main b",
		"${{ inputs.url || env.URL }}|${{ inputs.none }}":                             "x|",
		"${{ github.event_name != 'workflow_dispatch' || github.ref_name == 'x' }}":   "true",
		"${{ github.event_name == 'push' && github.ref_name == 'x' }}":                "false",
		"${{ startsWith(github.ref_name, 'MA') }} ${{ startsWith(inputs.url, 'x') }}": "true false",
		"$(id) ${{ 'text' }}": "$(id) text",
	} {
		if got := v.fill(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
