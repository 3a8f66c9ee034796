package mastodon

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const (
	adminReportsPath = "/api/v1/admin/reports"
	statusesPath     = "/api/v1/statuses"
	reportsPage      = 200
)

// readSubjects gives what acts are about; what the server does not have is left out. A target that the token may not read
// says so, and keeps no other from being read.
func (i *Instance) readSubjects(ctx context.Context, resource string, targets []string) ([]plan.Item, error) {
	read := map[string]func(context.Context, string) (map[string]any, error){
		plan.BotResource: i.readBot, plan.PersonResource: i.readPerson, plan.ReportResource: i.readReport, plan.PostResource: i.readPost,
	}[resource]
	all, err := parallel.Map(ctx, targets, func(ctx context.Context, target string) (map[string]any, error) {
		params, err := read(ctx, target)
		if errors.Is(err, plan.ErrUnreadable) && resource != plan.BotResource {
			return map[string]any{plan.Unread: err.Error()}, nil
		}
		return params, err
	})
	if err != nil {
		return nil, err
	}
	var items []plan.Item
	for n, params := range all {
		if params != nil {
			items = append(items, plan.Item{Resource: resource, Target: targets[n], Params: params})
		}
	}
	return items, nil
}

// granted gives the names of the permissions that the catalogue knows and that a role's bits hold.
func granted(bits uint64) []any {
	const administrator = 0x1
	var names []any
	for _, p := range []struct {
		name string
		bit  uint64
	}{
		{"manage_reports", 0x10}, {"manage_federation", 0x20}, {"manage_blocks", 0x80}, {"manage_users", 0x400}, {"delete_user_data", 0x80000},
	} {
		if bits&(p.bit|administrator) != 0 {
			names = append(names, p.name)
		}
	}
	return names
}

func (i *Instance) readBot(ctx context.Context, _ string) (map[string]any, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	server, err := i.FetchServer(ctx)
	if err != nil {
		return nil, err
	}
	bot := map[string]any{
		plan.Permissions: granted(self.Permissions), plan.SignUps: server.SignUps.Enabled,
		plan.AppToken: i.secret(skill.ClientID) != "" && i.secret(skill.ClientSecret) != "",
	}
	if barrier := server.SignUps.barrier(); barrier != "" {
		bot[plan.Barrier] = barrier
	}
	return bot, nil
}

// barrier says what keeps the bot from signing people up where sign-ups are open. That single sign-on is the only way in, a
// server does not say.
func (s SignUps) barrier() string {
	switch {
	case s.Elsewhere:
		return "the server sends people to another site to sign up"
	case s.MinAge > 0:
		return "the server asks for their date of birth"
	}
	return ""
}

// readPerson gives what a one-off action needs to know of an account. The server does not say what suspended a remote account; where
// its domain is suspended, that counts.
func (i *Instance) readPerson(ctx context.Context, target string) (map[string]any, error) {
	found, err := i.fetchAccount(ctx, target, "")
	if _, absent := errors.AsType[*AbsentError](err); absent {
		return nil, nil
	}
	if _, hidden := errors.AsType[*HiddenError](err); hidden {
		return map[string]any{plan.Hidden: true}, nil
	}
	if err != nil {
		return nil, err
	}
	byDomain := false
	if found.Suspended && !found.local() {
		if byDomain, err = i.domainSuspended(ctx, string(*found.Domain)); err != nil {
			return nil, err
		}
	}
	person := map[string]any{
		plan.Local: found.local(), plan.Pending: found.Approved != nil && !*found.Approved,
		plan.Suspended: found.Suspended, plan.ByDomain: byDomain,
	}
	if !isPseudonym(target) {
		person[plan.Account] = found.ID
	}
	return person, nil
}

// domainSuspended reports whether the block in effect for a domain, its own or that of the nearest parent, suspends.
func (i *Instance) domainSuspended(ctx context.Context, domain string) (bool, error) {
	blocks, err := i.readBlocks(ctx)
	if err != nil {
		return false, err
	}
	severities := map[string]string{}
	for _, b := range blocks {
		severities[string(b.Domain)] = b.Severity
	}
	_, severity := rule(severities, strings.ToLower(domain))
	return severity == skill.Suspend, nil
}

// report is a report as moderators see it.
type report struct {
	ID       string   `json:"id"`
	Comment  string   `json:"comment"`
	Closed   bool     `json:"action_taken"`
	ClosedBy *account `json:"action_taken_by_account"`
	Assigned *account `json:"assigned_account"`
	Target   *account `json:"target_account"`
	Statuses []struct {
		ID string `json:"id"`
	} `json:"statuses"`
}

// handleOrEmpty is "" for nobody.
func handleOrEmpty(a *account) string {
	if a == nil || a.Username == "" {
		return ""
	}
	return a.handle()
}

func idOrNone(a *account) string {
	if a == nil {
		return ""
	}
	return a.ID
}

// fetchReport reads one report; ok is false where the server has none of that id.
func (i *Instance) fetchReport(ctx context.Context, id string) (r report, ok bool, err error) {
	_, err = i.call(ctx, http.MethodGet, adminReportsPath+"/"+url.PathEscape(id), nil, nil, &r)
	switch {
	case statusOf(err) == http.StatusNotFound:
		return report{}, false, nil
	case err == nil && r.ID != id:
		err = &AnswerError{http.MethodGet, adminReportsPath, "the answer is about another report than was asked for"}
	}
	return r, err == nil, err
}

func (i *Instance) readReport(ctx context.Context, id string) (map[string]any, error) {
	r, ok, err := i.fetchReport(ctx, id)
	if err != nil || !ok {
		return nil, err
	}
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		plan.Resolved: r.Closed, plan.ResolvedBy: cmp.Or(handleOrEmpty(r.ClosedBy), "nobody known"),
		plan.AssignedTo: handleOrEmpty(r.Assigned), plan.Ours: r.Assigned != nil && r.Assigned.ID == self.ID,
		plan.About: idOrNone(r.Target),
	}, nil
}

// post is a post as far as deleting it needs.
type post struct {
	ID      string `json:"id"`
	Account struct {
		ID string `json:"id"`
	} `json:"account"`
}

// fetchPost reads one post; ok is false where the server shows the bot none of that id.
func (i *Instance) fetchPost(ctx context.Context, id string) (p post, ok bool, err error) {
	_, err = i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(id), nil, nil, &p)
	switch {
	case statusOf(err) == http.StatusNotFound || statusOf(err) == http.StatusGone:
		return post{}, false, nil
	case err == nil && (p.ID != id || p.Account.ID == ""):
		err = &AnswerError{http.MethodGet, statusesPath, "the answer is about another post than was asked for"}
	}
	return p, err == nil, err
}

// readPost says whose a post is: its words and its author stay out of every plan. Of the bot's own the text is read, so
// that the constitution is not deleted by its number.
func (i *Instance) readPost(ctx context.Context, id string) (map[string]any, error) {
	p, shown, err := i.fetchPost(ctx, id)
	if err != nil {
		return nil, err
	}
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	if p.Account.ID != self.ID {
		return i.readPostOfAnother(ctx, id, p, shown)
	}
	var source struct {
		Text string `json:"text"`
	}
	if _, err := i.call(ctx, http.MethodGet, statusesPath+"/"+url.PathEscape(id)+"/source", nil, nil, &source); err != nil {
		return nil, err
	}
	return map[string]any{plan.Ours: true, plan.Constitution: digestIn(source.Text) != ""}, nil
}

// readPostOfAnother looks for the bot's report about a post, and, where the server does not show it to the bot, whether it
// does to others: an author who blocks the bot hides their posts from it alone.
func (i *Instance) readPostOfAnother(ctx context.Context, id string, p post, shown bool) (map[string]any, error) {
	self, err := i.Whoami(ctx)
	if err != nil {
		return nil, err
	}
	filed, err := i.filedReport(ctx, self, id, p.Account.ID)
	if err != nil || shown {
		return map[string]any{plan.Ours: false, plan.FiledReport: filed.ID}, err
	}
	public, err := i.showsOthers(ctx, id)
	// A measure of the bot against the author closes every report, whatever became of the post.
	byHand := filed.Closed && filed.ClosedBy != nil && filed.ClosedBy.ID != self.ID
	return map[string]any{plan.Unseen: true, plan.Public: public, plan.FiledReport: filed.ID, plan.Resolved: byHand}, err
}

// showsOthers asks for a post without a token. A server that shows nothing so answers 401.
func (i *Instance) showsOthers(ctx context.Context, id string) (bool, error) {
	_, shown, err := i.withToken(Token{}).fetchPost(ctx, id)
	if status := statusOf(err); status == http.StatusUnauthorized || status == http.StatusForbidden {
		return false, nil
	}
	return shown, err
}

// asksAbout says whether a report of the bot is about a post.
func (r report) asksAbout(post string) bool {
	for _, attached := range r.Statuses {
		if attached.ID == post {
			return true
		}
	}
	return strings.HasPrefix(r.Comment, commentStart(post)+" ")
}

// filedReport gives the bot's report about a post, an open one first; its ID is "" where there is none. The
// author, where known, keeps the search short.
func (i *Instance) filedReport(ctx context.Context, self Self, id, author string) (report, error) {
	query := url.Values{"account_id": {self.ID}}
	if author != "" {
		query.Set("target_account_id", author)
	}
	for _, state := range []string{"unresolved", "resolved"} {
		if state == "resolved" {
			query.Set(state, "true")
		}
		reports, err := readPagesOf[report](ctx, i, adminReportsPath, query, reportsPage)
		if err != nil {
			return report{}, err
		}
		for _, r := range reports {
			if r.asksAbout(id) {
				return r, nil
			}
		}
	}
	return report{}, nil
}
