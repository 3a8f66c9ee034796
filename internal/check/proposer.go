package check

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// FormPrefix begins the branch of a proposal that a person asked for by the form of an issue. The name of a branch is the
// one thing about a pull request that no one can change afterwards.
func FormPrefix(issue int) string { return fmt.Sprintf("propose/issue-%d/", issue) }

var formBranch = regexp.MustCompile(`^propose/issue-([1-9][0-9]{0,9})/`)

// asker gives who proposes: the author of the pull request, or, where the workflows' bot opened it for a form, the author of
// that issue, by the server's own word. What the pull request's text says of it counts for nothing. An issue that is gone
// leaves the bot, who has no seat.
func (s *evaluation) asker(ctx context.Context, pull facts.Pull) (facts.Person, int, error) {
	found := formBranch.FindStringSubmatch(pull.HeadRef)
	if found == nil {
		return pull.Author, 0, nil
	}
	charter, err := s.Charter(ctx, s.Last().Commit)
	if by := pull.Author.ID; err != nil || by != facts.SharedBot && by != s.CreatorBy(charter.Settings.Forge.Creator) {
		return pull.Author, 0, err
	}
	number, err := strconv.Atoi(found[1])
	if err != nil {
		return pull.Author, 0, nil //nolint:nilerr // such a number is that of no issue
	}
	issue, err := s.Forge.Issue(ctx, number)
	if errors.Is(err, facts.ErrNotFound) {
		return pull.Author, 0, nil
	}
	return issue.Author, number, err
}
