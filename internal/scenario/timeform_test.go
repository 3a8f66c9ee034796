package scenario_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/canonical"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

var timeOf = regexp.MustCompile(`"(merged_at|submitted_at|at)":"([^"]+)"`)

// retimed writes the texts of a document's times in another way.
func retimed(document []byte, write func(name, text string) string) []byte {
	return timeOf.ReplaceAllFunc(document, func(field []byte) []byte {
		part := timeOf.FindSubmatch(field)
		name := string(part[1])
		return []byte(`"` + name + `":"` + write(name, string(part[2])) + `"`)
	})
}

// inAnotherZone is the same time with an offset and a fraction.
func inAnotherZone(_, text string) string {
	at, _ := time.Parse(time.RFC3339, text)
	return at.In(time.FixedZone("", 3600)).Format("2006-01-02T15:04:05.000-07:00")
}

func unknownMerge(name, text string) string {
	if name == "merged_at" {
		return "noon"
	}
	return text
}

// rewritten adds to a ledger the first lawful merge whose people are known once more, with its times written in another way.
func rewritten(t *testing.T, book port.Ledger, write func(name, text string) string) (body, kept []byte) {
	t.Helper()
	chain, err := book.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held, err := ledger.Fold(chain)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(held.Decisions, func(d ledger.Recorded[ledger.DecisionBody]) bool {
		return d.Body.Lawful && len(chain.Missing(chain.Facts[d.Body.Facts])) == 0
	})
	merge := held.Decisions[i]
	file, sum, err := ledger.FactsFile(json.RawMessage(retimed(chain.Facts[merge.Body.Facts], write)))
	if err != nil {
		t.Fatal(err)
	}
	body = bytes.ReplaceAll(retimed(merge.Entry.Body, write), []byte(merge.Body.Facts), []byte(sum))
	_, entry, err := chain.Next(ledger.Decided, longAfter(), merge.Entry.Proposal, merge.Entry.Commit, json.RawMessage(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Append(t.Context(), chain.Head, []ledger.File{file, entry}); err != nil {
		t.Fatal(err)
	}
	return body, bytes.TrimSpace(file.Data)
}

func keepsItsBytes[T any](t *testing.T, document []byte) {
	t.Helper()
	var read T
	if err := json.Unmarshal(document, &read); err != nil {
		t.Fatal(err)
	}
	if again, err := canonical.JSON(read); err != nil || !bytes.Equal(again, document) {
		t.Errorf("read and written again:\n%s, want\n%s: %v", again, document, err)
	}
}

func TestVerifyReadsTimesInAnyForm(t *testing.T) {
	cases := map[string]struct {
		write func(name, text string) string
		form  string
		fault string // "" where the decision is re-evaluated
	}{
		"offset and fraction": {inAnotherZone, `.000+01:00"`, ""},
		"no time":             {unknownMerge, `"noon"`, "it cannot be re-evaluated"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			old := firstRevision(t)
			body, kept := rewritten(t, old.Ledger, test.write)
			proof, err := audit.Verify(t.Context(), old)
			switch {
			case err != nil:
				t.Fatal(err)
			case test.fault == "" && (!proof.Valid || proof.Decisions != 7):
				t.Errorf("proof %+v", proof)
			case test.fault != "" && (len(proof.Faults) != 1 || proof.Faults[0].Entry != 40 || !strings.HasPrefix(proof.Faults[0].Why, test.fault) || proof.Decisions != 6):
				t.Errorf("proof %+v", proof)
			}
			if !bytes.Contains(body, []byte(test.form)) || len(timeOf.FindAll(kept, -1)) < 3 {
				t.Errorf("entry %s, facts %s", body, kept)
			}
			keepsItsBytes[ledger.DecisionBody](t, body)
			keepsItsBytes[facts.Facts](t, kept)
		})
	}
}
