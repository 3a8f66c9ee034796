package actiontest

import (
	"os"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestThePageNamesEveryInputAndOutputOfTheAction(t *testing.T) {
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Inputs, Outputs map[string]struct{ Description string }
	}
	if err := yaml.Unmarshal(text, &action); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/guides/action.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []map[string]struct{ Description string }{action.Inputs, action.Outputs} {
		for name, each := range table {
			if row := "| `" + name + "` | " + each.Description + " |"; !strings.Contains(string(page), row) {
				t.Errorf("docs/guides/action.md has no row\n%s", row)
			}
		}
	}
}
