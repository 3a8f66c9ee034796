package branch_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// commits are the commits of a repository by name, each with the domain that it blocks, "" for none.
type commits map[string]string

func (c commits) Tip(context.Context, string) (string, error) { return "", errors.ErrUnsupported }
func (c commits) Trunk(string, string) ([]string, error)      { return nil, errors.ErrUnsupported }
func (c commits) MergeBase(a, _ string) (string, error)       { return a, nil }
func (c commits) Governed(_ context.Context, commit string) (facts.Tree, error) {
	blocked, ok := c[commit]
	if !ok {
		return nil, errors.New("no such commit")
	}
	list := "domain_blocks: []\n"
	if blocked != "" {
		list = "domain_blocks:\n  - {domain: " + blocked + ", severity: suspend, reason: spam}\n"
	}
	tree := facts.Tree{}
	for path, text := range map[string]string{
		"governance/bylaw.yaml":               "version: 1\ncommunity: Example\ninstance: https://social.example\n",
		"governance/constitution.md":          "# Constitution\n\n## 1 Members\n\nMembers decide.\n",
		"governance/roster.yaml":              "seats:\n  - {seat: ada, github: {login: ada, id: 101}, roles: [member]}\n",
		"governance/instance/federation.yaml": list,
	} {
		tree[path] = facts.Blob{Mode: facts.Regular, Hash: text, Data: []byte(text)}
	}
	return tree, nil
}

// proposals are the evidence: by the commit that begins it, the merge of a proposal that voted on what the merge holds.
type proposals struct {
	repository *branch.Repository
	merges     map[string]proposal
}

type proposal struct {
	merge            string
	voted            string // the commit that holds what was voted on
	refused, pending string
}

func (p proposals) Arrival(ctx context.Context, so *branch.State, place int) (branch.Arrival, error) {
	found, ok := p.merges[so.Commits[place]]
	if !ok {
		return branch.Arrival{Merge: -1}, nil
	}
	voted, err := p.repository.Content(ctx, so.Commits[place-1], found.voted)
	came := branch.Arrival{Merge: place, Pending: found.pending, Verdict: branch.Verdict{Proposal: 1, At: time.Unix(int64(place), 0)}}
	for so.Commits[came.Merge] != found.merge {
		came.Merge++
	}
	came.Motion = facts.Motion{Fork: voted.Before, Voted: voted.Changes, Refused: found.refused}
	return came, err
}

func (proposals) Pushed(*branch.State, int) branch.Verdict { return branch.Verdict{} }

// outcome writes a state down: each commit that was judged with + or -, and with ~ where a later one remediates it.
func outcome(s branch.State) string {
	var words []string
	for _, v := range s.Recent {
		sign := "-"
		if v.Authorized {
			sign = "+"
		} else if v.Remediated {
			sign = "~"
		}
		words = append(words, sign+v.Commit)
	}
	if s.Pending != "" {
		words = append(words, "pending")
	}
	return strings.Join(words, " ")
}

func TestWalk(t *testing.T) {
	all := commits{"root": "", "same": "", "a": "a.example", "b": "b.example", "back": ""}
	cases := map[string]struct {
		branch string
		merges map[string]proposal
		want   string
	}{
		"nothing after the first":                  {"root", nil, ""},
		"a push that changes nothing":              {"root same", nil, "+same"},
		"a push that changes something":            {"root a", nil, "-a"},
		"a merge of what was voted on":             {"root a", map[string]proposal{"a": {merge: "a", voted: "a"}}, "+a"},
		"a merge of something else":                {"root a", map[string]proposal{"a": {merge: "a", voted: "b"}}, "-a"},
		"a merge with the commits before it":       {"root b a", map[string]proposal{"b": {merge: "a", voted: "a"}}, "+a"},
		"a merge that was refused":                 {"root a", map[string]proposal{"a": {merge: "a", voted: "a", refused: "open"}}, "-a"},
		"an editorial push on an unauthorized one": {"root a a", nil, "-a -a"},
		"a decision on all that differs":           {"root a b", map[string]proposal{"b": {merge: "b", voted: "b"}}, "~a +b"},
		"a decided return to the last authorized":  {"root a back", map[string]proposal{"back": {merge: "back", voted: "back"}}, "~a +back"},
		"no verdict yet":                           {"root a same", map[string]proposal{"a": {merge: "a", voted: "a", pending: "late"}}, "pending"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			r := branch.NewRepository(all)
			s := branch.State{Commits: strings.Fields(test.branch), Authorized: []branch.Verdict{{Commit: "root", Authorized: true}}}
			if err := branch.Walk(t.Context(), r, &s, 0, proposals{r, test.merges}); err != nil {
				t.Fatal(err)
			}
			if got := outcome(s); got != test.want {
				t.Errorf("got %q, want %q: %+v", got, test.want, s.Recent)
			}
		})
	}
}

func TestWalkNamesTheCommitThatCannotBeRead(t *testing.T) {
	r := branch.NewRepository(commits{"root": ""})
	s := branch.State{Commits: []string{"root", "lost"}, Authorized: []branch.Verdict{{Commit: "root", Authorized: true}}}
	if err := branch.Walk(t.Context(), r, &s, 0, proposals{r, nil}); err == nil || !strings.Contains(err.Error(), "commit lost of the protected branch: no such commit") {
		t.Errorf("got %v", err)
	}
}

func TestBaseIsTheLastCommitThatWasAuthorizedThen(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2027, 1, 1, hour, 0, 0, 0, time.UTC) }
	s := branch.State{Authorized: []branch.Verdict{{Commit: "root", At: at(5)}, {Commit: "pushed"}, {Commit: "a", At: at(8)}, {Commit: "b", At: at(10)}}}
	for hour, want := range map[int]string{1: "root", 7: "root", 8: "a", 9: "a", 10: "b", 23: "b"} {
		if got := s.Base(at(hour)).Commit; got != want {
			t.Errorf("at %d: got %s, want %s", hour, got, want)
		}
	}
}
