package apply

// State is what became of one change.
type State string

// The states of a change after an apply.
const (
	Done     State = "done"
	Failed   State = "failed"
	NotTried State = "not_tried"
)

// Result is what became of one change of a plan.
type Result struct {
	ID      string `json:"id"`
	State   State  `json:"state"`
	Message string `json:"message,omitempty"` // why it failed

	Provisions []string `json:"provisions,omitempty"` // citations of what governs it, where it failed
	Hint       string   `json:"hint,omitempty"`       // the next step, where one is known
}

// Receipt is what an apply did, change by change in plan order. Enacted says whether the ledger now says that the tree is
// in force.
type Receipt struct {
	Results []Result `json:"results"`
	Enacted bool     `json:"enacted"`
	Thread  string   `json:"thread"` // URL of the constitution thread where it was posted
	// Repinned says that the thread was there already, and was only pinned again.
	Repinned bool `json:"repinned,omitempty"`
	// Unanchored is why the head of the ledger does not stand in the constitution's thread; "" where it does.
	Unanchored string `json:"unanchored,omitempty"`
}

// Count counts the results with one state.
func (r Receipt) Count(s State) int {
	n := 0
	for _, result := range r.Results {
		if result.State == s {
			n++
		}
	}
	return n
}
