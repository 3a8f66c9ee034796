package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/render"
)

func incident(branch, by, why string) render.Incident {
	return render.Incident{Branch: branch, Authorized: strings.Repeat("a", 40), Commits: []render.UnauthorizedCommit{
		{Commit: strings.Repeat("b", 40), By: by, At: "2026-11-21T12:00:00Z", Why: why},
	}}
}

func TestIncidentMentionsNoOneAndRunsNothing(t *testing.T) {
	text := incident("main", "@everyone", "it changes `x` <!-- hidden --> @ada #3 https://bad.example").Text()
	for _, bad := range []string{"@ada", " #3", "https://bad", "<!-- hidden"} {
		if strings.Contains(text, bad) {
			t.Errorf("%q stands in the text:\n%s", bad, text)
		}
	}
}

func TestABranchNameNeverBecomesACommand(t *testing.T) {
	text := incident("main;rm -rf $HOME", "ada", "it was not voted on").Text()
	if strings.Contains(text, "git switch") || !strings.Contains(text, "`main;rm -rf $HOME`") {
		t.Errorf("got:\n%s", text)
	}
}

func TestAnIncidentIsFoundByItsFirstCommitAlone(t *testing.T) {
	i := incident("main", "ada", "it was not voted on")
	first := i.Text()
	i.Commits = append(i.Commits, render.UnauthorizedCommit{Commit: strings.Repeat("c", 40), Why: "more"})
	for _, text := range []string{first, i.Text(), strings.TrimSpace(first)} {
		if commit, ok := render.FindIncident(text); !ok || commit != strings.Repeat("b", 40) {
			t.Errorf("found %q, %t", commit, ok)
		}
	}
	if _, ok := render.FindIncident(first + "\nsomething below it"); ok {
		t.Error("a marker in the middle of a text is taken for one")
	}
}

func TestAnIncidentOfManyCommitsStaysShort(t *testing.T) {
	i := incident("main", "ada", "it was not voted on")
	for n := range 1000 {
		i.Commits = append(i.Commits, render.UnauthorizedCommit{Commit: fmt.Sprintf("%040x", n), Proposal: n, Why: strings.Repeat("why ", 1000)})
	}
	if text := i.Text(); len(text) > 20_000 || !strings.Contains(text, "- and 981 more\n") {
		t.Errorf("%d bytes", len(text))
	}
}
