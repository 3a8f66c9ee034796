package facts_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// blocked is the small tree with these domains suspended, each as "domain=severity".
func blocked(entries ...string) facts.Tree {
	var list strings.Builder
	list.WriteString("domain_blocks:\n")
	for _, entry := range entries {
		domain, severity, _ := strings.Cut(entry, "=")
		list.WriteString("  - {domain: " + domain + ", severity: " + severity + "}\n")
	}
	if len(entries) == 0 {
		return tree(map[string]string{federation: "domain_blocks: []\n"})
	}
	return tree(map[string]string{federation: list.String()})
}

func TestAMergeCarriesWhatWasVotedOnOrAPartWhoseRestIsInForce(t *testing.T) {
	cases := map[string]struct {
		fork, head, before, after facts.Tree
		why                       string // "" where it carries
	}{
		"the very same": {
			blocked("a.example=noop"), blocked("a.example=noop", "b.example=suspend"), blocked("a.example=noop"), blocked("a.example=noop", "b.example=suspend"), "",
		},
		"beside what others changed": {
			blocked(), blocked("b.example=suspend"), blocked("a.example=noop"), blocked("a.example=noop", "b.example=suspend"), "",
		},
		"a part, the rest in force with the same values": {
			blocked(), blocked("a.example=noop", "b.example=suspend"), blocked("a.example=noop"), blocked("a.example=noop", "b.example=suspend"), "",
		},
		"nothing, all in force already": {blocked(), blocked("a.example=noop"), blocked("a.example=noop"), blocked("a.example=noop"), ""},
		"a part, the rest in force with other values": {
			blocked(), blocked("a.example=suspend", "b.example=suspend"), blocked("a.example=noop"), blocked("a.example=noop", "b.example=suspend"), "leaves out",
		},
		"a part, the rest nowhere": {blocked(), blocked("a.example=noop", "b.example=suspend"), blocked(), blocked("b.example=suspend"), "leaves out"},
		"something more":           {blocked(), blocked("a.example=noop"), blocked(), blocked("a.example=noop", "b.example=suspend"), "not voted on"},
		"another value":            {blocked(), blocked("a.example=noop"), blocked(), blocked("a.example=suspend"), "not voted on"},
		"the same end from elsewhere": {
			blocked("a.example=noop"), blocked("a.example=suspend"), blocked("a.example=silence"), blocked("a.example=suspend"), "not voted on",
		},
		"a removal that happened already": {blocked("a.example=noop"), blocked(), blocked(), blocked(), ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			why, ok := facts.Carries(compare(t, test.fork, test.head), compare(t, test.before, test.after), compare(t, test.fork, test.before))
			if ok != (test.why == "") || !strings.Contains(why, test.why) {
				t.Errorf("carries %t because %q, want %q", ok, why, test.why)
			}
		})
	}
}

// stride is one commit of a protected branch: a push, or the merge of a proposal that left the branch at fork.
type stride struct {
	tree    facts.Tree
	fault   error
	merge   bool
	fork    facts.Tree
	head    facts.Tree // what was voted on; nil: tree
	refused string
}

func (s stride) take(t *testing.T, c *facts.BranchHistory) bool {
	t.Helper()
	next := facts.Reading{Tree: s.tree, Fault: s.fault}
	if !s.merge {
		_, lawful := c.Push(next)
		return lawful
	}
	head := s.head
	if head == nil {
		head = s.tree
	}
	_, lawful := c.Merge(next, facts.Motion{Fork: s.fork, Voted: compare(t, s.fork, head), Refused: s.refused})
	return lawful
}

func TestBranchHistoryIsAuthorizedAsLongAsItIsWhatWasDecided(t *testing.T) {
	start := blocked("a.example=noop")
	tidy := tree(map[string]string{federation: "# tidy\ndomain_blocks:\n  - {severity: noop, domain: a.example}\n"})
	voted := blocked("a.example=noop", "b.example=suspend")
	pushed := blocked("a.example=noop", "evil.example=suspend")
	both := blocked("a.example=noop", "b.example=suspend", "evil.example=suspend")
	worse := blocked("a.example=noop", "evil.example=noop")
	noop := blocked("a.example=silence")
	cases := map[string]struct {
		strides []stride
		lawful  string // one letter a stride
	}{
		"decisions":                          {[]stride{{tree: voted, merge: true, fork: start}}, "y"},
		"an editorial push":                  {[]stride{{tree: tidy}, {tree: voted, merge: true, fork: tidy}}, "yy"},
		"a push with meaning":                {[]stride{{tree: pushed}}, "n"},
		"a merge that was not decided":       {[]stride{{tree: voted, merge: true, fork: start, refused: "open"}}, "n"},
		"an editorial merge needs none":      {[]stride{{tree: tidy, merge: true, fork: start, refused: "open"}}, "y"},
		"a push is not undone by a push":     {[]stride{{tree: pushed}, {tree: start}}, "nn"},
		"a decision restores":                {[]stride{{tree: pushed}, {tree: start, merge: true, fork: pushed}}, "ny"},
		"a refused restoration does not":     {[]stride{{tree: pushed}, {tree: start, merge: true, fork: pushed, refused: "open"}}, "nn"},
		"a decision on the difference heals": {[]stride{{tree: pushed}, {tree: pushed, merge: true, fork: start, head: pushed}}, "ny"},
		"a decision on other things does not": {
			[]stride{{tree: pushed}, {tree: both, merge: true, fork: pushed}, {tree: tidy}}, "nnn",
		},
		"restored after another decision": {
			[]stride{{tree: pushed}, {tree: both, merge: true, fork: pushed}, {tree: voted, merge: true, fork: both}}, "nny",
		},
		"a decision from an unlawful state is on another difference": {
			[]stride{{tree: noop}, {tree: blocked("a.example=suspend"), merge: true, fork: noop}}, "nn",
		},
		"two pushes, one undone":            {[]stride{{tree: pushed}, {tree: worse}, {tree: pushed, merge: true, fork: worse}}, "nnn"},
		"an editorial push on top of it":    {[]stride{{tree: pushed}, {tree: pushed}}, "nn"},
		"lawful again after healing":        {[]stride{{tree: pushed}, {tree: start, merge: true, fork: pushed}, {tree: tidy}, {tree: voted, merge: true, fork: tidy}}, "nyyy"},
		"more than was voted on":            {[]stride{{tree: both, merge: true, fork: start, head: voted}}, "n"},
		"a link among the files":            {[]stride{{tree: start, fault: errors.New("is a symbolic link")}}, "n"},
		"a link, removed by a decision":     {[]stride{{tree: start, fault: errors.New("is a symbolic link")}, {tree: start, merge: true, fork: start}}, "ny"},
		"a link, merged though decided":     {[]stride{{tree: voted, merge: true, fork: start, fault: errors.New("is a symbolic link")}}, "n"},
		"files that cannot be read":         {[]stride{{tree: tree(map[string]string{federation: "domain_blocks: [\n"})}}, "n"},
		"unreadable, mended by a decision":  {[]stride{{tree: tree(map[string]string{federation: "domain_blocks: [\n"})}, {tree: start, merge: true, fork: tree(map[string]string{federation: "domain_blocks: [\n"})}}, "ny"},
		"all governed files are taken away": {[]stride{{tree: facts.Tree{}}}, "n"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			c := facts.NewBranchHistory(start, new(facts.Charters))
			got := ""
			for _, s := range test.strides {
				if s.take(t, &c) {
					got += "y"
				} else {
					got += "n"
				}
			}
			if got != test.lawful {
				t.Errorf("lawful %q, want %q", got, test.lawful)
			}
			if c.Tainted() != strings.HasSuffix(got, "n") {
				t.Errorf("stained %t after %q", c.Tainted(), got)
			}
		})
	}
}

func TestOnlyATreeThatMeansTheSameIsEditorial(t *testing.T) {
	c := facts.NewBranchHistory(blocked("a.example=noop"), new(facts.Charters))
	for name, test := range map[string]struct {
		next facts.Reading
		want bool
	}{
		"the same":      {facts.Reading{Tree: blocked("a.example=noop")}, true},
		"another value": {facts.Reading{Tree: blocked("a.example=suspend")}, false},
		"a fault":       {facts.Reading{Tree: blocked("a.example=noop"), Fault: errors.New("a link")}, false},
	} {
		if got := c.Editorial(test.next); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestALogSpeaksAgainstMergesThatItDoesNotKnow(t *testing.T) {
	log := moves(map[float64]string{1: "a", 5: "b", 9: "c"})
	for name, test := range map[string]struct {
		log   []facts.Push
		merge string
		at    float64
		want  string
	}{
		"it agrees":                        {log, "b", 5, ""},
		"within a minute":                  {log, "b", 5.01, ""},
		"at another time":                  {log, "b", 3, "the log of the branch says 2026-11-21T05:00:00Z"},
		"unknown to it":                    {log, "x", 5, "knows no merge at 2026-11-21T05:00:00Z"},
		"before it begins":                 {log, "x", 1, ""},
		"there is none":                    {nil, "x", 5, ""},
		"back-dated to before it was made": {log, "c", 2, "the log of the branch says 2026-11-21T09:00:00Z"},
	} {
		if got := facts.Contradicts(test.log, test.merge, hour(test.at)); (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestACommitLandedWithTheFirstUpdateThatReachesIt(t *testing.T) {
	log := moves(map[float64]string{1: "a", 5: "c", 9: "d"})
	for commits, want := range map[string]float64{"a b c d": 1, "b c d": 5, "d": 9, "e": 0} {
		got := facts.Landed(log, strings.Fields(commits)).At
		if want == 0 && !got.IsZero() || want > 0 && !got.Equal(hour(want)) {
			t.Errorf("%q landed at %s, want hour %v", commits, got, want)
		}
	}
}

func TestForcedUpdatesAreNamed(t *testing.T) {
	log := moves(map[float64]string{1: "a", 5: "b"})
	if got := facts.Forced(log); len(got) != 0 {
		t.Errorf("found %q", got)
	}
	log[0].Kind, log[0].Actor = "force_push", facts.Person{Login: "mallory"}
	got := facts.Forced(log)
	if len(got) != 1 || got[0] != "mallory moved the protected branch by force at 2026-11-21T05:00:00Z, from a to b" {
		t.Errorf("found %q", got)
	}
}
