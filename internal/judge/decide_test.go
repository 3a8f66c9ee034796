package judge

import (
	"encoding/json"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// law parses a constitution of one article 3.1 with the provision given, and more text behind it.
func law(t *testing.T, provision, more string) constitution.Constitution {
	t.Helper()
	var found diag.List
	c := constitution.Parse("constitution.md", []byte("# Us\n\n### 3.1 Severing\n\n```provision\n"+provision+"\n```\n"+more), &found)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSmoke(t *testing.T) {
	j, err := New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l := law(t, `governs: [{skills: [block_domain], where: {severity: suspend}}]
electorate: {role: member}
threshold: [{value: "2/3", of: cast}]
quorum: [{value: "1/4", of: eligible}]
period: {min: 72h}
proposer_vote: implicit_yes`, "")
	person := func(login string, id int64) facts.Person { return facts.Person{Login: login, ID: id} }
	f := facts.Facts{Version: 1, Now: "2026-11-21T00:00:00Z", Proposal: facts.Proposal{Number: 3, Author: person("ada", 101), State: "open", Digest: "d"},
		Changes: []facts.Change{{ID: "block_domain:spam.example", Kind: facts.Entry, Action: "create", Skill: "block_domain", Target: "spam.example", After: map[string]any{"severity": "suspend"}}},
		Timing:  facts.Timing{OpenedAt: "2026-11-20T00:00:00Z"},
	}
	for i, n := range []string{"ada", "ben", "cas", "dee", "eve", "fay", "gus", "hal"} {
		p := person(n, int64(101+i))
		f.Roster = append(f.Roster, facts.Seat{Seat: n, GitHub: &p, Roles: []string{"member"}})
	}
	f.Reviews = []facts.Review{
		{ID: 1, Author: person("ben", 102), State: "CHANGES_REQUESTED", SubmittedAt: "2026-11-20T01:00:00Z", Digest: "d"},
		{ID: 2, Author: person("zed", 999), State: "APPROVED", SubmittedAt: "2026-11-20T01:00:00Z", Digest: "d"},
		{ID: 3, Author: person("cas", 103), State: "APPROVED", SubmittedAt: "2026-11-20T01:00:00Z", Digest: "old"},
	}
	d, err := j.Decide(t.Context(), l, f)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := json.MarshalIndent(d, "", " ")
	t.Log(string(raw))
	if d.Outcome != decision.Open {
		t.Fail()
	}
}
