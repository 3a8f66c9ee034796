package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/language"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// changesShown is how many changes a post lists at most.
const changesShown = 5

// publish posts about each open content that has no post yet.
func (r *pass) publish(ctx context.Context) error {
	var limits thread.Limits
	for _, f := range r.checked.Findings {
		number, digest := f.Pull.Number, f.Facts.Proposal.Digest
		if !votable(f) {
			continue
		}
		if _, posted := r.in.PostOf(number, digest); posted {
			continue
		}
		if limits.Characters == 0 {
			var err error
			if limits, err = r.Server.Describe(ctx); err != nil {
				return err
			}
		}
		p, err := r.about(ctx, f, limits)
		if err != nil {
			return err
		}
		status, at, err := r.Server.Publish(ctx, p)
		if err != nil {
			return fmt.Errorf("post about proposal #%d: %w", number, err)
		}
		post := ledger.Post{Proposal: number, Digest: digest, Status: status, CreatedAt: moment.Of(at)}
		r.result.Posts, r.known.Posts = append(r.result.Posts, post), append(r.known.Posts, post)
		if !slices.Contains(r.known.Contents[number], digest) {
			r.known.Contents[number] = append(r.known.Contents[number], digest)
		}
	}
	return nil
}

// votable says whether members can vote on a finding's content: it is open, its files are right, and it takes a vote.
func votable(f check.Finding) bool {
	return f.Problem == nil && f.Pull.Open && !f.Pull.Draft && len(f.Mistakes) == 0 && !f.Decision.Editorial &&
		f.Facts.Proposal.Digest != "" && f.Decision.Outcome == decision.Open
}

// openPosts are the posts about proposals that are open.
func (r *pass) openPosts() []ledger.Post {
	return slices.DeleteFunc(slices.Clone(r.known.Posts), func(p ledger.Post) bool { return !r.open(p.Proposal) })
}

func (r *pass) open(proposal int) bool {
	return slices.ContainsFunc(r.checked.Findings, func(f check.Finding) bool { return f.Pull.Number == proposal && f.Pull.Open })
}

// about composes the post. It follows the one about an earlier content.
func (r *pass) about(ctx context.Context, f check.Finding, limits thread.Limits) (port.InboxDraft, error) {
	number, digest := f.Pull.Number, f.Facts.Proposal.Digest
	closes, err := r.closing(ctx, f)
	if err != nil {
		return port.InboxDraft{}, err
	}
	parent := ""
	for _, p := range r.known.Posts {
		if p.Proposal == number {
			parent = p.Status
		}
	}
	c := composition{
		table: language.For(r.law.Settings.Publish.Language), law: r.law, finding: f, closes: closes, again: parent != "",
		mark: fmt.Sprintf("bylaw %d %.16s", number, digest),
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s", r.law.Settings.Instance, number, digest))
	return port.InboxDraft{
		Text: c.text(limits), Visibility: r.law.Settings.Publish.Visibility, Language: r.law.Settings.Publish.Language, Parent: parent,
		Key: "bylaw-proposal-" + hex.EncodeToString(sum[:]),
	}, nil
}

// closing is when the vote closes; where it opens with the post, as if it opened now.
func (r *pass) closing(ctx context.Context, f check.Finding) (moment.Time, error) {
	if f.Decision.ClosesAt.Known() {
		return f.Decision.ClosesAt, nil
	}
	as := f.Facts
	as.Timing.OpenedAt = moment.Parse(as.Now)
	d, err := r.Check.Judge.Decide(ctx, f.Charter.Constitution, as)
	return d.ClosesAt, err
}

// composition is a post in the making.
type composition struct {
	table   language.Table
	law     charter.Charter
	finding check.Finding
	closes  moment.Time
	again   bool // there was a post about another content
	mark    string
}

// text fits the server's limit: fewer changes are listed first, then the articles are left out.
func (c composition) text(limits thread.Limits) string {
	head := []string{c.table.Say("inbox.proposal", "n", strconv.Itoa(c.finding.Pull.Number), "title", thread.Line(c.finding.Pull.Title))}
	if c.again {
		head = append(head, c.table.Say("inbox.changed"))
	}
	how := []string{c.table.Say("inbox.how", "words", strings.Join(c.words(), ", "))}
	tail := []string{c.finding.Pull.URL, c.mark}
	var tries [][][]string
	for shown := changesShown; shown > 0; shown-- {
		tries = append(tries, [][]string{head, c.changes(shown), c.articles(), how, tail})
	}
	tries = append(tries, [][]string{head, c.articles(), how, tail}, [][]string{head, how, tail})
	for _, parts := range tries {
		if text := paragraphs(parts); thread.Count(text, limits) <= limits.Characters {
			return text
		}
	}
	return paragraphs([][]string{{c.table.Say("announce.opened", "n", strconv.Itoa(c.finding.Pull.Number))}, tail})
}

// paragraphs leaves an empty line between parts, and empty parts out.
func paragraphs(parts [][]string) string {
	var all []string
	for _, part := range parts {
		if len(part) > 0 {
			all = append(all, strings.Join(part, "\n"))
		}
	}
	return strings.Join(all, "\n\n")
}

// changes says in a line each what the proposal would change, as far as so many lines do. An account or an address is named by
// nothing but a pseudonym.
func (c composition) changes(shown int) []string {
	all := c.finding.Facts.Changes
	lines := []string{c.table.Say("inbox.changes")}
	for _, change := range all[:min(len(all), shown)] {
		lines = append(lines, "- "+c.change(change))
	}
	if more := len(all) - shown; more > 0 {
		lines = append(lines, c.table.Say("inbox.more", "n", strconv.Itoa(more)))
	}
	return lines
}

func (c composition) change(change facts.Change) string {
	switch {
	case change.Kind == facts.Article:
		return c.table.Say("inbox.article", "article", thread.Line(change.Article))
	case change.Skill == "":
		return thread.Line(change.Path)
	}
	line := thread.Line(string(change.Skill))
	if s, ok := skill.Find(change.Skill); ok {
		line = thread.Line(s.Title)
	}
	if target := public(change); target != "" {
		line += ": " + target
	}
	return line
}

// public is the target of a change as far as it names no person.
func public(change facts.Change) string {
	s, _ := skill.Find(change.Skill)
	if len(s.Params) == 0 {
		return ""
	}
	switch s.Params[0].Type {
	case skill.Domain:
		target := thread.Line(change.Target)
		if severity, ok := change.After["severity"].(string); ok {
			target += ", " + thread.Line(severity)
		}
		return target
	case skill.Account:
		if strings.HasPrefix(change.Target, "ref:") {
			return thread.Line(change.Target)
		}
	default: // a number, a network or a name, which may lead to a person
	}
	return ""
}

// articles says which articles decide, and until when one may vote.
func (c composition) articles() []string {
	var cited, lines []string
	for _, ruling := range c.finding.Decision.Rulings {
		cited = append(cited, thread.Line(ruling.Citation))
	}
	if len(cited) > 0 {
		lines = append(lines, c.table.Say("announce.under", "list", strings.Join(cited, ", ")))
	}
	if c.closes.Known() {
		lines = append(lines, c.table.Say("announce.closes", "time", c.closes.String()))
	}
	return lines
}

// words are the words by which most members vote: the community's own where it has some.
func (c composition) words() []string {
	own := map[string][]string{}
	for word, choice := range c.law.Settings.Ballots.Words {
		own[choice] = append(own[choice], word)
	}
	var words []string
	for _, choice := range charter.Choices()[:3] {
		if len(own[choice]) > 0 {
			choice = slices.Min(own[choice])
		}
		words = append(words, choice)
	}
	return words
}
