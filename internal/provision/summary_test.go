package provision

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/language"
)

const usual = `{threshold: [{value: "2/3", of: cast}], quorum: [{value: "1/4", of: eligible}], period: {min: 72h}}`

func TestSummarySaysOnlyWhatTheArticleDoesNot(t *testing.T) {
	for name, test := range map[string]struct{ src, near, whole, want string }{
		"nothing is said": {usual, "Blocks.", "",
			"Decided by two thirds of the votes cast, a quarter of the members taking part, the vote stays open for 3 days."},
		"all of it is said": {usual, "Two thirds of the votes cast, with a quarter of the members taking part, after 72 hours.", "",
			"Decided as written."},
		"other units and numbers are the same": {usual, "Two thirds of the votes cast, a quarter of the members taking part, within three days.", "",
			"Decided as written."},
		"a wrong number is put right": {usual, "Half of the votes cast, a quarter of the members taking part, within three days.", "",
			"Decided by two thirds of the votes cast, a quarter of the members taking part, the vote stays open for 3 days."},
		"what is said elsewhere does not count": {usual, "Blocks.", "Two thirds of the votes cast, a quarter of the members taking part, within three days.",
			"Decided by two thirds of the votes cast, a quarter of the members taking part, the vote stays open for 3 days."},
		"except for customs": {`{threshold: [{value: 1}], proposer_vote: implicit_yes, period: {min: 24h}}`, "", "Whoever proposes has a yes.",
			"Decided by at least one vote in favour, the vote stays open for 24 hours."},
		"who votes, and who does not": {
			`{electorate: {role: moderator, min_membership: 30d, exclude: [subject]}, threshold: [{value: 2}], period: {min: 1d}, proposer_vote: excluded}`, "", "",
			"Decided by at least 2 votes in favour, the vote stays open for 1 day, only the role moderator votes, " +
				"members of less than 30 days do not vote, the person concerned does not vote, the proposer does not vote."},
		"words for plain counts": {
			`{electorate: {role: moderator}, threshold: [{value: 2}, {count: no, op: "<=", value: 0}], period: {min: 48h}, early_pass: when_passing}`,
			"Two moderators say yes and none says no; then it passes at once. The vote is open for 48 hours.", "", "Decided as written."},
		"a veto": {`{threshold: [{value: 1}], veto: {holders: [technician], stance: no}}`, "", "",
			"Decided by at least one vote in favour, unless anyone of technician objects."},
		"a veto that is said": {`{threshold: [{value: 1}], veto: {holders: [technician], stance: no}}`, "The technician may stop it. At least one vote in favour.", "",
			"Decided as written."},
		"what comes before and after": {
			`{threshold: [{value: 1}], period: {min: 1w, discussion: 2w}, sponsor: {seconds: 3}, enact: {delay: 48h, concurs: [bot]}, repropose: {after: 30d}}`, "", "",
			"Decided by at least one vote in favour, the vote stays open for 1 week, after 2 weeks of discussion, once 3 second it, " +
				"in force after another 2 days, together with bot, not again within 30 days."},
		"a share that must support it": {`{threshold: [{value: 1}], sponsor: {seconds: "1/4*eligible"}}`, "", "",
			"Decided by at least one vote in favour, once a quarter of the members second it."},
		"a share that must support it, as a division": {`{threshold: [{value: 1}], sponsor: {seconds: "eligible/5"}}`, "", "",
			"Decided by at least one vote in favour, once 1/5 of the members second it."},
		"the rare ones are named": {`{threshold: [{value: 1}], weights: stake, delegation: {allowed: proxy}, tie: casting_vote}`, "", "",
			"Decided by at least one vote in favour, with its own rules on weights and delegation and ties."},
		"a judge": {`{judge: {by: chair}, period: {min: 7d}}`, "", "", "Decided by the judgement of chair, the vote stays open for 7 days."},
		"early ends": {`{threshold: [{value: 1}], early_pass: when_decided}`, "", "",
			"Decided by at least one vote in favour, or earlier once no vote could change it."},
		"early ends said in the words of before": {`{threshold: [{value: 1}], early_pass: when_decided}`, "At least one vote in favour, or earlier once nobody's vote could change it.", "",
			"Decided as written."},
		"a presumed yes said in the words of before": {`{threshold: [{value: 1}], proposer_vote: implicit_yes, period: {min: 24h}}`, "", "The proposer's yes is presumed.",
			"Decided by at least one vote in favour, the vote stays open for 24 hours."},
		"extension": {`{threshold: [{value: 1}], on_no_quorum: extend, period: {min: 7d, max: 14d}}`, "At least one vote in favour, after seven days. It runs on to two weeks.", "",
			"Decided as written."},
	} {
		t.Run(name, func(t *testing.T) {
			p, mistakes := read(t, test.src)
			if mistakes != "" {
				t.Fatal(mistakes)
			}
			english := language.For("en")
			whole := NewProse(test.whole+" All members vote.", english)
			got := Summary(p, []*Prose{NewProse(test.near, english)}, whole, english)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSummarySaysWhoVotesWhereTheTextDoesNot(t *testing.T) {
	for code, want := range map[string]string{
		"en": "Decided by at least one vote in favour, every seat on the roster votes.",
		"de": "Entschieden wird durch mindestens eine Ja-Stimme, jeder Sitz der Mitgliederliste stimmt ab.",
		"fr": "La décision est prise par au moins une voix pour, chaque siège de la liste des membres vote.",
		"es": "Se decide por al menos un voto a favor, vota cada puesto de la lista de miembros.",
	} {
		p, mistakes := read(t, `{threshold: [{value: 1}]}`)
		if mistakes != "" {
			t.Fatal(mistakes)
		}
		table := language.For(code)
		if got := Summary(p, []*Prose{NewProse("", table)}, NewProse("", table), table); got != want {
			t.Errorf("%s: %s", code, got)
		}
	}
}

func TestSummaryIsSaidInTheLanguageOfTheText(t *testing.T) {
	for name, test := range map[string]struct{ code, near, want string }{
		"German": {"de", "Sperren.", "Entschieden wird durch zwei Drittel der abgegebenen Stimmen, ein Viertel der Mitglieder als Beteiligung, die Abstimmung bleibt 3 Tage offen, nur die Rolle admin stimmt ab, es sei denn, jemand von tech widerspricht."},
		"German, said": {"de", "Die Admins entscheiden mit zwei Drittel der abgegebenen Stimmen, ein Viertel der Mitglieder als Beteiligung, innerhalb von drei Tagen, nur die Rolle admin. Die Rolle tech kann widersprechen.",
			"Entschieden wird wie geschrieben."},
		"French":  {"fr", "Blocages.", "La décision est prise par deux tiers des voix exprimées, participation : un quart des membres, le vote reste ouvert 3 jours, seul le rôle admin vote, sauf si quelqu’un de tech s’y oppose."},
		"Spanish": {"es", "Bloqueos.", "Se decide por dos tercios de los votos emitidos, participación: un cuarto de los miembros, la votación permanece abierta 3 días, solo vota el rol admin, salvo que alguien de tech se oponga."},
	} {
		t.Run(name, func(t *testing.T) {
			p, mistakes := read(t, `{electorate: {role: admin}, threshold: [{value: "2/3", of: cast}], quorum: [{value: "1/4", of: eligible}], period: {min: 72h}, veto: {holders: [tech], stance: no}}`)
			if mistakes != "" {
				t.Fatal(mistakes)
			}
			table := language.For(test.code)
			got := Summary(p, []*Prose{NewProse(test.near, table)}, NewProse("", table), table)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
}
