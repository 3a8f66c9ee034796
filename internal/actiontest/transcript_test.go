package actiontest

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// story is every step once: a bootstrapped community, a proposal, its vote, its merge, and its apply. It writes down who did
// what and what each job printed.
type story struct {
	*runner
	page  strings.Builder
	shown int // jobs that were written down already
}

// did writes down what a person did, and then what ran because of it.
func (s *story) did(format string, args ...any) {
	s.Helper()
	s.settle()
	fmt.Fprintf(&s.page, "%s  %s\n", s.now.Format("2006-01-02 15:04"), fmt.Sprintf(format, args...))
	for _, j := range s.log[s.shown:] {
		fmt.Fprintf(&s.page, "\n    %s, triggered by %s\n", j.workflow, j.event)
		for line := range strings.Lines(j.output.String()) {
			s.page.WriteString(strings.TrimRight("    | "+line, " \n") + "\n")
		}
		for _, name := range []string{"outcome", "changes", "thread-url", "proposals"} {
			if value := j.outputs[name]; value != "" {
				fmt.Fprintf(&s.page, "    output %s: %s\n", name, value)
			}
		}
	}
	s.shown = len(s.log)
	s.page.WriteString("\n")
}

var (
	hashes   = regexp.MustCompile(`\b[0-9a-f]{12,64}\b`)
	posts    = regexp.MustCompile(`@bylaw/[0-9]+`)
	versions = regexp.MustCompile(`(?m)^    \| bylaw [0-9].*$`)
)

// transcript is what was written down, without what differs from run to run.
func (s *story) transcript() string {
	page := strings.NewReplacer(s.GitHubURL, "https://github.example", s.MastodonURL, "https://social.example", s.dir, "(runner)").Replace(s.page.String())
	page = versions.ReplaceAllString(posts.ReplaceAllString(page, "@bylaw/(id)"), "    | bylaw (version)")
	return hashes.ReplaceAllString(page, "(hash)")
}

// vote lets members approve a proposal; the workflows that their votes trigger have run when it returns.
func (s *story) vote(number int, logins ...string) {
	s.Helper()
	for _, login := range logins {
		_, err := s.GitHub.Review(login, number, github.Ballot{Event: "APPROVE"})
		s.must(err)
		s.did("%s approves proposal #%d", login, number)
	}
}

// openStory bootstraps a community and writes that down.
func openStory(t *testing.T, settings ...string) *story {
	t.Helper()
	s := &story{runner: bootstrapped(t, settings...)}
	s.did("ada bootstraps the community: bylaw bootstrap")
	return s
}

// fillIn is how freya, who knows no git, proposes: she fills in the form that suspends a server.
func (s *story) fillIn() (number int) {
	s.Helper()
	body := "### Server\n\nAAA.example\n\n### How far\n\nsuspend (cut off: follows and data are lost)\n\n### Public comment\n\n_No response_\n\n" +
		"### Until\n\n_No response_\n\n### Why\n\nnotice of 20 October unanswered\n"
	issue, err := s.as("freya").PostIssue(s.Context(), "Proposal: sever aaa.example", body)
	s.must(err)
	s.did("freya fills in the form \"Limit or suspend a server\": issue #%d", issue.Number)
	pulls, err := s.as("freya").OpenPulls(s.Context(), s.Branch)
	s.must(err)
	if len(pulls) != 1 {
		s.Fatalf("open proposals: %v\n%s", pulls, s.page.String())
	}
	return pulls[0].Number
}

// decide lets two members vote, and goes on to the end of the vote.
func (s *story) decide(number int) {
	s.Helper()
	s.now = s.now.Add(2 * time.Hour)
	s.vote(number, "ada")
	s.now = s.now.Add(24 * time.Hour)
	s.vote(number, "freya")
	s.now = s.now.Add(72 * time.Hour)
}

// enacted fails unless the last apply put the block on the server, posted the thread, and kept a valid ledger.
func (s *story) enacted() {
	s.Helper()
	j := s.last("bylaw-apply.yml")
	thread := j.outputs["thread-url"]
	if j.failed || j.outputs["outcome"] != "enacted" || j.outputs["changes"] != "7" || !strings.HasPrefix(thread, "https://social.example/@bylaw/") {
		s.Fatalf("apply failed: %t, outputs %q\n%s", j.failed, j.outputs, j.output.String())
	}
	if !strings.Contains(j.summary, "7 of 7 changes done") || !strings.Contains(j.summary, "aaa.example") {
		s.Errorf("the summary of apply is\n%s", j.summary)
	}
	var blocked, pinned []string
	s.Mastodon.Edit(func(state *box.State) {
		for _, b := range state.DomainBlocks {
			if b.Domain == "aaa.example" {
				blocked = append(blocked, b.Severity)
			}
		}
		for _, p := range state.Statuses {
			if !p.PinnedAt.IsZero() {
				pinned = append(pinned, fmt.Sprintf("https://social.example/@bylaw/%d", p.ID))
			}
		}
	})
	if diff := cmp.Diff([][]string{{"suspend"}, {thread}}, [][]string{blocked, pinned}); diff != "" {
		s.Errorf("blocks of aaa.example and pinned posts (-want +got):\n%s", diff)
	}
	if said := s.bylaw("ada", "", "verify", "-C", filepath.Join(s.dir, "repository.git")); !strings.Contains(said, "Ledger valid") || !strings.Contains(said, "1 enactment proven") {
		s.Errorf("verify says %s", said)
	}
}

// again runs the scheduled apply and expects that it writes nothing.
func (s *story) again() {
	s.Helper()
	s.Mastodon.ForgetRequests()
	s.now = s.now.Add(time.Hour)
	j := s.schedule("bylaw-apply.yml")
	s.did("an hour passes")
	if j.failed || j.outputs["outcome"] != "in_sync" || j.outputs["changes"] != "0" {
		s.Errorf("the second apply failed: %t, outputs %q\n%s", j.failed, j.outputs, j.output.String())
	}
	for _, request := range s.Mastodon.Requests() {
		if request.Writes() {
			s.Errorf("the second apply wrote: %v", request)
		}
	}
}

// From a filled form to an enacted block, without a git command. The merge is bylaw's own, with the token of a workflow, which starts no push run: the dispatch has to trigger apply.
func TestAFilledFormBecomesAnEnactedBlock(t *testing.T) {
	t.Parallel()
	s := openStory(t, "merge: auto")
	number := s.fillIn()
	s.decide(number)
	before := len(s.GitHub.Runs())
	j := s.schedule("bylaw-check.yml")
	s.did("the vote is over")
	if j.failed || !strings.Contains(j.output.String(), fmt.Sprintf("proposal #%d: merged as", number)) {
		t.Fatalf("check failed: %t\n%s", j.failed, j.output.String())
	}
	for _, run := range s.GitHub.Runs()[before:] {
		if run.Event != "repository_dispatch" || run.Action != "bylaw-apply" {
			t.Errorf("a merge by the bot started %+v", run)
		}
	}
	if a := s.last("bylaw-apply.yml"); a.event != "repository_dispatch bylaw-apply" {
		t.Errorf("apply was triggered by %s", a.event)
	}
	s.enacted()
	s.again()
	golden.Compare(t, "testdata/transcript.txt", s.transcript())
}

// The checkouts bring one commit only, as without fetch-depth: 0.
func TestAMergeByAPersonIsEnactedByItsPush(t *testing.T) {
	t.Parallel()
	s := openStory(t, "merge: manual")
	s.shallow = true
	number := s.propose("suspend", "governance/instance/federation.yaml", suspending)
	s.did("dana pushes a branch and proposes it: #%d", number)
	s.decide(number)
	j := s.schedule("bylaw-check.yml")
	if j.failed || strings.Contains(j.output.String(), "merged as") {
		t.Fatalf("check failed: %t\n%s", j.failed, j.output.String())
	}
	_, err := s.GitHub.Merge("dana", number, "", "")
	s.must(err)
	s.did("dana merges #%d", number)
	if a := s.last("bylaw-apply.yml"); a.event != "push" {
		t.Errorf("apply was triggered by %s", a.event)
	}
	s.enacted()
	s.again()
}
