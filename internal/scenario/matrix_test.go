package scenario_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

var wholeMatrix = flag.Bool("matrix", false, "meet every fault at every request, as \"make matrix\" does; else a fixed part")

// stride is the distance between the requests at which the fixed part of the matrix lets something go wrong.
const stride = 3

// endpoint is a kind of entry that apply writes to the server. Whoever adds a way to write adds a line to endpoints: the
// matrix then meets every fault at every request of it.
type endpoint struct {
	file          string            // of the governance repository
	before, after string            // its text as enacted first, "" where it is not there yet, and as applied under faults
	seed          func(*stage)      // what must be on the server before all else; may be nil
	writes        []string          // "METHOD path" as in path.Match, each of which the apply must send
	besides       map[string]string // further files of the change; may be nil
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
func publications(s *stage) map[string]endpoint {
	const posts = " /api/v1/statuses"
	few, many := shortLaw("We are few."), shortLaw(strings.Repeat("We are many, and say so. ", 20))
	edit := map[string]string{"bylaw.yaml": strings.Replace(s.file("governance/bylaw.yaml"), "mode: repost", "mode: edit", 1)}
	return map[string]endpoint{
		"a new thread": {
			before: few, after: shortLaw("We are many."),
			writes: []string{"POST" + posts, "PUT" + posts + "/*", "POST" + posts + "/*/pin", "POST" + posts + "/*/unpin"},
		},
		"a longer text in place":  {before: few, after: many, besides: edit, writes: []string{"POST" + posts, "PUT" + posts + "/*"}},
		"a shorter text in place": {before: many, after: few, besides: edit, writes: []string{"DELETE" + posts + "/*", "PUT" + posts + "/*"}},
	}
}

// shortLaw is a constitution that allows everything here and fills two posts.
func shortLaw(opening string) string {
	return "# Constitution\n\n" + opening + " " + strings.Repeat("We decide together, and write down what we decided. ", 9) +
		"\n\n## 1 Everything\n\nMost votes decide, within a day.\n\n```provision\ngoverns:\n" +
		"  - skills: [block_domain, unblock_domain, publish_constitution]\n  - subjects: [constitution, roster, policies, settings, workflows, cases, mass_change, other]\n" +
		"electorate: {role: member}\nthreshold: [{count: yes, op: \">\", value: \"1/2\", of: cast}]\nperiod: {min: 24h}\n```\n"
}

// files gives the text of every endpoint's file, before or after.
func files(met []endpoint, text func(endpoint) string) map[string]string {
	all := map[string]string{}
	for _, e := range met {
		maps.Copy(all, e.besides)
		if text(e) != "" {
			all[e.file] = text(e)
		}
	}
	return all
}

// bench is what every case of the matrix begins with: a server and a ledger on which the first files are in force.
type bench struct {
	*stage
	met    []endpoint
	saved  string // the server as every case finds it
	begun  []ledger.File
	wanted branch.Source
	stride int           // between the requests that the fixed part of the matrix meets
	later  time.Duration // from when the first files came into force to the apply under faults
	notes  []string      // of the plan of the last run

	unproven *unproven // nil where the server shows the effect of every write
}

func newBench(t *testing.T, publication string) *bench {
	t.Helper()
	s := newStage(t)
	published := publications(s)[publication]
	published.file = "constitution.md"
	return newBenchOf(s, append(endpoints(), published))
}

func newBenchOf(s *stage, met []endpoint) *bench {
	t := s.t
	t.Helper()
	for _, e := range met {
		if e.seed != nil {
			e.seed(s)
		}
	}
	book := &memoryLedger{}
	s.world.Ledger = book
	s.mustApply(s.source(files(met, func(e endpoint) string { return e.before })))
	b := &bench{stage: s, met: met, stride: stride, later: time.Hour, saved: filepath.Join(t.TempDir(), "mastodon.json"), begun: book.files}
	b.wanted = s.source(files(met, func(e endpoint) string { return e.after }))
	if err := s.server.Save(b.saved); err != nil {
		t.Fatal(err)
	}
	return b
}

// reset puts server, ledger and clock back to where every case begins.
func (b *bench) reset() {
	b.t.Helper()
	b.now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC).Add(b.later)
	if err := b.server.Load(b.saved); err != nil {
		b.t.Fatal(err)
	}
	b.world.Ledger = &memoryLedger{files: slices.Clone(b.begun)}
}

// run applies as a new process does, with a saboteur on its way to the server.
func (b *bench) run(s *saboteur) error {
	b.t.Helper()
	s.next, s.now = b.server.Transport(), b.clock
	instance, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: mastodon.NewToken(sandbox.BotToken), Version: "test", Contact: "https://social.example",
		Next: s, Now: b.clock, Sleep: b.sleep, Secrets: func(name string) string { return matrixSecrets()[name] },
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.world.Instance, b.world.Board = instance, instance
	prospect, _, err := apply.Run(b.t.Context(), b.world, b.wanted, apply.Options{Holder: fmt.Sprintf("run of %s", b.now.Format(time.TimeOnly))})
	b.notes = prospect.Plan.Notes
	return err
}

// finish runs again without faults, and gives what is there in the end and the requests that it took.
func (b *bench) finish() (end picture, requests []string) {
	b.t.Helper()
	b.now = b.now.Add(time.Hour)
	quiet := &saboteur{at: -1}
	if err := b.run(quiet); err != nil {
		b.t.Errorf("the run after it: %v", err)
	}
	return b.picture(), quiet.seen
}

func (b *bench) picture() picture {
	b.t.Helper()
	chain, err := b.world.Ledger.Load(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	changes, kinds := ledgerPicture(b.t, chain, len(b.begun))
	posted, _, err := b.world.Board.Current(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	head, _ := thread.FindLedgerHead(posted.Texts[0])
	return picture{serverPicture(b.t, b.server), changes, kinds, strings.HasPrefix(chain.InForce(), head), unknownActs(b.notes)}
}

// undisturbed is the run that all others are compared with, and the requests and entries that it took.
func (b *bench) undisturbed() (want picture, requests []string, appends int) {
	b.t.Helper()
	b.reset()
	quiet, book := &saboteur{at: -1}, &clumsyLedger{Ledger: b.world.Ledger, at: 1 << 30}
	b.world.Ledger = book
	if err := b.run(quiet); err != nil {
		b.t.Fatal(err)
	}
	for _, e := range b.met {
		for _, write := range e.writes {
			if !slices.ContainsFunc(quiet.seen, func(sent string) bool { ok, _ := path.Match(write, sent); return ok }) {
				b.t.Fatalf("the plan of the matrix does not send %q", write)
			}
		}
	}
	requests = slices.Clone(quiet.seen)
	return b.picture(), requests, book.seen
}

// Whatever goes wrong with any one request of an apply, or with everything from that request on, the next run ends where an
// undisturbed one does: nothing is missing, and nothing happened twice.
func TestAfterAnyFaultAtAnyRequestTheNextRunEndsAsAnUndisturbedOne(t *testing.T) {
	for _, publication := range []string{"a new thread", "a longer text in place", "a shorter text in place"} {
		t.Run(publication, func(t *testing.T) { meetFaults(t, publication) })
	}
}

func meetFaults(t *testing.T, publication string) {
	meetFaultsOn(newBench(t, publication), "with "+publication)
}

func meetFaultsOn(b *bench, what string) {
	want, requests, _ := b.undisturbed()
	cases := b.meetAtUnproven(want)
	for _, fault := range faults() {
		if !fault.often && !*wholeMatrix {
			continue
		}
		for at := 0; at < len(requests); at += b.step() {
			cases++
			b.meet(&saboteur{fault: fault, at: at}, want)
		}
	}
	count(b.t, cases, fmt.Sprintf("faults of the server at %d requests, %s", len(requests), what))
}

// meet is one case: a run that the saboteur disturbs, and the next one.
func (b *bench) meet(s *saboteur, undisturbed picture) {
	t := b.t
	t.Helper()
	b.reset()
	first := b.run(s)
	if s.met == 0 {
		t.Errorf("%s at request %d: it did not strike", s.fault.name, s.at)
		return
	}
	end, requests := b.finish()
	want := b.expected(undisturbed, s)
	if diff := cmp.Diff(want, end); diff != "" {
		t.Errorf("%s at request %d (%s), first run %v:\n-undisturbed +resumed\n%s", s.fault.name, s.at, s.seen[s.at], first, diff)
	}
	if sent := b.unproven.sent(s.seen, requests); len(want.Unknown) > 0 && sent != 1 {
		t.Errorf("%s: %s was sent %d times, want once", s.fault.name, b.unproven.write, sent)
	}
}

func (b *bench) step() int {
	if *wholeMatrix {
		return 1
	}
	return b.stride
}

// count tells how many cases were met; "make matrix" and CI show these lines.
func count(t *testing.T, cases int, what string) {
	t.Helper()
	if cases == 0 {
		t.Fatal("the matrix has no case")
	}
	part := "the fixed part"
	if *wholeMatrix {
		part = "all"
	}
	fmt.Fprintf(os.Stdout, "matrix: %d cases met (%s): %s\n", cases, part, what)
}

func TestAfterAnyFaultAtAnyPushOfTheLedgerTheNextRunEndsAsAnUndisturbedOne(t *testing.T) {
	b := newBench(t, "a new thread")
	want, _, appends := b.undisturbed()
	cases := 0
	for at := range appends {
		for _, book := range []clumsyLedger{{}, {stays: true}, {written: true}, {written: true, stays: true}} {
			cases++
			b.reset()
			book.Ledger, book.at = b.world.Ledger, at
			b.world.Ledger = &book
			first := b.run(&saboteur{at: -1})
			b.world.Ledger = book.Ledger
			end, _ := b.finish()
			if diff := cmp.Diff(want, end); diff != "" {
				t.Errorf("push %d, answer lost %t, for good %t, first run %v:\n-undisturbed +resumed\n%s", at, book.written, book.stays, first, diff)
			}
		}
	}
	count(t, cases, fmt.Sprintf("faults of %d pushes of the ledger", appends))
}
