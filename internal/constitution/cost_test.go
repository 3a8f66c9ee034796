package constitution_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Each of these keeps a Markdown parser busy for seconds to hours; none may reach it.
func TestCostRefusesTextMadeToKeepTheParserBusy(t *testing.T) {
	const size = 1 << 19
	for _, unit := range []string{"*a_", "a**", "\n*_", "_*\n", "> ", ">", ">\t", "- ", "+\t", "1. ", " >-", "[", "![", "\n][", "<a", "`", "&", "~*", "a[b]*", "## a\n"} {
		src := "# Charter\n\n" + strings.Repeat(unit, size/len(unit))
		if got := costs(src); !strings.Contains(got, "c.md:") {
			t.Errorf("%q repeated: %q", unit, got)
		}
	}
}

func TestCostLetsPeopleWrite(t *testing.T) {
	row := "| **3.1** | [Limit](https://social.example/limit) | *two thirds* | `72h` |\n"
	for name, src := range map[string]string{
		"a table of 500 rows": "# Charter\n\n" + strings.Repeat(row, 500),
		"a long text":         "# Charter\n\n" + strings.Repeat("One *two* [three](#x), `four`.\n\n", 20_000),
		"a list, nested":      "# Charter\n\n" + strings.Repeat("- a\n  - b\n    1. c\n", 2_000),
		"a rule and a date":   "# Charter\n\n* * * * * *\n\n2026-11-21 - 1.2.3.4.5\n",
		"rules":               "# Charter\n\n" + strings.Repeat("-", 300) + "\n\n" + strings.Repeat(".", 300) + "\n",
		"quotes":              "# Charter\n\n" + strings.Repeat(">", 20) + " deep\n",
	} {
		if got := costs(src); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func costs(src string) string {
	var diags diag.List
	constitution.Parse("c.md", []byte(src), &diags)
	if len(diags) == 0 {
		return ""
	}
	return diags[0].Place.String() + " " + diags[0].Message
}
