package main

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
	for _, page := range []string{"../../docs/guides/action.md", "../../README.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for name, each := range action.Inputs {
			if row := "| `" + name + "` | " + each.Description + " |"; !strings.Contains(string(text), row) {
				t.Errorf("%s has no row\n%s", page, row)
			}
		}
		for name, each := range action.Outputs {
			if row := "| `" + name + "` | " + each.Description + " |"; !strings.Contains(string(text), row) {
				t.Errorf("%s has no row\n%s", page, row)
			}
		}
	}
}
