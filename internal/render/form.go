package render

import "fmt"

// FormMarker ends every answer to a form, so that the answer is found again.
const FormMarker = "<!-- bylaw:form -->"

// FormProposed answers a form of which a proposal was made.
func FormProposed(number int, title string) string {
	return fmt.Sprintf("This is proposal #%d now: %s\n\nVotes are reviews of that pull request. The author of this form counts as its proposer, and votes by a review like "+
		"every member.\n\n%s\n", number, markdown(title), FormMarker)
}

// FormRefused answers a form of which no proposal was made: what is wrong, a line each, and what to do.
func FormRefused(faults []string, next string) string {
	said := "No proposal was made of this form:\n\n"
	for _, fault := range faults {
		said += "- " + markdown(fault) + "\n"
	}
	if next != "" {
		said += "\n" + markdown(next) + "\n"
	}
	return said + "\n" + FormMarker + "\n"
}

// FormNote says in a proposal who asked for it.
func FormNote(issue int, login string) string {
	return fmt.Sprintf("Asked for in #%d by %s, who counts as the proposer.", issue, code(login))
}
