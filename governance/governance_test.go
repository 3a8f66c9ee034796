package governance_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestTheSampleIsWithoutMistakesAndWarnings(t *testing.T) {
	_, found := charter.Load(golden.Sample(t, nil))
	if len(found) > 0 {
		t.Errorf("the sample has mistakes:\n%s", found)
	}
}

func TestEverySkillAndSubjectIsGoverned(t *testing.T) {
	var governed []string
	for _, p := range sample(t).Constitution.Provisions {
		for _, power := range p.Governs {
			governed = append(governed, slices.Concat(power.Skills, power.Subjects)...)
		}
	}
	for _, name := range slices.Concat(skill.Names(), provision.Subjects()) {
		if !slices.Contains(governed, name) {
			t.Errorf("no article governs %s", name)
		}
	}
}

func TestArticlesSayWhatTheirProvisionsSay(t *testing.T) {
	constitution := sample(t).Constitution
	for _, p := range constitution.Provisions {
		text := words(constitution, p.Citation)
		for _, phrase := range phrases(p.Rule) {
			if !strings.Contains(text, phrase) {
				t.Errorf("article %s does not say %q, as its provision does:\n%s", p.Citation, phrase, text)
			}
		}
	}
}

// words gives the prose of an article and of the article above it, in lower case and on one line.
func words(law constitution.Constitution, citation string) string {
	above, _, _ := strings.Cut(citation, ".")
	var text string
	for _, a := range law.Articles {
		if a.Citation == citation || a.Citation == above {
			prose, _, _ := strings.Cut(string(law.Source[a.Start:a.End]), "```")
			text += prose + " "
		}
	}
	return strings.Join(strings.Fields(strings.ToLower(text)), " ")
}

// phrases gives the words with which the sample states the parameters of a rule.
func phrases(r provision.Rule) []string {
	shares := map[string]string{">=2/3": "two thirds", ">=3/4": "three quarters", ">1/2": "more than half", ">=1/2": "half", ">=1/3": "a third", ">=1/4": "a quarter"}
	lengths := map[string]string{"24h": "24 hours", "48h": "48 hours", "72h": "72 hours", "7d": "seven days", "14d": "14 days", "30d": "30 days"}
	var said []string
	for _, c := range r.Threshold {
		if c.Test.Of == "cast" && len(r.Threshold) == 1 {
			said = append(said, shares[c.Test.Op+c.Test.Value.String()]+" of the votes cast")
		}
	}
	for _, c := range r.Quorum {
		if c.Test.Of == "eligible" {
			said = append(said, shares[c.Test.Op+c.Test.Value.String()]+" of the members taking part")
		} else {
			said = append(said, "two of them taking part")
		}
	}
	for _, d := range []*provision.Duration{r.Period.Min, r.Period.Max, r.Electorate.MinMembership} {
		if d != nil {
			said = append(said, lengths[d.String()])
		}
	}
	early := map[string]string{"when_decided": "may close early", "when_passing": "at once"}
	said = append(said, early[r.EarlyPass])
	if r.ProposerVote == "counts" {
		said = append(said, "not presumed")
	}
	if r.Electorate.Role == "moderator" {
		said = append(said, "moderator")
	}
	return said
}

func TestPeopleOfOurOwnServerAreProtected(t *testing.T) {
	guarded := []string{"suspend_account", "disable_account", "delete_account_data"}
	var articles []string
	for _, p := range sample(t).Constitution.Provisions {
		if !slices.ContainsFunc(p.Governs, func(power provision.Power) bool { return touchesLocals(power, guarded) }) {
			continue
		}
		articles = append(articles, p.Citation)
		test := p.Rule.Threshold[0].Test
		share := test.Op + test.Value.String() + " of " + test.Of
		period, _ := provision.ParseDuration("72h")
		long := p.Rule.Period.Min != nil && (*p.Rule.Period.Min == period || p.Rule.Period.Min.Unit == "d" && p.Rule.Period.Min.N >= 3)
		switch {
		case share != ">=2/3 of cast" && share != ">=3/4 of cast":
			t.Errorf("article %s asks for %s, want two thirds at least", p.Citation, share)
		case len(p.Rule.Quorum) == 0:
			t.Errorf("article %s has no quorum", p.Citation)
		case !long:
			t.Errorf("article %s closes after %v, want 72 hours at least", p.Citation, p.Rule.Period.Min)
		case !slices.Contains(p.Rule.Electorate.Exclude, "subject"):
			t.Errorf("article %s lets people judge their own case", p.Citation)
		case p.Rule.EarlyPass != "never":
			t.Errorf("article %s may close early", p.Citation)
		}
	}
	if diff := cmp.Diff([]string{"3.4", "3.6"}, articles); diff != "" {
		t.Errorf("articles over people of our own server (-want +got):\n%s", diff)
	}
}

// touchesLocals reports whether a power reaches accounts of the community's own server.
func touchesLocals(power provision.Power, guarded []string) bool {
	named := slices.ContainsFunc(power.Skills, func(name string) bool { return slices.Contains(guarded, name) })
	return named && !slices.Equal(power.Where["scope"], []string{"remote"})
}

func sample(t *testing.T) charter.Charter {
	t.Helper()
	c, found := charter.Load(golden.Sample(t, nil))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}
