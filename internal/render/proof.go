package render

import (
	"fmt"
	"strings"
)

// Proof is what verify found in a ledger.
type Proof struct {
	Version int    `json:"version"`
	Entries int    `json:"entries"`
	Head    string `json:"head"` // SHA-256 of the last entry's file
	Valid   bool   `json:"valid"`
	Sandbox bool   `json:"sandbox"`
	// Policies is the version of bylaw whose embedded policies re-evaluated the decisions.
	Policies  string `json:"policies"`
	Decisions int    `json:"decisions"` // re-evaluated with the same result
	Enacted   int    `json:"enacted"`   // commits in force, each covered by decisions
	// Erased are decisions that rest on people who were erased: the chain is valid, but they cannot be re-evaluated.
	Erased []Remark `json:"erased"`
	// Unproven is what this clone cannot verify, and what only warns.
	Unproven []Remark `json:"unproven"`
	Faults   []Fault  `json:"faults"` // the first entry that fails first
	// Earlier are decisions under an earlier revision of the rules, with another outcome under today's.
	Earlier []Earlier `json:"earlier,omitempty"`
	// Newer is what a later version of bylaw wrote and this one cannot verify. It is no fault, and nothing is proven with it.
	Newer []Remark `json:"newer,omitempty"`
	// AnchorsChecked says whether the external anchors were compared.
	AnchorsChecked bool `json:"anchors_checked"`
	Anchors        int  `json:"anchors"` // how many there are
}

// Remark is about one entry; Entry is 0 where it is about none.
type Remark struct {
	Entry int    `json:"entry"`
	Text  string `json:"text"`
}

// Earlier is a decision that was taken under an earlier revision of the rules.
type Earlier struct {
	Entry    int    `json:"entry"`
	Revision int    `json:"revision"`
	Recorded string `json:"recorded"`
	Found    string `json:"found"` // under today's rules
}

// Fault is a place at which a ledger is not valid.
type Fault struct {
	Entry    int    `json:"entry"` // 0 where it is no single entry
	File     string `json:"file"`
	Why      string `json:"why"`
	Recorded string `json:"recorded,omitempty"`
	Found    string `json:"found,omitempty"` // the result of re-evaluating it
}

// ProofText says what was proven, and first of all what was not.
func ProofText(p Proof) string {
	var lines []string
	switch {
	case len(p.Faults) > 0:
		lines = append(lines, "Ledger not valid: "+faultText(p.Faults[0]))
		for _, f := range p.Faults[1:] {
			lines = append(lines, "also: "+faultText(f))
		}
	case len(p.Newer) > 0:
		lines = append(lines, newerText(p)...)
	case p.Entries == 0:
		lines = append(lines, "the ledger is empty: nothing has been recorded yet")
	default:
		lines = append(lines, "Ledger valid: "+sizeOf(p), "head "+p.Head)
		lines = append(lines, proven(p)...)
	}
	for _, r := range p.Erased {
		lines = append(lines, fmt.Sprintf("entry %d: erased: the chain is valid, the decision cannot be re-evaluated (%s)", r.Entry, Outside(r.Text)))
	}
	for _, e := range p.Earlier {
		lines = append(lines, fmt.Sprintf("entry %d: decided under revision %d of the rules: recorded %s; today's rules say %s",
			e.Entry, e.Revision, Outside(e.Recorded), Outside(e.Found)))
	}
	for _, r := range p.Unproven {
		lines = append(lines, remarkText(r))
	}
	if p.Entries > 0 {
		lines = append(lines, anchorsText(p))
	}
	return strings.Join(lines, "\n") + "\n"
}

// newerText says that this program is too old, for what, and what to do.
func newerText(p Proof) []string {
	lines := []string{"the ledger was written by a newer bylaw, and this one cannot prove it:"}
	for _, r := range p.Newer {
		lines = append(lines, fmt.Sprintf("  entry %d: %s", r.Entry, Outside(r.Text)))
	}
	return append(lines, fmt.Sprintf("install a newer bylaw and verify again; this is bylaw %s", p.Policies))
}

// sizeOf says how much was verified.
func sizeOf(p Proof) string {
	if p.Sandbox || p.Decisions == 0 {
		return Entries(p.Entries)
	}
	return Entries(p.Entries) + ", " + Count(p.Decisions, "decision") + " re-evaluated with the same result"
}

func proven(p Proof) []string {
	if p.Sandbox {
		return []string{"this is the ledger of a sandbox: it holds no decisions to re-evaluate"}
	}
	var lines []string
	if p.Decisions > 0 {
		lines = append(lines, "decisions re-evaluated with the policies embedded in bylaw "+p.Policies)
	}
	if p.Enacted > 0 {
		lines = append(lines, Count(p.Enacted, "enactment")+" proven: each enacted what an authorized decision carries")
	}
	return lines
}

func remarkText(r Remark) string {
	if r.Entry == 0 {
		return "note: " + Outside(r.Text)
	}
	return fmt.Sprintf("note: entry %d: %s", r.Entry, Outside(r.Text))
}

func faultText(f Fault) string {
	var said []string
	if f.Entry > 0 {
		said = append(said, fmt.Sprintf("entry %d", f.Entry))
	}
	if f.File != "" {
		said = append(said, fmt.Sprintf("file %q", Outside(f.File)))
	}
	text := strings.Join(said, ", ")
	if text != "" {
		text += ": "
	}
	text += Outside(f.Why)
	if f.Recorded != "" || f.Found != "" {
		text += fmt.Sprintf("\n  recorded:     %s\n  re-evaluated: %s", Outside(f.Recorded), Outside(f.Found))
	}
	return text
}

func anchorsText(p Proof) string {
	switch {
	case p.Sandbox:
		return "a sandbox has no external anchors: a last entry that was cut off would not be noticed"
	case !p.AnchorsChecked:
		return "external anchors were not checked: a last entry that was changed or cut off would not be noticed; --anchors checks them"
	case p.Anchors == 0:
		return "no external anchor was found: nothing outside the ledger confirms its last entry"
	}
	return Count(p.Anchors, "external anchor") + " compared with the ledger"
}
