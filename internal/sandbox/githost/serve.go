package githost

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
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/server"
)

// The paths of git over HTTP below a server, with the name of a repository in them that ends in ".git".
const (
	RefsPath    = "GET /{owner}/{repository}/info/refs"
	FetchPath   = "POST /{owner}/{repository}/git-upload-pack"
	ReceivePath = "POST /{owner}/{repository}/git-receive-pack"
)

// Writes says whether a request of git is for a push.
func Writes(r *http.Request) bool {
	return r.URL.Query().Get("service") == "git-receive-pack" || strings.HasSuffix(r.URL.Path, "receive-pack")
}

// RequestError is a request that is no request of git.
type RequestError struct {
	Status int
	Err    error
}

func (e *RequestError) Error() string { return e.Err.Error() }

// maxPush bounds what one request of git may bring, in bytes.
const maxPush = 1 << 30

// Unpack bounds the body of a request, which git compresses when it is long.
func Unpack(r *http.Request) error {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		plain, err := gzip.NewReader(body)
		if err != nil {
			return &RequestError{http.StatusBadRequest, err}
		}
		body = plain
	}
	r.Body = io.NopCloser(io.LimitReader(body, maxPush))
	return nil
}

// only loads the one repository of a call, whatever the endpoint.
type only struct{ storer.Storer }

func (o only) Load(*transport.Endpoint) (storer.Storer, error) { return o.Storer, nil }

func (r *Repository) transport() transport.Transport { return server.NewServer(only{r.Git.Storer}) }

// Advertise lists the refs before a fetch or a push.
func (r *Repository) Advertise(w http.ResponseWriter, request *http.Request) error {
	service := request.URL.Query().Get("service")
	refs, err := r.refs(request, service)
	if err != nil {
		return err
	}
	refs.Prefix = [][]byte{fmt.Appendf(nil, "# service=%s", service), pktline.Flush}
	w.Header().Set("Content-Type", "application/x-"+service+"-advertisement")
	w.Header().Set("Cache-Control", "no-cache")
	return refs.Encode(w)
}

func (r *Repository) refs(request *http.Request, service string) (*packp.AdvRefs, error) {
	switch service {
	case "git-upload-pack":
		session, err := r.transport().NewUploadPackSession(nil, nil)
		if err != nil {
			return nil, err
		}
		refs, err := session.AdvertisedReferencesContext(request.Context())
		if err != nil {
			return nil, err
		}
		// As on the real servers, any commit can be fetched by its hash, also one that no ref leads to.
		for _, each := range []capability.Capability{
			capability.AllowReachableSHA1InWant, capability.AllowTipSHA1InWant, capability.MultiACKDetailed, capability.NoDone, capability.Shallow,
		} {
			if err := refs.Capabilities.Set(each); err != nil {
				return nil, err
			}
		}
		return refs, nil
	case "git-receive-pack":
		session, err := r.transport().NewReceivePackSession(nil, nil)
		if err != nil {
			return nil, err
		}
		refs, err := session.AdvertisedReferencesContext(request.Context())
		if err == nil {
			// The store cannot complete a pack whose bases it has itself, which git sends unless it is asked not to.
			err = errors.Join(refs.Capabilities.Set("no-thin"), refs.Capabilities.Set(capability.Sideband64k))
		}
		return refs, err
	}
	return nil, &RequestError{http.StatusForbidden, errors.New("unknown service")}
}

// Verdict is what a forge says to the update of one ref.
type Verdict struct {
	Status string // "" is that it was done
	Words  string // what people read about it next to the status
}

// Receive takes a push. Each ref moves only from where the pusher saw it, if update moves it: the forge's rules are there.
func (r *Repository) Receive(w http.ResponseWriter, request *http.Request, update func(*packp.Command) Verdict) error {
	w.Header().Set("Content-Type", "application/x-git-receive-pack-result")
	asked := packp.NewReferenceUpdateRequest()
	body := bufio.NewReader(request.Body)
	if start, err := body.Peek(4); err == nil && bytes.Equal(start, pktline.FlushPkt) {
		return nil // git asks whether it may, before it sends a long pack
	}
	if err := asked.Decode(body); err != nil {
		return &RequestError{http.StatusBadRequest, err}
	}
	report := packp.NewReportStatus()
	report.UnpackStatus = "ok"
	if asked.Packfile != nil && !deletesOnly(asked.Commands) {
		if err := packfile.UpdateObjectStorage(r.Git.Storer, asked.Packfile); err != nil {
			report.UnpackStatus = err.Error()
		}
	}
	var words []string
	for _, command := range asked.Commands {
		verdict := r.obey(command, report.UnpackStatus, update)
		report.CommandStatuses = append(report.CommandStatuses, &packp.CommandStatus{ReferenceName: command.Name, Status: verdict.Status})
		words = append(words, verdict.Words)
	}
	if !asked.Capabilities.Supports(capability.ReportStatus) {
		return nil
	}
	if !asked.Capabilities.Supports(capability.Sideband64k) {
		return report.Encode(w)
	}
	return reportAside(w, report, words)
}

// reportAside answers a push on two channels: the status of each ref, and before it what people read about it.
func reportAside(w io.Writer, report *packp.ReportStatus, words []string) error {
	both := sideband.NewMuxer(sideband.Sideband64k, w)
	for _, each := range words {
		if each == "" {
			continue
		}
		if _, err := both.WriteChannel(sideband.ProgressMessage, []byte(each)); err != nil {
			return err
		}
	}
	if err := report.Encode(both); err != nil {
		return err
	}
	return pktline.NewEncoder(w).Flush()
}

func deletesOnly(commands []*packp.Command) bool {
	for _, command := range commands {
		if command.Action() != packp.Delete {
			return false
		}
	}
	return true
}

func (r *Repository) obey(command *packp.Command, unpacked string, update func(*packp.Command) Verdict) Verdict {
	switch {
	case unpacked != "ok":
		return Verdict{Status: "unpacker error"}
	case r.Tip(command.Name.String()) != command.Old:
		return Verdict{Status: "fetch first"}
	}
	verdict := update(command)
	if verdict.Status == "" {
		verdict.Status = "ok"
	}
	return verdict
}
