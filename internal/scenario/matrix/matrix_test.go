package matrix_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var fullMatrix = flag.Bool("matrix", false, "try every fault at every request, as \"make matrix\" does; else a fixed part")

// stride is the distance between the requests at which the fixed part of the matrix lets something go wrong.
const stride = 3

// endpoint is a kind of entry that apply writes to the server. A new way to write needs a line in endpoints: the matrix then
// tries every fault at every request of it.
type endpoint struct {
	file          string            // of the governance repository
	before, after string            // its text as enacted first, "" where it is not there yet, and as applied under faults
	writes        []string          // "METHOD path" as in path.Match, each of which the apply must send
	others        map[string]string // further files of the change; may be nil
}

func endpoints() []endpoint {
	const blocks = " /api/v1/admin/domain_blocks"
	return []endpoint{
		{
			file:   "instance/federation.yaml",
			before: "domain_blocks:\n  - {domain: changed.example, severity: silence}\n  - {domain: lifted.example, severity: suspend}\n",
			after:  "domain_blocks:\n  - {domain: changed.example, severity: suspend}\n  - {domain: new.example, severity: suspend}\n",
			writes: []string{"POST" + blocks, "PUT" + blocks + "/*", "DELETE" + blocks + "/*"},
		},
	}
}

// publications are the ways in which a constitution replaces another on the server.
func publications(s *env) map[string]endpoint {
	const posts = " /api/v1/statuses"
	few, many := shortConstitution("We are few."), shortConstitution(strings.Repeat("We are many, and say so. ", 20))
	edit := map[string]string{"bylaw.yaml": strings.Replace(s.file("bylaw.yaml"), "mode: repost", "mode: edit", 1)}
	return map[string]endpoint{
		"a new thread": {
			before: few, after: shortConstitution("We are many."),
			writes: []string{"POST" + posts, "PUT" + posts + "/*", "POST" + posts + "/*/pin", "POST" + posts + "/*/unpin"},
		},
		"a longer text in place":  {before: few, after: many, others: edit, writes: []string{"POST" + posts, "PUT" + posts + "/*"}},
		"a shorter text in place": {before: many, after: few, others: edit, writes: []string{"DELETE" + posts + "/*", "PUT" + posts + "/*"}},
	}
}

// shortConstitution governs everything that the matrix changes, and fills two posts.
func shortConstitution(opening string) string {
	return "# Constitution\n\n" + opening + " " + strings.Repeat("We decide together, and write down what we decided. ", 9) +
		"\n\n## 1 Everything\n\nMost votes decide, within a day.\n\n```provision\ngoverns:\n" +
		"  - skills: [block_domain, unblock_domain, publish_constitution]\n  - subjects: [constitution, roster, policies, settings, workflows, cases, mass_change, other]\n" +
		"electorate: {role: member}\nthreshold: [{count: yes, op: \">\", value: \"1/2\", of: cast}]\nperiod: {min: 24h}\n```\n"
}

// files returns the text of every endpoint's file, before or after.
func files(endpoints []endpoint, text func(endpoint) string) map[string]string {
	all := map[string]string{}
	for _, e := range endpoints {
		maps.Copy(all, e.others)
		if text(e) != "" {
			all[e.file] = text(e)
		}
	}
	return all
}

// Whatever goes wrong with any one request of an apply, or with everything from that request on, the next run ends where an
// undisturbed one does: nothing is missing, and nothing happened twice.
func TestAfterAnyFaultAtAnyRequestTheNextRunEndsAsAnUndisturbedOne(t *testing.T) {
	t.Parallel()
	for _, publication := range []string{"a new thread", "a longer text in place", "a shorter text in place"} {
		t.Run(publication, func(t *testing.T) {
			t.Parallel()
			tryFaultsOn(newFixture(t, publication), "with "+publication)
		})
	}
}

func tryFaultsOn(f *fixture, what string) {
	want, requests, _ := f.undisturbed()
	cases := f.tryAtUnproven(want)
	for _, fault := range faults() {
		if !fault.often && !*fullMatrix {
			continue
		}
		for at := 0; at < len(requests); at += f.step() {
			cases++
			f.try(&faultyTransport{fault: fault, at: at}, want)
		}
	}
	count(f.t, cases, fmt.Sprintf("faults of the server at %d requests, %s", len(requests), what))
}

// try is one case: a run with a fault, and the next one.
func (f *fixture) try(s *faultyTransport, undisturbed finalState) {
	t := f.t
	t.Helper()
	f.reset()
	first := f.run(s)
	if s.failed == 0 {
		t.Errorf("%s at request %d: the request was not sent", s.fault.name, s.at)
		return
	}
	end, requests := f.finish()
	want := f.expected(undisturbed, s)
	if diff := cmp.Diff(want, end); diff != "" {
		t.Errorf("%s at request %d (%s), first run %v:\n-undisturbed +resumed\n%s", s.fault.name, s.at, s.seen[s.at], first, diff)
	}
	if sent := f.unproven.sent(s.seen, requests); len(want.Unknown) > 0 && sent != 1 {
		t.Errorf("%s: %s was sent %d times, want once", s.fault.name, f.unproven.write, sent)
	}
}

func (f *fixture) step() int {
	if *fullMatrix {
		return 1
	}
	return f.stride
}

// count prints how many cases were tried; "make matrix" and CI show these lines.
func count(t *testing.T, cases int, what string) {
	t.Helper()
	if cases == 0 {
		t.Fatal("the matrix has no case")
	}
	part := "the fixed part"
	if *fullMatrix {
		part = "all"
	}
	fmt.Fprintf(os.Stdout, "matrix: %d cases tried (%s): %s\n", cases, part, what)
}

func TestAfterAnyFaultAtAnyPushOfTheLedgerTheNextRunEndsAsAnUndisturbedOne(t *testing.T) {
	t.Parallel()
	f := newFixture(t, "a new thread")
	want, _, appends := f.undisturbed()
	cases := 0
	for at := range appends {
		for _, book := range []faultyLedger{{}, {stays: true}, {written: true}, {written: true, stays: true}} {
			cases++
			f.reset()
			book.Ledger, book.at = f.ports.Ledger, at
			f.ports.Ledger = &book
			first := f.run(&faultyTransport{at: -1})
			f.ports.Ledger = book.Ledger
			end, _ := f.finish()
			if diff := cmp.Diff(want, end); diff != "" {
				t.Errorf("push %d, answer lost %t, for good %t, first run %v:\n-undisturbed +resumed\n%s", at, book.written, book.stays, first, diff)
			}
		}
	}
	count(t, cases, fmt.Sprintf("faults of %d pushes of the ledger", appends))
}
