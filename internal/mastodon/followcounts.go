package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

const (
	measuresPath = "/api/v1/admin/measures"
	follows      = "instance_follows"   // of accounts there, by people here
	followers    = "instance_followers" // of accounts here, by people there
)

// readFollowCounts counts the follows between this server and others. It gives nothing where the server does not say: it is too
// old or no Mastodon, the token has no admin:read, the role may not view the dashboard, or the server takes too long to
// count. No plan fails for want of a number.
func (i *Instance) readFollowCounts(ctx context.Context, domains []string) ([]plan.Item, error) {
	items, err := parallel.Map(ctx, domains, i.countFollows)
	_, answered := errors.AsType[*APIError](err)
	_, unreadable := errors.AsType[*AnswerError](err)
	_, network := errors.AsType[*NetworkError](err)
	if (answered || unreadable || network) && !errors.Is(err, ErrCredentials) && ctx.Err() == nil {
		return nil, nil
	}
	return items, err
}

// countFollows asks about a domain and those below it, which a block covers too. The totals are those of all time; the server
// wants two days all the same, and counts day by day between them.
func (i *Instance) countFollows(ctx context.Context, domain string) (plan.Item, error) {
	day := i.now().UTC().Format(time.DateOnly)
	about := map[string]any{"domain": domain, "include_subdomains": true}
	body := map[string]any{"keys": []string{follows, followers}, "start_at": day, "end_at": day, follows: about, followers: about}
	var answer []struct {
		Key   string `json:"key"`
		Total string `json:"total"`
	}
	if _, err := i.call(ctx, http.MethodPost, measuresPath, nil, body, &answer); err != nil {
		return plan.Item{}, err
	}
	totals := map[string]int{}
	for _, one := range answer {
		count, err := strconv.Atoi(one.Total)
		if err != nil || count < 0 {
			return plan.Item{}, &AnswerError{http.MethodPost, measuresPath, fmt.Sprintf("the total of %q is %q", httpapi.Plain(one.Key), httpapi.Plain(one.Total))}
		}
		totals[one.Key] = count
	}
	_, out := totals[follows]
	_, in := totals[followers]
	if !out || !in {
		return plan.Item{}, &AnswerError{http.MethodPost, measuresPath, "the answer does not hold both counts"}
	}
	return plan.FollowCountsItem(domain, totals[follows], totals[followers]), nil
}
