package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// fold is a part of a comment that is shown on a click. Its chunks are left out from the end where there is no room.
type fold struct {
	title  string
	chunks []string // each ends with a line feed
}

// noteRoom is kept in each fold for its own frame and the note of what was left out.
const noteRoom = 250

func (f fold) size() int {
	size := noteRoom + utf8.RuneCountInString(f.title)
	for _, chunk := range f.chunks {
		size += utf8.RuneCountInString(chunk)
	}
	return size
}

// within writes as many chunks as there is room for, and says how many are missing.
func (f fold) within(room int) string {
	var out strings.Builder
	out.WriteString("<details>\n<summary>" + f.title + "</summary>\n\n")
	room -= noteRoom + utf8.RuneCountInString(f.title)
	for i, chunk := range f.chunks {
		if room -= utf8.RuneCountInString(chunk); room < 0 {
			fmt.Fprintf(&out, "\nShortened: %d of %d parts are left out here. `bylaw check` prints all of them.\n", len(f.chunks)-i, len(f.chunks))
			break
		}
		out.WriteString(chunk)
	}
	return strings.TrimRight(out.String(), "\n") + "\n\n</details>\n"
}

// folded writes folds within so many characters: small ones whole, and large ones with an equal part of what is left.
func folded(folds []fold, room int) string {
	folds = slices.DeleteFunc(slices.Clone(folds), func(f fold) bool { return len(f.chunks) == 0 })
	bySize := make([]int, len(folds))
	for i := range folds {
		bySize[i] = i
	}
	slices.SortStableFunc(bySize, func(a, b int) int { return cmp.Compare(folds[a].size(), folds[b].size()) })
	written := make([]string, len(folds))
	for n, i := range bySize {
		share := min(folds[i].size(), room/(len(folds)-n))
		written[i] = folds[i].within(share)
		room -= share
	}
	return strings.Join(written, "\n")
}
