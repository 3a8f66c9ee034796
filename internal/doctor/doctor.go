// Package doctor looks for what keeps bylaw from working for a community: on its server, on the forge, in the roster, in the
// ledger and on this machine. It reads through ports, judges by small pure functions, and changes nothing.
package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// Check is one row of the table.
type Check struct {
	Section inspect.Section
	Name    string
	Looks   string // what it looks at, a clause for the reference
	Mends   string // how what it finds is mended, a sentence for the reference
	judge   func(Facts) verdict
}

// verdict is a finding without its place in the table.
type verdict struct {
	level     inspect.Level
	says, fix string
}

func ok(format string, args ...any) verdict {
	return verdict{level: inspect.OK, says: fmt.Sprintf(format, args...)}
}

func warn(fix, format string, args ...any) verdict {
	return verdict{inspect.Warning, fmt.Sprintf(format, args...), fix}
}

func wrong(fix, format string, args ...any) verdict {
	return verdict{inspect.Wrong, fmt.Sprintf(format, args...), fix}
}

func unchecked(fix, format string, args ...any) verdict {
	return verdict{inspect.Unchecked, fmt.Sprintf(format, args...), fix}
}

// Checks gives the checks in the order of the table.
func Checks() []Check {
	return slices.Concat(serverChecks(), forgeChecks(), rosterChecks(), ledgerChecks(), localChecks())
}

// Examine judges the facts, for the sections named alone; none is all.
func Examine(f Facts, only ...inspect.Section) inspect.Report {
	report := inspect.Report{Findings: []inspect.Finding{}}
	for _, c := range Checks() {
		if len(only) > 0 && !slices.Contains(only, c.Section) {
			continue
		}
		v := c.judge(f)
		report.Findings = append(report.Findings, inspect.Finding{Section: c.Section, Check: c.Name, Level: v.level, Says: v.says, Fix: v.fix})
		switch v.level {
		case inspect.OK:
			report.OK++
		case inspect.Warning:
			report.Warnings++
		case inspect.Wrong:
			report.Wrong++
		default:
			report.Unchecked++
		}
	}
	return report
}

// listed joins words as a sentence does: a, b and c.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// and puts a second clause behind a first one, "" where there is none.
func and(clause string) string {
	if clause == "" {
		return ""
	}
	return ". " + strings.ToUpper(clause[:1]) + clause[1:]
}

// some lists the first few of many.
func some(words []string) string {
	const most = 5
	if len(words) <= most {
		return strings.Join(words, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(words[:most], "; "), len(words)-most)
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "ry"); ok {
		return fmt.Sprintf("%d %sries", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
