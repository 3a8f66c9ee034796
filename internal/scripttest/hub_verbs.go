package scripttest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	gogit "github.com/go-git/go-git/v5"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// hubVerbs lists everything that people do on GitHub. WHO is a login, N the number of a proposal. DIR is a clone; it is
// back on main after a push. A BRANCH or HEAD may be "login:branch", which is one of the account's fork.
func hubVerbs() []hubVerb {
	return append(hubShows(), []hubVerb{
		{"join WHO ID [PERMISSION]", (*hub).join},
		{"rename WHO TO", func(h *hub, a []string) error { h.Rename(a[0], a[1]); return nil }},
		{"team NAME [WHO...]", func(h *hub, a []string) error { return h.Team(a[0], a[1:]...) }},
		{"leave WHO", func(h *hub, a []string) error { h.Leave(a[0]); return nil }},
		{"settings [NAME...]", (*hub).configure},
		{"fault ROUTE STATUS [BODY]", (*hub).fault},
		{"unplug AFTER TIMES", (*hub).unplug},

		{"pull DIR BRANCH", func(h *hub, a []string) error { return h.pull(h.ts.MkAbs(a[0]), a[1]) }},
		{"push WHO DIR MESSAGE", (*hub).pushBranch},
		{"branch WHO DIR BRANCH MESSAGE", func(h *hub, a []string) error { return h.newBranch(a, false) }},
		{"force WHO DIR BRANCH MESSAGE", func(h *hub, a []string) error { return h.newBranch(a, true) }},
		{"delete-branch WHO DIR BRANCH", (*hub).deleteBranch},
		{"fork WHO", (*hub).fork},
		{"hide-fork WHO", func(h *hub, a []string) error { h.HideFork(a[0]); return nil }},
		{"delete-fork WHO", func(h *hub, a []string) error { h.DeleteFork(a[0]); return nil }},

		{"propose WHO HEAD TITLE [draft]", (*hub).propose},
		{"merge WHO N [METHOD]", (*hub).merge},
		{"update WHO N", onProposal(func(h *hub, a []string, n int) error { return h.UpdateBranch(a[0], n) })},
		{"close WHO N", onProposal(func(h *hub, a []string, n int) error { return h.Close(a[0], n, true) })},
		{"reopen WHO N", onProposal(func(h *hub, a []string, n int) error { return h.Close(a[0], n, false) })},
		{"draft WHO N", onProposal(func(h *hub, a []string, n int) error { return h.Ready(a[0], n, false) })},
		{"ready WHO N", onProposal(func(h *hub, a []string, n int) error { return h.Ready(a[0], n, true) })},
		{"retarget WHO N BRANCH", onProposal(func(h *hub, a []string, n int) error { return h.Retarget(a[0], n, a[2]) })},

		{"review WHO N EVENT [BODY]", onProposal((*hub).review)},
		{"edit-review WHO N VOTER BODY", onReview(func(h *hub, a []string, n int, id int64) error { return h.EditReview(a[0], n, id, text(a[3])) })},
		{"dismiss WHO N VOTER [silent]", onReview(func(h *hub, a []string, n int, id int64) error {
			return h.Dismiss(a[0], n, id, "dismissed", len(a) > 3)
		})},
		{"vanish WHO N VOTER", onReview(func(h *hub, _ []string, n int, id int64) error { return h.Vanish(n, id) })},
		{"collect WHO N VOTER", onReview(func(h *hub, _ []string, n int, id int64) error { return h.Collect(n, id) })},
		{"status WHO N STATE DESCRIPTION [CONTEXT]", onProposal((*hub).setStatus)},
		{"comment WHO N BODY", onProposal((*hub).comment)},
		{"issue WHO TITLE BODY", (*hub).openIssue},
		{"close-issue WHO N", onProposal(func(h *hub, a []string, n int) error {
			client, err := h.as(a[0])
			if err == nil {
				_, err = client.CloseIssue(context.Background(), n)
			}
			return err
		})},
	}...)
}

func text(arg string) string { return strings.ReplaceAll(arg, `\n`, "\n") }

// onProposal reads the number that is the second argument.
func onProposal(act func(h *hub, args []string, n int) error) func(*hub, []string) error {
	return func(h *hub, args []string) error {
		n, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		return act(h, args, n)
	}
}

// onReview finds the last review of the voter who is the third argument, by the login that it was given under.
func onReview(act func(h *hub, args []string, n int, id int64) error) func(*hub, []string) error {
	return onProposal(func(h *hub, args []string, n int) error {
		id, ok := h.votes[args[2]+" "+args[1]]
		if !ok {
			return fmt.Errorf("%s has not reviewed #%d", args[2], n)
		}
		return act(h, args, n, id)
	})
}

func (h *hub) join(a []string) error {
	id, err := strconv.ParseInt(a[1], 10, 64)
	if err != nil {
		return err
	}
	h.Join(github.Account{ID: id, Login: a[0], Permission: strings.Join(a[2:], "")})
	return nil
}

// configure replaces the settings of the repository by those that are named.
func (h *hub) configure(names []string) error {
	h.settings = github.Settings{}
	for _, name := range names {
		switch name {
		case "review-limits":
			h.settings.ReviewLimits = true
		case "dismiss-stale":
			h.settings.DismissStale = true
		case "actions-may-propose":
			h.settings.ActionsMayPropose = true
		case "no-activity":
			h.settings.NoActivity = true
		case "required":
			h.settings.RequiredContexts = []string{"bylaw"}
		default:
			return fmt.Errorf("there is no setting %q", name)
		}
	}
	h.Configure(h.settings)
	return nil
}

func (h *hub) fault(a []string) error {
	status, err := strconv.Atoi(a[1])
	h.Script(github.Fault{Route: a[0], Status: status, Body: strings.Join(a[2:], "")})
	return err
}

// unplug accepts a number of pushes and then refuses a number of them: a running apply can record nothing more, like one that
// was killed.
func (h *hub) unplug(a []string) error {
	after, err := strconv.Atoi(a[0])
	if err != nil {
		return err
	}
	times, err := strconv.Atoi(a[1])
	for range times {
		h.Script(github.Fault{Route: "POST /{owner}/{repository}/git-receive-pack", Skip: after, Status: 500})
	}
	return err
}

// pull puts a clone on a branch as the server has it. What is not committed there is an error.
func (h *hub) pull(dir, branch string) error {
	work, err := git.Open(dir)
	if err != nil {
		return err
	}
	h.pushes++
	for _, name := range []string{fmt.Sprintf("pull-%d", h.pushes), branch} {
		refs := map[string]string{"refs/heads/" + branch: "refs/heads/" + name}
		if err := work.Fetch(context.Background(), git.Remote{URL: h.bare}, refs); err != nil {
			return err
		}
		if err := work.Switch(name); err != nil {
			return err
		}
	}
	return nil
}

// pushBranch commits the changes in a clone, if any, on its branch, and pushes that branch.
func (h *hub) pushBranch(a []string) error {
	work, err := git.Open(h.ts.MkAbs(a[1]))
	if err != nil {
		return err
	}
	at, err := work.Status()
	if err != nil {
		return err
	}
	return h.send(work, a[0], at.Branch, a[2], false)
}

// newBranch commits the changes in a clone on top of the commit that it is at, and pushes that as a branch.
func (h *hub) newBranch(a []string, force bool) error {
	work, err := git.Open(h.ts.MkAbs(a[1]))
	if err != nil {
		return err
	}
	h.pushes++
	if err := work.Switch(fmt.Sprintf("push-%d", h.pushes)); err != nil {
		return err
	}
	return h.send(work, a[0], a[2], a[3], force)
}

func (h *hub) send(work *git.Repo, login, branch, message string, force bool) error {
	commit, err := work.Write(facts.Tree{}, h.signature(login), text(message))
	if errors.Is(err, gogit.ErrEmptyCommit) {
		commit, err = work.Tip("HEAD")
	}
	if err != nil {
		return err
	}
	err = h.move(login, work.Root(), branch, commit, force)
	return errors.Join(err, work.Switch("main"))
}

func (h *hub) move(login, dir, branch, commit string, force bool) error {
	if _, name, ok := strings.Cut(branch, ":"); ok {
		return h.PushToFork(login, dir, name, commit, force)
	}
	return h.Push(login, dir, branch, commit, force)
}

func (h *hub) deleteBranch(a []string) error {
	return h.move(a[0], h.ts.MkAbs(a[1]), a[2], strings.Repeat("0", 40), true)
}

func (h *hub) fork(a []string) error {
	dir := h.path("fork-" + a[0] + ".git")
	if _, err := git.Create(dir); err != nil {
		return err
	}
	return h.Fork(a[0], dir)
}

func (h *hub) propose(a []string) error {
	_, err := h.Propose(a[0], github.Proposal{Title: a[2], Head: a[1], Base: "main", Draft: len(a) > 3})
	return err
}

func (h *hub) merge(a []string) error {
	return onProposal(func(h *hub, a []string, n int) error {
		_, err := h.Merge(a[0], n, "", strings.Join(a[2:], ""))
		return err
	})(h, a)
}

func (h *hub) review(a []string, n int) error {
	id, err := h.Review(a[0], n, github.Ballot{Event: a[2], Body: text(strings.Join(a[3:], ""))})
	h.votes[a[0]+" "+a[1]] = id
	return err
}

// setStatus sets a status on the head of a proposal, as anyone with the right to write can.
func (h *hub) setStatus(a []string, n int) error {
	client, err := h.as(a[0])
	if err != nil {
		return err
	}
	pull, err := client.Pull(context.Background(), n)
	if err != nil {
		return err
	}
	status := facts.CommitStatus{Context: "bylaw", State: a[2], Description: a[3]}
	if len(a) > 4 {
		status.Context = a[4]
	}
	_, err = client.PostStatus(context.Background(), pull.Head, status)
	return err
}

func (h *hub) comment(a []string, n int) error {
	client, err := h.as(a[0])
	if err == nil {
		_, err = client.PostComment(context.Background(), n, text(a[2]))
	}
	return err
}

func (h *hub) openIssue(a []string) error {
	client, err := h.as(a[0])
	if err == nil {
		_, err = client.PostIssue(context.Background(), a[1], text(a[2]))
	}
	return err
}
