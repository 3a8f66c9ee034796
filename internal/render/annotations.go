package render

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Annotations writes the workflow commands by which GitHub Actions shows each mistake at its line.
func Annotations(list diag.List) string {
	var out strings.Builder
	for _, d := range list.Sorted() {
		text := d.Message
		if d.Hint != "" {
			text += "\n" + d.Hint
		}
		out.WriteString(annotation(string(d.Severity), d.Place, text))
	}
	return out.String()
}

func annotation(level string, at diag.Place, text string) string {
	var properties []string
	if at.File != "" {
		properties = append(properties, "file="+property(at.File))
	}
	if at.Line > 0 {
		properties = append(properties, "line="+strconv.Itoa(at.Line))
	}
	if at.Column > 0 {
		properties = append(properties, "col="+strconv.Itoa(at.Column))
	}
	command := "::" + level
	if len(properties) > 0 {
		command += " " + strings.Join(properties, ",")
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = data(Outside(line))
	}
	return command + "::" + strings.Join(lines, "%0A") + "\n"
}

// data escapes the text of a workflow command, property the value of one of its properties, as the runner reads them.
func data(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(Outside(text)))
}
