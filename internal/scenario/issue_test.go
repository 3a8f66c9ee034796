package scenario_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// ending is a source whose constitution has other line ends.
func (s *testEnv) ending(text, end string) branch.Source {
	return s.source(map[string]string{"constitution.md": strings.ReplaceAll(text, "\n", end)})
}

func TestOtherLineEndsAreNoOtherText(t *testing.T) {
	for name, ends := range map[string][2]string{"to CRLF": {"\n", "\r\n"}, "to LF": {"\r\n", "\n"}} {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			text := s.file("governance/constitution.md")
			amended := strings.Replace(text, "gives them a week", "gives them ten days", 1)
			s.mustApply(s.ending(text, ends[0]))
			s.Advance(time.Hour)
			board := s.count()
			if receipt := s.mustApply(s.ending(text, ends[1])); !receipt.Enacted || len(receipt.Results) > 0 || board.head != nil {
				t.Errorf("%+v, posted %q", receipt, board.head)
			}
			if _, came, err := apply.Publish(t.Context(), s.world, s.ending(text, ends[1]), apply.Options{}); err != nil || came.Changed {
				t.Errorf("publish: %+v, %v", came, err)
			}
			board = s.count()
			s.mustApply(s.ending(amended, ends[1]))
			if want := "Version 2, in force since 2026-11-21"; board.head[1] != want || board.head[2] != "Articles changed: 4.2" {
				t.Errorf("the next text says %q, want %q", board.head[1:3], want)
			}
		})
	}
}

// TestAThreadThatNamesTheBytesOfTheFileIsKept: threads of before name the bytes of a file with Windows line ends.
func TestAThreadThatNamesTheBytesOfTheFileIsKept(t *testing.T) {
	s := newTestEnv(t)
	source := s.ending(s.file("governance/constitution.md"), "\r\n")
	s.mustApply(source)
	s.server.Edit(func(state *sandbox.State) {
		for _, status := range state.Statuses {
			constitution := source.Charter.Constitution
			status.Text = strings.Replace(status.Text, thread.Marker(constitution.TextDigest()), thread.Marker(constitution.Digest), 1)
		}
	})
	board := s.count()
	prospect, err := apply.Plan(t.Context(), s.world, source, apply.PlanOptions{})
	if err != nil || len(prospect.Plan.Changes)+len(prospect.Plan.Drift) > 0 || board.head != nil {
		t.Errorf("%+v, %+v, %v", prospect.Plan.Changes, prospect.Plan.Drift, err)
	}
}
