package inspect

// Level is the result of one check.
type Level string

// The levels. Unchecked means that something could not be seen: that is neither right nor wrong.
const (
	OK        Level = "ok"
	Warning   Level = "warning"
	Wrong     Level = "wrong"
	Unchecked Level = "not checked"
)

// Section groups checks by what they look at.
type Section string

// The sections, in the order in which they are shown.
const (
	OfServer Section = "server"
	OfForge  Section = "forge"
	OfRoster Section = "roster"
	OfLedger Section = "ledger"
	OfLocal  Section = "local"
)

// Sections gives all sections in their order.
func Sections() []Section { return []Section{OfServer, OfForge, OfRoster, OfLedger, OfLocal} }

// Finding is what one check found.
type Finding struct {
	Section Section `json:"section"`
	Check   string  `json:"check"`
	Level   Level   `json:"level"`
	Says    string  `json:"says"`          // what was seen and what it means, or why it was not seen
	Fix     string  `json:"fix,omitempty"` // the command or the page that mends it
}

// Report is all that was found, in the order of the checks.
type Report struct {
	Findings []Finding `json:"findings"`
	OK       int       `json:"ok"`
	Warnings int       `json:"warnings"`
	Wrong    int       `json:"wrong"`
	// Unchecked counts what could not be seen.
	Unchecked int `json:"not_checked"`
}
