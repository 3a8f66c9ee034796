package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Log writes the ledger for people, a line for each entry, the oldest first. Its error names the entry whose body does
// not read as its kind.
func Log(chain ledger.Chain) (string, error) {
	if len(chain.Entries) == 0 {
		return "the ledger is empty: nothing has been recorded yet\n", nil
	}
	var table columns
	for _, e := range chain.Entries {
		said, err := recorded(e)
		if err != nil {
			return "", err
		}
		said = Outside(chain.Clear(said))
		table.add(strconv.Itoa(e.Seq), moment(e.Time.String()), string(e.Kind), said)
	}
	return strings.Join(table.lines(""), "\n") + "\n", nil
}

// recorded says what an entry records.
func recorded(e ledger.Entry) (string, error) {
	said, err := recordedBody(e)
	if e.Proposal > 0 && e.Kind != ledger.Decided {
		said = strings.TrimSpace(fmt.Sprintf("proposal #%d %s", e.Proposal, said))
	}
	if e.Commit != "" {
		said = strings.TrimSpace(said + " (commit " + digest(e.Commit) + ")")
	}
	return said, err
}

// incidentsClosed says which incidents a decision closes, by their entries.
func incidentsClosed(entries []int) string {
	said := ""
	for _, seq := range entries {
		said += fmt.Sprintf("; closes the incident of entry %d", seq)
	}
	return said
}

func recordedBody(e ledger.Entry) (string, error) {
	switch e.Kind {
	case ledger.Decided:
		body, err := ledger.Body[ledger.DecisionBody](e)
		if !body.MergedAt.IsZero() {
			return "merged " + moment(body.MergedAt.String()) + ": " + verdict(body.Decision) + incidentsClosed(body.Closes), err
		}
		return verdict(body.Decision), err
	case ledger.Intent:
		body, err := ledger.Body[ledger.IntentBody](e)
		return "will make " + Count(len(body.Changes), "change") + " of plan " + digest(body.Plan), err
	case ledger.Outcome:
		body, err := ledger.Body[ledger.OutcomeBody](e)
		return outcomes(body), err
	case ledger.Enacted:
		body, err := ledger.Body[ledger.EnactedBody](e)
		return "in force: constitution " + digest(body.Constitution) + ", plan " + digest(body.Plan), err
	case ledger.Publish:
		body, err := ledger.Body[ledger.PublishBody](e)
		if body.Announces != "" {
			return Outside(string(body.Announces)) + ", announced at " + Outside(body.URL), err
		}
		return "constitution " + digest(body.Digest) + " posted at " + Outside(body.URL), err
	case ledger.Genesis:
		body, err := ledger.Body[ledger.GenesisBody](e)
		return "bootstrapped by " + Outside(body.Founder), err
	case ledger.Opening:
		body, err := ledger.Body[ledger.OpeningBody](e)
		if len(body.Words) > 0 {
			return Count(len(body.Words), "review") + " read, on content " + digest(body.Digest), err
		}
		if body.Digest == "" {
			return "has content that cannot be read", err
		}
		return "has new content " + digest(body.Digest) + ", open since " + moment(body.OpenedAt.String()), err
	case ledger.Incident:
		body, err := ledger.Body[ledger.IncidentBody](e)
		return "not authorized: " + Outside(body.Why), err
	case ledger.Erasure:
		body, err := ledger.Body[ledger.ErasureBody](e)
		return Count(len(body.People), "record") + " of a person erased: " + Outside(body.Reason), err
	case ledger.Ballots:
		return pass(e), nil
	case ledger.Override:
		body, err := ledger.Body[ledger.OverrideBody](e)
		return fmt.Sprintf("%s without a decision, by %s: %s", Count(len(body.Changes), "change"), Outside(body.Who), Outside(body.Reason)), err
	}
	return "written by a newer bylaw", nil
}

// pass says what a pass of the inbox recorded. Whether its key signed it, "bylaw verify" says.
func pass(e ledger.Entry) string {
	body, err := ledger.Body[ledger.BallotBody](e)
	if err != nil {
		return "cannot be read as an entry of the inbox: it counts for nothing"
	}
	said := Count(len(body.Ballots), "ballot") + " on Mastodon, read through " + moment(body.ReadThrough.String())
	if len(body.Posts) > 0 {
		said += ", " + Count(len(body.Posts), "proposal post")
	}
	for _, b := range body.Ballots {
		said += fmt.Sprintf("; #%d %s %s", b.Proposal, Outside(b.Seat), Outside(b.Choice))
	}
	return said
}

func outcomes(body ledger.OutcomeBody) string {
	done, failed, ended := 0, 0, 0
	var unknown []string
	for id, r := range body.Results {
		switch r.Status {
		case ledger.Done:
			if r.Message == ledger.TaskShown {
				ended++
			} else {
				done++
			}
		case ledger.Withdrawn:
			ended++
		case ledger.Failed:
			failed++
		case ledger.Unknown:
			unknown = append(unknown, Outside(id))
		case ledger.Begun:
		}
	}
	said := Count(done, "change") + " done"
	if failed > 0 {
		said += ", " + strconv.Itoa(failed) + " failed"
	}
	if ended > 0 {
		said += ", " + Count(ended, "task") + " closed"
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		said += "; it is not known whether these were done, check them on the server: " + strings.Join(unknown, ", ")
	}
	return said
}
