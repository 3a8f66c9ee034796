package opa

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// assembly is a proposal in a community of so many seats, on which a tenth as many reviews were written.
func assembly(seats int) facts.Facts {
	f := proposal()
	f.Roster, f.Now = nil, closed
	for i := range seats {
		p := facts.Person{Login: fmt.Sprintf("m%d", i), ID: int64(1000 + i)}
		f.Roster = append(f.Roster, facts.Seat{
			Seat: p.Login, GitHub: &p, Roles: []string{"member"}, Since: "2026-01-01T00:00:00Z", Mastodon: "@" + p.Login + "@social.example",
		})
		if i%10 == 0 {
			f.Reviews = append(f.Reviews, facts.Review{
				ID: int64(i), Author: p, State: []string{approved, approved, objected}[i%3], Digest: "d1",
				SubmittedAt: moment.Of(time.Date(2026, 11, 20, 0, 0, i, 0, time.UTC)),
			})
		}
	}
	return f
}

const openly = `governs: [{skills: [block_domain]}]
electorate: {role: member, min_membership: 30d, exclude: [subject]}
threshold: [{value: "1/2", of: cast}]
quorum: [{value: "1/20", of: eligible}]
period: {min: 72h}
veto: {holders: [guardian], effect: suspend}
`

// BenchmarkFirst is what a command pays that decides once.
func BenchmarkFirst(b *testing.B) {
	constitution, f := constitutionOf(b, openly, ""), assembly(10)
	for b.Loop() {
		if _, err := New().Decide(b.Context(), constitution, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	for _, seats := range []int{10, 100, 1000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("n=%d", seats), func(b *testing.B) {
			j, constitution, f := testJudge(b), constitutionOf(b, openly, ""), assembly(seats)
			if _, err := j.Decide(b.Context(), constitution, assembly(1)); err != nil { // the policies are compiled now
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				d, err := j.Decide(b.Context(), constitution, f)
				if err != nil || d.Outcome != decision.Passed {
					b.Fatalf("%s, %v", d.Outcome, err)
				}
			}
		})
	}
}

func BenchmarkCases(b *testing.B) {
	j, cases := testJudge(b), workedCases(b, "cases")
	for b.Loop() {
		if _, err := j.Run(b.Context(), cases); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAnAssemblyOfTenThousandFitsInMemory(t *testing.T) {
	j, constitution, f := testJudge(t), constitutionOf(t, openly, ""), assembly(10_000)
	peak := make(chan uint64)
	done := make(chan struct{})
	go func() {
		var highest uint64
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			highest = max(highest, m.HeapInuse)
			select {
			case <-done:
				peak <- highest
				return
			case <-tick.C:
			}
		}
	}()
	d, err := j.Decide(t.Context(), constitution, f)
	close(done)
	if err != nil || d.Outcome != decision.Passed {
		t.Fatalf("%s, %v", d.Outcome, err)
	}
	if got := <-peak; got > 300<<20 {
		t.Errorf("heap of %d MiB, want 300 at most", got>>20)
	}
}
