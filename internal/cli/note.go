package cli

import (
	"github.com/bylaw-dev/bylaw/internal/render"
)

// noteOutside shows a note in which others may have a word.
func (a *app) noteOutside(text string) { a.note("%s", render.Outside(text)) }
