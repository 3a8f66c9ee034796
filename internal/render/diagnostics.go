package render

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Diagnostics writes a line for each mistake, ordered by place, and a line for its hint where it has one.
func Diagnostics(list diag.List) string {
	var out strings.Builder
	for _, d := range list.Sorted() {
		place := ""
		if d.Place.File != "" {
			place = Outside(d.Place.String()) + ": "
		}
		out.WriteString(place + severity(d) + Outside(d.Message) + "\n")
		if d.Hint != "" {
			out.WriteString("  hint: " + Outside(d.Hint) + "\n")
		}
	}
	return out.String()
}

func severity(d diag.Diagnostic) string {
	if d.Severity == diag.Warning {
		return "warning: "
	}
	return ""
}

// DiagnosticsMarkdown writes the mistakes as a list.
func DiagnosticsMarkdown(list diag.List) string {
	var out strings.Builder
	for _, d := range list.Sorted() {
		line := "- " + code(d.Place.String()) + " " + severity(d) + markdown(d.Message)
		if d.Place.File == "" {
			line = "- " + severity(d) + markdown(d.Message)
		}
		if d.Hint != "" {
			line += " (" + markdown(d.Hint) + ")"
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}
