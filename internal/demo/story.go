package demo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// scene is one step: what happens, and what is shown of it.
type scene struct {
	title string
	play  func(context.Context) (text string, err error)
}

// scenes is the story in order.
func (t *Theatre) scenes() []scene {
	return []scene{
		{"The co-operative is bootstrapped: its charter is put in force", t.bootstrap},
		{"dana proposes to suspend harvest.example, and to give ten days of notice before that", t.proposal},
		{"A day later goran has approved: too few votes", t.tooFew},
		{"dana makes it two weeks of notice: goran's vote was for another text. A stranger votes too", t.amended},
		{"The members vote until the last day, and the vote closes", t.closing},
		{"ada merges; bylaw plans what that means for the server", t.planning},
		{"bylaw applies it, and publishes the amended constitution", t.applying},
		{"A second plan finds nothing left to do", t.again},
		{"Everyone can check the ledger", t.record},
		{"And read what was decided, a page a proposal", t.page},
	}
}

// bootstrap puts the charter in force on the server. Nothing was in force before, so there is no vote on it.
func (t *Theatre) bootstrap(ctx context.Context) (string, error) {
	prepared, err := bootstrap.Prepare(ctx, t.votes)
	if err == nil {
		err = bootstrap.Run(ctx, t.votes, prepared, "ada")
	}
	if err != nil {
		return "", err
	}
	source, err := t.tip(ctx)
	if err != nil {
		return "", err
	}
	_, receipt, err := apply.Run(ctx, t.world, source, apply.Options{})
	if err != nil {
		return "", err
	}
	charter := source.Charter
	return fmt.Sprintf("%s: %s, %s, %s.\n%s made on its Mastodon server, the constitution pinned at\n%s\n",
		charter.Settings.Community, render.Count(len(charter.Roster.Seats), "seat"), render.Count(len(charter.Constitution.Articles), "article"),
		render.Count(len(charter.Constitution.Provisions), "provision"), render.Count(receipt.Count(apply.Done), "change"), receipt.Thread), nil
}

// tip loads the protected branch, which must be authorized.
func (t *Theatre) tip(ctx context.Context) (branch.Source, error) {
	return check.Authorize(ctx, t.votes, check.AuthorizeOptions{})
}

// proposal writes a block and an amendment on a branch, and opens a pull request.
func (t *Theatre) proposal(ctx context.Context) (string, error) {
	t.now = t.now.Add(24 * time.Hour)
	if err := t.work.Switch("sever-harvest"); err != nil {
		return "", err
	}
	if err := t.addBlock(); err != nil {
		return "", err
	}
	if err := t.push("gives them a week", "gives them ten days", "Sever harvest.example after ten days of notice"); err != nil {
		return "", err
	}
	number, err := t.github.Propose("dana", hub.Proposal{
		Title: "Sever harvest.example, and give more notice", Head: "sever-harvest", Base: protectedBranch,
	})
	t.number = number
	if err == nil {
		_, err = t.check(ctx)
	}
	return fmt.Sprintf("Proposal #%d, opened %s. It changes governance/instance/federation.yaml and article 4.2:\n"+
		"  + harvest.example: suspend (\"Harvests posts against consent\")\n"+
		"  ~ 4.2 \"gives them a week\" becomes \"gives them ten days\"\n", number, t.when()), err
}

// addBlock splices the block into the clone as `bylaw import` would.
func (t *Theatre) addBlock() error {
	file := filepath.Join(t.clone(), filepath.FromSlash(charter.FederationFile))
	before, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	after, _, err := charter.AddBlocks(charter.FederationFile, before, []plan.Item{{
		Resource: "domain_blocks", Target: "harvest.example", Reason: "notice of 20 October unanswered",
		Params: map[string]any{"severity": "suspend", "public_comment": "Harvests posts against consent"},
	}})
	if err != nil {
		return err
	}
	return os.WriteFile(file, after, 0o600) //nolint:gosec // the folder is the story's own
}

// push replaces a phrase of the constitution, and pushes the branch as dana.
func (t *Theatre) push(old, new, message string) error {
	file := filepath.Join(t.clone(), filepath.FromSlash(charter.ConstitutionFile))
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Contains(text, []byte(old)) {
		return fmt.Errorf("the sample constitution no longer says %q", old)
	}
	amended := bytes.Replace(text, []byte(old), []byte(new), 1)
	if err := os.WriteFile(file, amended, 0o600); err != nil { //nolint:gosec // the folder is the story's own
		return err
	}
	commit, err := t.commit("dana", message)
	if err != nil {
		return err
	}
	return t.github.Push("dana", t.clone(), "sever-harvest", commit, false)
}

// tooFew is the first check: one approval, and the vote goes on.
func (t *Theatre) tooFew(ctx context.Context) (string, error) {
	t.now = t.now.Add(24 * time.Hour)
	if err := t.review("goran", "APPROVE", ""); err != nil {
		return "", err
	}
	return t.verdict(ctx, decision.Open)
}

// amended changes the content, which opens a new vote and leaves the old ballots behind.
func (t *Theatre) amended(ctx context.Context) (string, error) {
	t.now = t.now.Add(6 * time.Hour)
	if err := t.push("gives them ten days", "gives them two weeks", "Give two weeks of notice"); err != nil {
		return "", err
	}
	if _, err := t.check(ctx); err != nil {
		return "", err
	}
	t.now = t.now.Add(18 * time.Hour)
	if err := t.review(stranger, "APPROVE", "great idea"); err != nil {
		return "", err
	}
	if err := t.review("bruno", "APPROVE", ""); err != nil {
		return "", err
	}
	return t.verdict(ctx, decision.Open)
}

// closing lets enough members vote, and the period end.
func (t *Theatre) closing(ctx context.Context) (string, error) {
	for _, voter := range []string{"ada", "emre", "hana"} {
		t.now = t.now.Add(12 * time.Hour)
		if err := t.review(voter, "APPROVE", ""); err != nil {
			return "", err
		}
	}
	if err := t.review("freya", "REQUEST_CHANGES", "we should talk to them once more"); err != nil {
		return "", err
	}
	t.now = t.now.Add(6 * 24 * time.Hour)
	return t.verdict(ctx, decision.Passed)
}

func (t *Theatre) review(login, event, body string) error {
	_, err := t.github.Review(login, t.number, hub.Ballot{Event: event, Body: body})
	return err
}

// check does what the workflow does after every event.
func (t *Theatre) check(ctx context.Context) (check.Finding, error) {
	r, err := check.Run(ctx, t.votes, check.Options{Proposal: t.number, Notifier: t.teller, Closer: t.forge})
	if err != nil {
		return check.Finding{}, err
	}
	return r.Findings[0], r.Findings[0].Problem
}

// verdict shows what the members read, and checks it against the story.
func (t *Theatre) verdict(ctx context.Context, expected decision.Outcome) (string, error) {
	found, err := t.check(ctx)
	if err != nil {
		return "", err
	}
	if found.Decision.Outcome != expected {
		return "", fmt.Errorf("the proposal is %s, the story wants it %s", found.Decision.Outcome, expected)
	}
	return "It is " + t.when() + ".\n" + render.DecisionText(found.Decision, render.Style{Now: found.Facts.Now}), nil
}

// planning merges, as a person with the right to does, decides once more as of the merge, and shows the difference.
func (t *Theatre) planning(ctx context.Context) (string, error) {
	if _, err := t.github.Merge("ada", t.number, "", "merge"); err != nil {
		return "", err
	}
	if _, err := t.check(ctx); err != nil {
		return "", err
	}
	p, err := t.plan(ctx)
	if err != nil {
		return "", err
	}
	return render.PlanText(p, render.Style{}), nil
}

// applying enacts what was decided.
func (t *Theatre) applying(ctx context.Context) (string, error) {
	community := apply.Community{Votes: t.votes, Open: func(context.Context, branch.Source) (apply.Ports, error) { return t.world, nil }}
	_, receipt, err := apply.Enact(ctx, community, apply.Options{Holder: "the workflow"})
	if err != nil {
		return "", err
	}
	posted, _, err := t.world.Board.Current(ctx)
	if err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(strings.Join(posted.Texts[:1], ""), "\n\n")
	return fmt.Sprintf("%s made and read back. The constitution is now published at\n%s\nas %s. The first one begins:\n%s\n",
		render.Count(receipt.Count(apply.Done), "change"), posted.URL, render.Count(len(posted.IDs), "post"), indent(first, "  | ")), nil
}

func (t *Theatre) again(ctx context.Context) (string, error) {
	p, err := t.plan(ctx)
	if err != nil {
		return "", err
	}
	if n := len(p.Changes); n > 0 {
		return "", fmt.Errorf("%s left to do", render.Count(n, "change"))
	}
	return render.PlanText(p, render.Style{}), nil
}

// plan works out what the tip would change now.
func (t *Theatre) plan(ctx context.Context) (plan.Plan, error) {
	source, err := t.tip(ctx)
	if err != nil {
		return plan.Plan{}, err
	}
	prospect, err := apply.Plan(ctx, t.world, source, apply.PlanOptions{})
	return prospect.Plan, err
}

// when is the story's time.
func (t *Theatre) when() string { return t.now.Format("Monday 2 January 15:04") }

func indent(text, by string) string { return by + strings.ReplaceAll(text, "\n", "\n"+by) }
