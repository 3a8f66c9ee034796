package gitea

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
)

// feedRow is one row of the feed of the repository.
type feedRow struct {
	id      int64
	op      string
	actor   int64
	ref     string
	content string
	at      time.Time
}

func (s *Server) note(row *feedRow) {
	row.id, row.at = 3*int64(len(s.feed)+1), s.time() // ids have gaps
	s.feed = append(s.feed, row)
}

// feeds shows a page of the feed, newest second first; rows of one second come in no order that a client may count on. Rows of
// accounts that hide what they do are left out.
func (c *call) feeds() (int, any, error) {
	found := slices.Clone(c.feed)
	slices.SortStableFunc(found, func(a, b *feedRow) int { return b.at.Compare(a.at) })
	list := []any{}
	for _, row := range found {
		if who := c.accounts[row.actor]; who == nil || who.hides {
			continue
		}
		list = append(list, fields{
			"id": row.id, "op_type": row.op, "act_user_id": row.actor, "act_user": c.person(row.actor), "repo_id": 1,
			"ref_name": row.ref, "content": row.content, "created": row.at, "comment_id": 0, "is_private": false,
		})
	}
	shown := c.page(list)
	c.header.Del("Link")
	return http.StatusOK, shown, nil
}

// Push moves a branch to a commit of the repository in dir (a work tree or bare), as git push does, with or without force. The
// zero hash deletes the branch.
func (s *Server) Push(login, dir, branch, commit string, force bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, err := s.by(login)
	if err != nil {
		return err
	}
	source, err := git.PlainOpen(dir)
	if err != nil {
		return fmt.Errorf("open %q: %w", dir, err)
	}
	hash := plumbing.NewHash(commit)
	if !hash.IsZero() {
		if err := s.repo.Copy(source, hash); err != nil {
			return err
		}
	}
	return s.move(who, branches+branch, hash, force)
}

// errWrite is said to who pushes without the right to.
var errWrite = errors.New("user permission denied for writing")

// move sets a branch as a push does, with everything that follows from it.
func (s *Server) move(who *account, ref string, to plumbing.Hash, force bool) error {
	if !who.writes() {
		return errWrite
	}
	before := s.repo.Tip(ref)
	switch {
	case before.IsZero() && to.IsZero():
		return plumbing.ErrReferenceNotFound
	case !before.IsZero() && !to.IsZero() && !force && !s.repo.Contains(to, before):
		return errors.New("non-fast-forward")
	}
	if err := s.repo.Set(ref, to); err != nil {
		return err
	}
	s.logPush(who, ref, before, to)
	return s.follow(who, strings.TrimPrefix(ref, branches), to)
}

// logPush writes what the feed says of a push. A new branch is two rows, one of them without content.
func (s *Server) logPush(who *account, ref string, before, to plumbing.Hash) {
	if to.IsZero() {
		s.note(&feedRow{op: "delete_branch", actor: who.ID, ref: ref})
		return
	}
	if before.IsZero() {
		s.note(&feedRow{op: "commit_repo", actor: who.ID, ref: ref})
		before = s.repo.Tip(branches + s.repo.Default())
	}
	content := map[string]any{
		"HeadCommit": map[string]string{"Sha1": to.String()}, "Len": 1, "Commits": []any{},
		"CompareURL": fmt.Sprintf("%s/%s/compare/%s...%s", s.owner, s.name, before, to),
	}
	encoded, err := json.Marshal(content)
	if err == nil {
		s.note(&feedRow{op: "commit_repo", actor: who.ID, ref: ref, content: string(encoded)})
	}
}

// follow lets open pull requests follow the branch that they come from, and notes that a base has moved.
func (s *Server) follow(who *account, branch string, to plumbing.Hash) error {
	for _, i := range s.issues {
		if i.pull == nil || !i.open() {
			continue
		}
		if i.pull.base == branch {
			i.pull.checking = true
		}
		if i.pull.head != branch {
			continue
		}
		if to.IsZero() {
			s.close(i, who.ID)
			s.happen(i, who.ID, "delete_branch", "")
			continue
		}
		kept := s.repo.Tip(i.kept())
		if err := s.came(i, who.ID, kept, to); err != nil {
			return err
		}
		if err := s.repo.Set(i.kept(), to); err != nil {
			return err
		}
		i.pull.checking, i.updated = true, s.time()
	}
	return nil
}

// gitRoutes serves git itself over HTTP.
func (s *Server) gitRoutes() {
	for pattern, answer := range map[string]func(*call, http.ResponseWriter) error{
		githost.RefsPath:    func(c *call, w http.ResponseWriter) error { return c.repo.Advertise(w, c.request) },
		githost.FetchPath:   func(c *call, w http.ResponseWriter) error { return c.repo.Upload(w, c.request) },
		githost.ReceivePath: func(c *call, w http.ResponseWriter) error { return c.repo.Receive(w, c.request, c.obey) },
	} {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.speak(w, r, answer) })
	}
}

func (s *Server) speak(w http.ResponseWriter, r *http.Request, answer func(*call, http.ResponseWriter) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, request: r, header: w.Header()}
	name, isGit := strings.CutSuffix(r.PathValue("repository"), ".git")
	var err error
	if c.who, err = s.authenticate(r); err == nil && (!isGit || !s.is(r.PathValue("owner"), name)) {
		err = notFound
	}
	if err == nil && c.who == nil && githost.Writes(r) {
		err = anonymous
	}
	if err == nil {
		err = githost.Unpack(r)
	}
	if err == nil {
		err = answer(c, w)
	}
	if failed, ok := errors.AsType[*githost.RequestError](err); ok {
		err = &problem{status: failed.Status, message: failed.Error()}
	}
	if err != nil {
		w.Header().Set("Www-Authenticate", `Basic realm="Gitea"`)
		writeProblem(w, err)
	}
}

// obey updates one ref, and says no as the hooks of the server do.
func (c *call) obey(command *packp.Command) githost.Verdict {
	ref := command.Name.String()
	if !strings.HasPrefix(ref, branches) {
		return githost.Verdict{Status: "pre-receive hook declined"}
	}
	if err := c.move(c.who, ref, command.New, true); err != nil {
		return githost.Verdict{Status: "pre-receive hook declined", Words: "\nerror:\nerror: " + err.Error() + "\nerror:\n"}
	}
	return githost.Verdict{}
}
