package render

import (
	"regexp"
	"strings"
)

// The kinds of comments that bylaw writes once.
const (
	VoteAgainKind = "again"  // votes came before the present vote; the key is when it opened
	RemindKind    = "remind" // the vote closes soon; the key is when it opened
)

// VoteAgain asks seats to vote again whose votes came before the present vote opened. It mentions no one.
func VoteAgain(voided []string, openedAt string) string {
	return "A new vote on this proposal has begun on " + markdown(moment(openedAt)) + ". Votes from before do not count: " +
		strings.Join(seatNames(voided), ", ") + ".\n\nPlease look at the proposal and review it again.\n\n" +
		Once(VoteAgainKind, openedAt) + "\n"
}

// Voter is a seat that has not voted. Login is its holder's present name on the forge, "" where it is not known.
type Voter struct{ Seat, Login string }

// mentioned is the most people that one comment notifies; the server ignores further ones.
const mentioned = 50

var login = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,38}$`)

// Reminder mentions who has not voted, as no other text of bylaw does. Times are RFC 3339 in UTC.
func Reminder(silent []Voter, closesAt, openedAt string) string {
	names := make([]string, 0, len(silent))
	for i, v := range silent {
		if i < mentioned && login.MatchString(v.Login) {
			names = append(names, "@"+v.Login)
			continue
		}
		names = append(names, code(shortened(v.Seat, 64)))
	}
	return sentence(names, "and") + ": this vote closes " + markdown(moment(closesAt)) +
		", and you have not voted yet. Approve, request changes, or write a comment review that begins with `/abstain`.\n\n" +
		Once(RemindKind, openedAt) + "\n"
}
