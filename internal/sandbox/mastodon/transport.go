package mastodon

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// recorder keeps an answer until it is known whether it goes out whole.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}} }

// Header gives the headers of the answer.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader keeps the first status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write adds to the body.
func (r *recorder) Write(content []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(content)
}

func (r *recorder) copyTo(w http.ResponseWriter) {
	for key, values := range r.header {
		w.Header()[key] = values
	}
	w.WriteHeader(max(r.status, http.StatusOK))
	_, _ = w.Write(r.body.Bytes()) // a client that left has no use for the answer
}

// errBroken is what a client sees of a connection that ended early.
var errBroken = errors.New("connection reset by the sandbox server")

// Transport reaches the server in the same process, without a socket.
func (s *Server) Transport() http.RoundTripper { return inProcess{s} }

type inProcess struct{ server http.Handler }

// RoundTrip serves one request, whatever host it names.
func (t inProcess) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	incoming := request.Clone(request.Context())
	incoming.RequestURI, incoming.RemoteAddr, incoming.Host = request.URL.RequestURI(), "127.0.0.1:0", request.URL.Host
	if incoming.Body == nil {
		incoming.Body = http.NoBody
	}
	defer incoming.Body.Close()
	answer, aborted := serveRecorded(t.server, incoming)
	if aborted && answer.status == 0 {
		if err := request.Context().Err(); err != nil {
			return nil, err
		}
		return nil, errBroken
	}
	return answer.response(request, aborted), nil
}

// serveRecorded runs the handler and says whether it ended the connection.
func serveRecorded(handler http.Handler, request *http.Request) (answer *recorder, aborted bool) {
	answer = newRecorder()
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler:
			aborted = true
		default:
			panic(reason)
		}
	}()
	handler.ServeHTTP(answer, request)
	return answer, false
}

func (r *recorder) response(request *http.Request, aborted bool) *http.Response {
	var body io.Reader = bytes.NewReader(r.body.Bytes())
	if aborted {
		body = io.MultiReader(body, brokenReader{})
	}
	return &http.Response{
		StatusCode: r.status, Status: strconv.Itoa(r.status) + " " + http.StatusText(r.status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: r.header,
		Body: io.NopCloser(body), ContentLength: -1, Request: request,
	}
}

type brokenReader struct{}

// Read fails as a connection does that ends before the announced length.
func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
