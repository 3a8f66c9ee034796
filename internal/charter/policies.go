package charter

import (
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// policies adds the community's modules that lie in files of their own to those that are in the constitution, and
// keeps their tests apart. What the modules may say is for the judge to check.
func (l *loader) policies(c *Charter) {
	for _, file := range l.files(PoliciesFolder, nil) {
		src, found := l.read(file)
		if !found || src == nil {
			continue
		}
		if path.Ext(file) != ".rego" {
			l.fail(file, "rename it to end in .rego, or move it out of "+PoliciesFolder, "a policy is a Rego file")
			continue
		}
		policy := constitution.Policy{Place: diag.Place{File: file}, Source: string(src)}
		if strings.HasSuffix(file, "_test.rego") {
			c.PolicyTests = append(c.PolicyTests, policy)
		} else {
			c.Constitution.Policies = append(c.Constitution.Policies, policy)
		}
	}
}
