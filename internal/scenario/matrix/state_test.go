package matrix_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// finalState is what two runs with the same effect have in common: everything that the server keeps, each collection in its
// order, and the outcome of each change in the ledger. Ids and times are replaced by names: they differ from run to run.
type finalState struct {
	Server  map[string][]string
	Changes map[string]ledger.Status
	Kinds   map[ledger.Kind]int
	// Anchored says that the thread's first post names the ledger's head as of the last enactment.
	Anchored bool
	// Unknown are the actions that the plan asks a person to look at.
	Unknown []string
}

// Ids are long numbers, and times are in RFC 3339; both may be within a text, such as the address of a post.
var (
	idForm   = regexp.MustCompile(`\b[0-9]{15,}\b`)
	headForm = regexp.MustCompile(`bylaw ledger [0-9a-f]{32}`)
	timeForm = regexp.MustCompile(`"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"`)
)

// serverState is what the server keeps: accounts with their states, blocks, strikes with their mails, reports, posts, pins.
func serverState(t *testing.T, server *sandbox.Server) map[string][]string {
	t.Helper()
	var encoded []byte
	var err error
	server.Edit(func(s *sandbox.State) { encoded, err = json.Marshal(s) })
	if err != nil {
		t.Fatal(err)
	}
	var state map[string]json.RawMessage
	if err := json.Unmarshal(encoded, &state); err != nil {
		t.Fatal(err)
	}
	// An application that asks for its token again gets another one with the same rights.
	for _, passing := range []string{"last_id", "events", "idempotency_keys", "version", "tokens"} {
		delete(state, passing)
	}
	collections := map[string][]json.RawMessage{}
	names := map[string]string{}
	for name, raw := range state {
		var elements []json.RawMessage
		if json.Unmarshal(raw, &elements) != nil {
			elements = []json.RawMessage{raw}
		}
		collections[name] = elements
		for n, element := range elements {
			var identified struct {
				ID string `json:"id"`
			}
			if json.Unmarshal(element, &identified) == nil && identified.ID != "" {
				names[identified.ID] = nameOf(name, n)
			}
		}
	}
	seen := map[string][]string{}
	for name, elements := range collections {
		for _, element := range elements {
			seen[name] = append(seen[name], named(element, names))
		}
		if !ordered(name) {
			slices.Sort(seen[name])
		}
	}
	return seen
}

// ordered says whether the order of a collection matters; in others it is only the order of creation.
func ordered(collection string) bool { return collection == "statuses" || collection == "accounts" }

func nameOf(collection string, n int) string {
	if ordered(collection) {
		return collection + " " + strconv.Itoa(n)
	}
	return collection
}

func named(element []byte, names map[string]string) string {
	element = idForm.ReplaceAllFunc(element, func(id []byte) []byte {
		if name, ok := names[string(id)]; ok {
			return []byte("<" + name + ">")
		}
		return []byte("<number>")
	})
	element = headForm.ReplaceAll(element, []byte("bylaw ledger <head>"))
	return string(bytes.TrimSpace(timeForm.ReplaceAll(element, []byte(`"<time>"`))))
}

// ledgerState is the final outcome of each change in the entries after the first ones, and the number of enactments and
// publications.
func ledgerState(t *testing.T, chain ledger.Chain, after int) (map[string]ledger.Status, map[ledger.Kind]int) {
	t.Helper()
	changes, kinds := map[string]ledger.Status{}, map[ledger.Kind]int{}
	for _, entry := range chain.Entries[after:] {
		switch entry.Kind {
		case ledger.Enacted, ledger.Publish:
			kinds[entry.Kind]++
		case ledger.Outcome:
			body, err := ledger.Body[ledger.OutcomeBody](entry)
			if err != nil {
				t.Fatal(err)
			}
			for id, result := range body.Results {
				if changes[id] == ledger.Done {
					t.Errorf("entry %d gives %s an outcome again: %q after done", entry.Seq, id, result.Status)
				}
				changes[id] = result.Status
			}
		default:
		}
	}
	return changes, kinds
}
