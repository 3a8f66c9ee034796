package scripttest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// moderator does on the sandbox's server what people do there by hand: "moderator REPOSITORY WHAT [ARGUMENT...]". Ids
// are kept for the script: ids sets REPORT1 and so on, by age, and POST1 for posts of members; write sets OWN.
func moderator(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: moderator REPOSITORY WHAT [ARGUMENT...]")
	}
	file := filepath.Join(ts.MkAbs(args[0]), ".bylaw", "sandbox", "mastodon.json")
	now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
	ts.Check(err)
	server := mastodon.New(mastodon.Options{Now: func() time.Time { return now }})
	if err := server.Load(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		ts.Fatalf("%v", err)
	}
	server.Edit(func(s *mastodon.State) { moderate(ts, s, args[1], strings.Join(args[2:], " "), now) })
	ts.Check(server.Save(file))
}

func moderate(ts *testscript.TestScript, s *mastodon.State, what, argument string, now time.Time) {
	switch what {
	case "ids":
		nameIDs(ts, s)
	case "report":
		showReport(ts, s, argument)
	case "resolve":
		r := reportOf(ts, s, argument)
		r.ActionTakenAt, r.ActionTakenBy = now, personOf(ts, s, "ada").ID
	case "take":
		reportOf(ts, s, argument).AssignedTo = personOf(ts, s, "ada").ID
	case "approve":
		personOf(ts, s, argument).Pending = false
	case "suspend":
		a := personOf(ts, s, argument)
		a.Suspended, a.SuspendedAt = true, now
	case "close-sign-ups":
		s.SignUpsClosed = true
	case "join":
		s.Accounts = append(s.Accounts, &mastodon.Account{ID: s.NextID(now), Username: argument, CreatedAt: now})
	case "write":
		id := s.NextID(now)
		s.Statuses = append(s.Statuses, &mastodon.Status{
			ID: id, Account: personOf(ts, s, "bylaw").ID, Text: argument, Visibility: "public", CreatedAt: now,
		})
		ts.Setenv("OWN", strconv.FormatInt(id, 10))
	case "remove-post":
		removePost(ts, s, argument, now)
	case "block-the-bot":
		s.Blocks = append(s.Blocks, &mastodon.UserBlock{ID: s.NextID(now), By: personOf(ts, s, argument).ID, Target: personOf(ts, s, "bylaw").ID, At: now})
	case "person":
		showPerson(ts, s, argument)
	default:
		ts.Fatalf("a moderator does not know %q", what)
	}
}

func nameIDs(ts *testscript.TestScript, s *mastodon.State) {
	for n, r := range s.Reports {
		ts.Setenv(fmt.Sprintf("REPORT%d", n+1), strconv.FormatInt(r.ID, 10))
	}
	n := 0
	for _, status := range s.Statuses {
		if status.Account != personOf(ts, s, "bylaw").ID {
			n++
			ts.Setenv(fmt.Sprintf("POST%d", n), strconv.FormatInt(status.ID, 10))
		}
	}
}

// removePost deletes a post from the page of the report about it, which closes the report.
func removePost(ts *testscript.TestScript, s *mastodon.State, id string, now time.Time) {
	s.Statuses = slices.DeleteFunc(s.Statuses, func(p *mastodon.Status) bool { return strconv.FormatInt(p.ID, 10) == id })
	for _, r := range s.Reports {
		if slices.ContainsFunc(r.Statuses, func(attached int64) bool { return strconv.FormatInt(attached, 10) == id }) {
			r.ActionTakenAt, r.ActionTakenBy = now, personOf(ts, s, "ada").ID
		}
	}
}

func personOf(ts *testscript.TestScript, s *mastodon.State, name string) *mastodon.Account {
	for _, a := range s.Accounts {
		if a.Username == name {
			return a
		}
	}
	ts.Fatalf("there is no account %q", name)
	return nil
}

func reportOf(ts *testscript.TestScript, s *mastodon.State, id string) *mastodon.Report {
	for _, r := range s.Reports {
		if strconv.FormatInt(r.ID, 10) == id {
			return r
		}
	}
	ts.Fatalf("there is no report %q", id)
	return nil
}

// showReport prints the state of a report, without its id.
func showReport(ts *testscript.TestScript, s *mastodon.State, id string) {
	r := reportOf(ts, s, id)
	name := func(id int64) string {
		for _, a := range s.Accounts {
			if a.ID == id {
				return a.Username
			}
		}
		return "nobody"
	}
	state := "open"
	if r.ActionTakenBy != 0 {
		state = "closed by " + name(r.ActionTakenBy) + " " + r.ActionTakenAt.Format(time.DateOnly)
	}
	_, err := fmt.Fprintf(ts.Stdout(), "%s, assigned to %s\n", state, name(r.AssignedTo))
	ts.Check(err)
}

// showPerson prints the state of an account.
func showPerson(ts *testscript.TestScript, s *mastodon.State, name string) {
	said := "no such account"
	for _, a := range s.Accounts {
		if a.Username == name {
			said = fmt.Sprintf("pending %t, suspended %t, emptied %t, mail %q, applied with %q", a.Pending, a.Suspended, !a.PurgedAt.IsZero(), a.Email, a.InviteRequest)
		}
	}
	_, err := fmt.Fprintln(ts.Stdout(), said)
	ts.Check(err)
}

// act writes the file of a one-off action: "act REPOSITORY STEM SKILL PARAMS [REASON]".
func act(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 4 {
		ts.Fatalf("usage: act REPOSITORY STEM SKILL PARAMS [REASON]")
	}
	file := filepath.Join(ts.MkAbs(args[0]), filepath.FromSlash(charter.ActionFile(args[1])))
	text := "skill: " + args[2] + "\nparams: {" + args[3] + "}\n"
	if len(args) > 4 {
		text += "reason: " + strings.Join(args[4:], " ") + "\n"
	}
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o700))
	ts.Check(os.WriteFile(file, []byte(text), 0o600))
}
