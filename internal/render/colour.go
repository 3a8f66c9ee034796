package render

// What a colour means, the same in every command. They are the eight colours that each terminal has its own shades of, and no
// text says anything by its colour alone.
const (
	colourGood    = "32" // green: holds, passed, added
	colourBad     = "31" // red: fails, failed, refused, removed, an error
	colourCaution = "33" // yellow: open, unknown, changed, left to a person, a warning
	colourHeading = "1"  // bold
	colourAside   = "2"  // faint: what only helps to find one's way
)

// paint colours a text where colours are wanted.
func (s Style) paint(colour, text string) string {
	if !s.Colour || colour == "" || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}
