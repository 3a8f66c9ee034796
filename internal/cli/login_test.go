package cli

import (
	"os"
	"regexp"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/access"
)

// The secret that login names is the one that the workflow of communities reads, in the environment that it has.
func TestLoginNamesTheEnvironmentOfTheWorkflow(t *testing.T) {
	workflow, err := os.ReadFile("../template/workflows/bylaw-apply.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{`environment: ` + environmentOf(access.Apply), `\$\{\{ secrets\.` + tokenSecret + ` \}\}`} {
		if !regexp.MustCompile(`(?m)` + line + `$`).Match(workflow) {
			t.Errorf("the workflow has no line that ends with %s", line)
		}
	}
	seen := map[string]bool{}
	for _, p := range access.Purposes() {
		if name := environmentOf(p); seen[name] {
			t.Errorf("%s shares the environment %s", p, name)
		} else {
			seen[name] = true
		}
	}
}
