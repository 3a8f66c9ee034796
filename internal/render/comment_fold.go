package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// rulings is each article's tests, with what is needed.
func (p Page) rulings() fold {
	f := fold{title: "Each ruling with its article"}
	if p.unopened() {
		return f
	}
	for _, r := range p.Decision.Rulings {
		f.chunks = append(f.chunks, rulingMarkdown(r, doubtful(p.Decision.Ballots))+"\n")
	}
	return f
}

// uncounted is every ballot with what became of it, those that do not count first.
func (p Page) uncounted() fold {
	counted, not := ballots(p.Decision.Ballots)
	f := fold{title: fmt.Sprintf("Ballots: %d counted, %d not counted and why", len(counted), len(not))}
	if p.unopened() {
		return f
	}
	for _, part := range []struct {
		title string
		head  []string
		rows  []decision.Ballot
	}{
		{"Not counted", []string{"Who", "Vote", "Why"}, not},
		{"Counted", []string{"Seat", "Vote", "Note"}, counted},
	} {
		if len(part.rows) == 0 {
			continue
		}
		if len(f.chunks) > 0 {
			f.chunks = append(f.chunks, "\n")
		}
		f.chunks = append(f.chunks, "#### "+part.title+"\n\n"+header(part.head))
		table := ballotRows(part.rows)
		for i := range table.count {
			f.chunks = append(f.chunks, row(table.cells(i)))
		}
	}
	return f
}

// moreMistakes is all of them, where the open part has not room for all.
func (p Page) moreMistakes() fold {
	f := fold{title: "All mistakes in the files: " + Count(len(p.Mistakes), "place")}
	if len(p.Mistakes) <= fewItems {
		return f
	}
	for _, line := range strings.SplitAfter(DiagnosticsMarkdown(p.Mistakes), "\n") {
		if line != "" {
			f.chunks = append(f.chunks, line)
		}
	}
	return f
}

// plan is what enacting would do, a line a chunk.
func (p Page) plan() fold {
	f := fold{title: "The plan, if the server is as the protected branch says"}
	if p.Plan.Version == 0 {
		return f
	}
	f.chunks = strings.SplitAfter(PlanMarkdown(p.Plan), "\n")
	return f
}

// posts are the new posts of the constitution's thread, as they would read.
func (p Page) posts() fold {
	f := fold{title: "The amended posts of the constitution's thread: " + Count(len(p.Posts), "post")}
	for _, text := range p.Posts {
		lines := strings.Split(text, "\n")
		for i := range lines {
			lines[i] = Outside(lines[i])
		}
		f.chunks = append(f.chunks, fenced(strings.Join(lines, "\n"))+"\n")
	}
	return f
}
