package github

import (
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
)

// declined begins the status of a push that a ruleset forbids; the name of the rule follows.
const declined = "push declined due to repository rule violations"

// reportAside answers a push on two channels: the status of each ref, and before it what people read about those that were declined.
func reportAside(w io.Writer, report *packp.ReportStatus) error {
	both := sideband.NewMuxer(sideband.Sideband64k, w)
	for _, each := range report.CommandStatuses {
		_, rule, ok := strings.Cut(each.Status, declined+": ")
		if !ok {
			continue
		}
		each.Status = declined
		words := fmt.Sprintf("error: GH013: Repository rule violations found for %s.\n\n- %s\n\n", each.ReferenceName, ruleWords(rule))
		if _, err := both.WriteChannel(sideband.ProgressMessage, []byte(words)); err != nil {
			return err
		}
	}
	if err := report.Encode(both); err != nil {
		return err
	}
	return pktline.NewEncoder(w).Flush()
}

// ruleWords says a rule as GitHub does to who pushes.
func ruleWords(rule string) string {
	return map[string]string{
		"required_signatures": "Commits must have verified signatures.", "pull_request": "Changes must be made through a pull request.",
		"non_fast_forward": "Cannot force-push to this branch", "deletion": "Cannot delete this branch",
	}[rule]
}
