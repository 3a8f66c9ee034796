package facts_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

func TestWhatACheckReadOfALostReviewIsUnknownAndStillItsAuthors(t *testing.T) {
	bruno, at := facts.Person{Login: "bruno", ID: 102}, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	words := map[int64]facts.Words{
		1: {Author: bruno, Digest: "d1", State: "CHANGES_REQUESTED", Text: "…", ReadAt: at},
		2: {Author: bruno, Digest: "d1", State: "COMMENTED", Text: "…", ReadAt: at},
		3: {Author: facts.Person{Login: "erased"}, Digest: "d1", State: "CHANGES_REQUESTED", Text: "…", ReadAt: at},
	}
	vanished := []facts.Review{{ID: 1, Author: bruno, State: "DISMISSED", Digest: "d1", SubmittedAt: moment.Parse("2026-11-20T09:00:00Z")}}
	ghost := facts.Review{ID: 1, State: "CHANGES_REQUESTED", Digest: "d1", SubmittedAt: moment.Parse("2026-11-20T08:00:00Z")}
	owned := ghost
	owned.Author = bruno
	for name, test := range map[string]struct {
		record facts.Record
		want   []facts.Review
	}{
		"it is gone":             {facts.Record{Words: words}, vanished},
		"its account is gone":    {facts.Record{Words: words, Reviews: []facts.Review{ghost}}, []facts.Review{owned}},
		"it is gone after merge": {facts.Record{Words: words, Merged: at.Add(time.Hour)}, nil},
		"no check read it":       {facts.Record{Reviews: []facts.Review{ghost}}, []facts.Review{ghost}},
	} {
		if diff := cmp.Diff(test.want, test.record.Ballots()); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}
