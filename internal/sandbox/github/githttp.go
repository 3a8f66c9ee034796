package github

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/protocol/packp"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
)

// gitRoutes serves git itself over HTTP: fetch with read permission, push with write permission.
func (s *Server) gitRoutes() {
	for pattern, answer := range map[string]func(*call, http.ResponseWriter) error{
		githost.RefsPath: (*call).advertise, githost.FetchPath: (*call).upload, githost.ReceivePath: (*call).receive,
	} {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			fault := s.meet(pattern)
			if fault.replaces() && !fault.Acted {
				fault.write(w)
				return
			}
			s.speak(w, r, answer, fault)
		})
	}
}

func (s *Server) speak(w http.ResponseWriter, r *http.Request, answer func(*call, http.ResponseWriter) error, fault *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, request: r, header: w.Header()}
	name, isGit := strings.CutSuffix(r.PathValue("repository"), ".git")
	c.repo = s.repos[strings.ToLower(r.PathValue("owner")+"/"+name)]
	var err error
	if c.who, err = s.authenticate(r); err == nil && (c.repo == nil || !isGit || !c.may("read")) {
		err = notFound
	}
	if err == nil && githost.Writes(r) {
		err = c.writer()
	}
	to := w
	if fault.replaces() {
		to = newRecorder()
	}
	if err == nil {
		err = githost.Unpack(r)
	}
	if err == nil {
		err = answer(c, to)
	}
	if failed, ok := errors.AsType[*githost.RequestError](err); ok {
		err = &problem{status: failed.Status, message: failed.Error()}
	}
	if err != nil {
		w.Header().Set("Www-Authenticate", `Basic realm="GitHub"`)
		writeProblem(to, err)
	}
	if fault.replaces() {
		fault.write(w)
	}
}

func (c *call) advertise(w http.ResponseWriter) error { return c.repo.Advertise(w, c.request) }

func (c *call) upload(w http.ResponseWriter) error { return c.repo.Upload(w, c.request) }

func (c *call) receive(w http.ResponseWriter) error { return c.repo.Receive(w, c.request, c.obey) }

func (c *call) obey(command *packp.Command) githost.Verdict {
	if !strings.HasPrefix(command.Name.String(), branches) {
		return githost.Verdict{Status: "deny updating a hidden ref"}
	}
	err := c.move(c.who, c.repo, command.Name.String(), command.New, true)
	if err == nil {
		return githost.Verdict{}
	}
	if _, rule, ok := strings.Cut(err.Error(), declined+": "); ok {
		words := fmt.Sprintf("error: GH013: Repository rule violations found for %s.\n\n- %s\n\n", command.Name, ruleWords(rule))
		return githost.Verdict{Status: declined, Words: words}
	}
	return githost.Verdict{Status: err.Error()}
}

// declined begins the status of a push that a ruleset forbids; the name of the rule follows.
const declined = "push declined due to repository rule violations"

// ruleWords says a rule as GitHub does to who pushes.
func ruleWords(rule string) string {
	return map[string]string{
		"required_signatures": "Commits must have verified signatures.", "pull_request": "Changes must be made through a pull request.",
		"non_fast_forward": "Cannot force-push to this branch", "deletion": "Cannot delete this branch",
	}[rule]
}
