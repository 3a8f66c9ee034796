package github

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/server"
)

// maxPush bounds what one request of git may bring, in bytes.
const maxPush = 1 << 30

// gitRoutes serves git itself over HTTP: fetch with read permission, push with write permission.
func (s *Server) gitRoutes() {
	for pattern, answer := range map[string]func(*call, http.ResponseWriter) error{
		"GET /{owner}/{repository}/info/refs":         (*call).advertise,
		"POST /{owner}/{repository}/git-upload-pack":  (*call).upload,
		"POST /{owner}/{repository}/git-receive-pack": (*call).receive,
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
	if err == nil && (r.URL.Query().Get("service") == "git-receive-pack" || strings.HasSuffix(r.URL.Path, "receive-pack")) {
		err = c.writer()
	}
	to := w
	if fault.replaces() {
		to = newRecorder()
	}
	if err == nil {
		err = unpacked(r)
	}
	if err == nil {
		err = answer(c, to)
	}
	if err != nil {
		w.Header().Set("Www-Authenticate", `Basic realm="GitHub"`)
		writeProblem(to, err)
	}
	if fault.replaces() {
		fault.write(w)
	}
}

// unpacked bounds the body of a request, which git compresses when it is long.
func unpacked(r *http.Request) error {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		plain, err := gzip.NewReader(body)
		if err != nil {
			return &problem{status: http.StatusBadRequest, message: err.Error()}
		}
		body = plain
	}
	r.Body = io.NopCloser(io.LimitReader(body, maxPush))
	return nil
}

// only loads the one repository of a call, whatever the endpoint.
type only struct{ storer.Storer }

func (o only) Load(*transport.Endpoint) (storer.Storer, error) { return o.Storer, nil }

func (c *call) transport() transport.Transport { return server.NewServer(only{c.repo.git.Storer}) }

// advertise lists the refs before a fetch or a push.
func (c *call) advertise(w http.ResponseWriter) error {
	service := c.request.URL.Query().Get("service")
	refs, err := c.refs(service)
	if err != nil {
		return err
	}
	refs.Prefix = [][]byte{fmt.Appendf(nil, "# service=%s", service), pktline.Flush}
	w.Header().Set("Content-Type", "application/x-"+service+"-advertisement")
	w.Header().Set("Cache-Control", "no-cache")
	return refs.Encode(w)
}

func (c *call) refs(service string) (*packp.AdvRefs, error) {
	switch service {
	case "git-upload-pack":
		session, err := c.transport().NewUploadPackSession(nil, nil)
		if err != nil {
			return nil, err
		}
		refs, err := session.AdvertisedReferencesContext(c.request.Context())
		if err != nil {
			return nil, err
		}
		// As on the real server, any commit can be fetched by its hash, also one that no ref leads to.
		for _, each := range []capability.Capability{
			capability.AllowReachableSHA1InWant, capability.AllowTipSHA1InWant, capability.MultiACKDetailed, capability.NoDone, capability.Shallow,
		} {
			if err := refs.Capabilities.Set(each); err != nil {
				return nil, err
			}
		}
		return refs, nil
	case "git-receive-pack":
		session, err := c.transport().NewReceivePackSession(nil, nil)
		if err != nil {
			return nil, err
		}
		refs, err := session.AdvertisedReferencesContext(c.request.Context())
		if err == nil {
			// The store cannot complete a pack whose bases it has itself, which git sends unless it is asked not to.
			err = errors.Join(refs.Capabilities.Set("no-thin"), refs.Capabilities.Set(capability.Sideband64k))
		}
		return refs, err
	}
	return nil, &problem{status: http.StatusForbidden, message: "unknown service"}
}

// receive takes a push. Each ref moves only from where the pusher saw it.
func (c *call) receive(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/x-git-receive-pack-result")
	asked := packp.NewReferenceUpdateRequest()
	body := bufio.NewReader(c.request.Body)
	if start, err := body.Peek(4); err == nil && bytes.Equal(start, pktline.FlushPkt) {
		return nil // git asks whether it may, before it sends a long pack
	}
	if err := asked.Decode(body); err != nil {
		return &problem{status: http.StatusBadRequest, message: err.Error()}
	}
	report := packp.NewReportStatus()
	report.UnpackStatus = "ok"
	if asked.Packfile != nil && !deletesOnly(asked.Commands) {
		if err := packfile.UpdateObjectStorage(c.repo.git.Storer, asked.Packfile); err != nil {
			report.UnpackStatus = err.Error()
		}
	}
	for _, command := range asked.Commands {
		report.CommandStatuses = append(report.CommandStatuses, c.obey(command, report.UnpackStatus))
	}
	if !asked.Capabilities.Supports(capability.ReportStatus) {
		return nil
	}
	if !asked.Capabilities.Supports(capability.Sideband64k) {
		return report.Encode(w)
	}
	return reportAside(w, report)
}

func deletesOnly(commands []*packp.Command) bool {
	for _, command := range commands {
		if command.Action() != packp.Delete {
			return false
		}
	}
	return true
}

func (c *call) obey(command *packp.Command, unpacked string) *packp.CommandStatus {
	status := &packp.CommandStatus{ReferenceName: command.Name, Status: "ok"}
	switch {
	case unpacked != "ok":
		status.Status = "unpacker error"
	case !strings.HasPrefix(command.Name.String(), branches):
		status.Status = "deny updating a hidden ref"
	case c.repo.tip(command.Name.String()) != command.Old:
		status.Status = "fetch first"
	default:
		if err := c.move(c.who, c.repo, command.Name.String(), command.New, true); err != nil {
			status.Status = err.Error()
		}
	}
	return status
}
