package template

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/bylaw-dev/bylaw/governance"
)

//go:embed consensus council do-ocracy petition small-co-op
var charters embed.FS

// sample is the name under which the sample charter of package governance is copied.
const sample = "co-operative"

// Charter is a governance folder that a community can begin with.
type Charter struct {
	Name    string
	Summary string // one line: who decides
}

// Charters lists what a community can begin with, the shortest first.
func Charters() []Charter {
	return []Charter{
		{"small-co-op", "no offices: every member votes on everything"},
		{"consensus", "silence is consent; a block with a reason stops a proposal"},
		{"do-ocracy", "a member who does the work decides, until one objects"},
		{"council", "an elected council does the daily work, members correct it"},
		{"petition", "what enough members sign is voted on; stewards do the rest"},
		{sample, "moderators, a secretary, a technician, each with own powers"},
	}
}

// Governance gives the folder governance/ of a charter, as its root. The error names the charters that there are.
func Governance(name string) (fs.FS, error) {
	var names []string
	for _, c := range Charters() {
		if names = append(names, c.Name); c.Name != name {
			continue
		}
		if name == sample {
			return governance.Files, nil
		}
		return fs.Sub(charters, name+"/governance")
	}
	return nil, fmt.Errorf("there is no template %q: known are %s", name, strings.Join(names, ", "))
}
