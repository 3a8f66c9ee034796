package facts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// hour is a moment of the day on which all of these stories happen.
func hour(h float64) time.Time {
	return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC).Add(time.Duration(h * float64(time.Hour)))
}

const never = "0000000000000000000000000000000000000000"

// moves is the log of a head that was at each of the commits in turn, from the hours given, newest first.
func moves(at map[float64]string) []facts.Push {
	var hours []float64
	for h := range at {
		hours = append(hours, h)
	}
	slices.Sort(hours)
	var log []facts.Push
	before := never
	for _, h := range hours {
		log = append(log, facts.Push{Before: before, After: at[h], At: hour(h)})
		before = at[h]
	}
	slices.Reverse(log)
	return log
}

func TestTheHeadTookItsContentWithTheFirstCommitOfThatContent(t *testing.T) {
	content := map[string]string{"a1": "A", "a2": "A", "a3": "A", "b": "B"}
	cases := map[string]struct {
		log     []facts.Push
		head    string
		at      float64
		known   bool
		since   float64
		commits string
	}{
		"one commit":                       {moves(map[float64]string{1: "a1"}), "a1", 20, true, 1, "a1"},
		"a commit that means the same":     {moves(map[float64]string{1: "a1", 2: "a2"}), "a2", 20, true, 1, "a2 a1"},
		"changed":                          {moves(map[float64]string{1: "b", 2: "a1"}), "a1", 20, true, 2, "a1"},
		"changed, then tidied up":          {moves(map[float64]string{1: "b", 2: "a1", 3: "a2"}), "a2", 20, true, 2, "a2 a1"},
		"there and back":                   {moves(map[float64]string{1: "a1", 2: "b", 3: "a1"}), "a1", 20, true, 3, "a1"},
		"there and back to another commit": {moves(map[float64]string{1: "a1", 2: "b", 3: "a2"}), "a2", 20, true, 3, "a2"},
		"by way of a commit that is gone":  {moves(map[float64]string{1: "a1", 2: "gone", 3: "a2"}), "a2", 20, true, 3, "a2"},
		"deleted and restored":             {moves(map[float64]string{1: "a1", 2: never, 3: "a1"}), "a1", 20, true, 3, "a1"},
		"deleted after the merge":          {moves(map[float64]string{1: "a1", 2: never}), "a1", 20, true, 1, "a1"},
		"reused after the merge":           {moves(map[float64]string{1: "a1", 10: "b"}), "a1", 9, true, 1, "a1"},
		"a log that lags behind":           {moves(map[float64]string{1: "b"}), "a1", 20, true, 20, "a1"},
		"a log that lags, same content":    {moves(map[float64]string{1: "a1"}), "a2", 20, true, 20, "a2"},
		"a log with a gap": {
			[]facts.Push{{Before: "a2", After: "a3", At: hour(5)}, {Before: never, After: "a1", At: hour(1)}}, "a3", 20, true, 5, "a3",
		},
		"a log that begins later":      {[]facts.Push{{Before: "a1", After: "a2", At: hour(5)}}, "a2", 20, true, 5, "a2"},
		"a head that cannot be read":   {moves(map[float64]string{1: "gone"}), "gone", 20, true, 20, "gone"},
		"no log":                       {nil, "a1", 20, false, 0, "a1"},
		"nothing but what came later":  {moves(map[float64]string{10: "b"}), "a1", 9, false, 0, "a1"},
		"the same commit pushed again": {moves(map[float64]string{1: "a1", 2: "a2", 3: "a1"}), "a1", 20, true, 1, "a1 a2"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			got := facts.TenureOf(test.head, test.log, content, hour(test.at))
			want := facts.Tenure{Known: test.known, Commits: strings.Fields(test.commits)}
			if test.known {
				want.Since = hour(test.since)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("tenure (-want +got):\n%s", diff)
			}
		})
	}
}

const bot = 41898282

// status is a status by an account at an hour.
func status(creator int64, h float64) facts.CommitStatus {
	return facts.CommitStatus{Context: "ByLaw", Creator: facts.Person{ID: creator}, Created: hour(h)}
}

func TestOpenedIsTheLatestMomentThatCannotBeBackdated(t *testing.T) {
	plain := facts.Vote{
		Pull: facts.Pull{Created: hour(2)}, Digest: "A", Tenure: facts.Tenure{Known: true, Since: hour(3)},
		Statuses: []facts.CommitStatus{status(bot, 4), status(bot, 5)}, Creator: bot, Bootstrapped: hour(1), At: hour(20),
	}
	blind := func(v *facts.Vote) { v.Tenure = facts.Tenure{} }
	happens := func(kind string, h float64) func(*facts.Vote) {
		return func(v *facts.Vote) { v.Events = append(v.Events, facts.Event{Kind: kind, At: hour(h)}) }
	}
	saw := func(digest string, h float64) func(*facts.Vote) {
		return func(v *facts.Vote) { v.Recorded = append(v.Recorded, facts.Sighting{At: hour(h), Digest: digest}) }
	}
	app := func(v *facts.Vote) {
		v.Creator, v.Dedicated, v.Statuses = 7, true, []facts.CommitStatus{status(7, 6), status(7, 9)}
	}
	cases := map[string]struct {
		changes []func(*facts.Vote)
		want    float64 // hour; 0 is not open
	}{
		"the first trusted status":                    {nil, 4},
		"the opening of the proposal":                 {[]func(*facts.Vote){func(v *facts.Vote) { v.Pull.Created = hour(8) }}, 8},
		"reopened":                                    {[]func(*facts.Vote){happens("closed", 8), happens("reopened", 9)}, 9},
		"made ready":                                  {[]func(*facts.Vote){happens("ready_for_review", 9)}, 9},
		"retargeted":                                  {[]func(*facts.Vote){happens("base_ref_changed", 9)}, 9},
		"retargeted by the forge":                     {[]func(*facts.Vote){happens("automatic_base_change_succeeded", 9)}, 9},
		"only renamed":                                {[]func(*facts.Vote){happens("renamed", 9)}, 4},
		"reopened after the moment":                   {[]func(*facts.Vote){happens("reopened", 21)}, 4},
		"content newer than the status":               {[]func(*facts.Vote){func(v *facts.Vote) { v.Tenure.Since = hour(4.5) }}, 5},
		"content newer than every status":             {[]func(*facts.Vote){func(v *facts.Vote) { v.Tenure.Since = hour(6) }}, 20},
		"no status yet":                               {[]func(*facts.Vote){func(v *facts.Vote) { v.Statuses = nil }}, 20},
		"statuses by somebody else":                   {[]func(*facts.Vote){func(v *facts.Vote) { v.Creator = 8 }}, 20},
		"nobody's statuses count":                     {[]func(*facts.Vote){func(v *facts.Vote) { v.Creator = 0; v.Statuses = []facts.CommitStatus{status(0, 4)} }}, 20},
		"a status of another context":                 {[]func(*facts.Vote){func(v *facts.Vote) { v.Statuses[0].Context = "bylaw/ledger" }}, 5},
		"a status after the merge":                    {[]func(*facts.Vote){func(v *facts.Vote) { v.At = hour(3.5) }}, 3.5},
		"a draft":                                     {[]func(*facts.Vote){func(v *facts.Vote) { v.Pull.Draft = true }}, 0},
		"bootstrapped later":                          {[]func(*facts.Vote){func(v *facts.Vote) { v.Bootstrapped = hour(10) }}, 10},
		"no log, the shared bot, never recorded":      {[]func(*facts.Vote){blind}, 20},
		"no log, the shared bot, recorded":            {[]func(*facts.Vote){blind, saw("A", 7), saw("A", 8)}, 7},
		"no log, recorded with another in between":    {[]func(*facts.Vote){blind, saw("A", 7), saw("B", 8), saw("A", 9)}, 9},
		"no log, last recorded with another":          {[]func(*facts.Vote){blind, saw("A", 7), saw("B", 8)}, 20},
		"no log, recorded after the moment":           {[]func(*facts.Vote){blind, saw("A", 21)}, 20},
		"no log, a dedicated App":                     {[]func(*facts.Vote){blind, app}, 6},
		"no log, a dedicated App, another in between": {[]func(*facts.Vote){blind, app, saw("B", 7), saw("A", 8)}, 9},
		"a log outranks the record":                   {[]func(*facts.Vote){saw("A", 3.5)}, 4},
		"statuses by somebody else, recorded":         {[]func(*facts.Vote){saw("A", 3.5), func(v *facts.Vote) { v.Creator = 8 }}, 3.5},
		"an account that changed":                     {[]func(*facts.Vote){saw("A", 3.5), func(v *facts.Vote) { v.Statuses[0].Creator.ID = 9 }}, 3.5},
		"recorded before the content came":            {[]func(*facts.Vote){saw("A", 2.5), func(v *facts.Vote) { v.Creator = 8 }}, 20},
		"recorded by a clock that is slow":            {[]func(*facts.Vote){saw("A", 2.99), func(v *facts.Vote) { v.Creator = 8 }}, 3},
		"a dedicated App that never checked":          {[]func(*facts.Vote){saw("A", 3.5), func(v *facts.Vote) { v.Creator, v.Dedicated = 8, true }}, 20},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			v := plain
			v.Statuses = slices.Clone(plain.Statuses)
			for _, change := range test.changes {
				change(&v)
			}
			want := time.Time{}
			if test.want > 0 {
				want = hour(test.want)
			}
			if got := v.Opened(); !got.Equal(want) {
				t.Errorf("opened %s, want %s", got, want)
			}
		})
	}
}
