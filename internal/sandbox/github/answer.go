package github

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// fields is one JSON object of an answer; encoding/json sorts its keys.
type fields = map[string]any

// problem is an answer that is no success, in GitHub's form. The details are texts, or objects with resource, field and code;
// which of both depends on the route.
type problem struct {
	status  int
	message string
	details []any
}

func (p *problem) Error() string {
	if len(p.details) == 0 {
		return fmt.Sprintf("%d %s", p.status, p.message)
	}
	return fmt.Sprintf("%d %s: %v", p.status, p.message, p.details)
}

var (
	notFound  = &problem{status: http.StatusNotFound, message: "Not Found"}
	anonymous = &problem{status: http.StatusUnauthorized, message: "Requires authentication"}
)

// forbidden refuses an account in the words for its kind of token.
func forbidden(who *account) *problem {
	kind := "personal access token"
	if who.Type == "Bot" {
		kind = "integration"
	}
	return &problem{status: http.StatusForbidden, message: "Resource not accessible by " + kind}
}

// unfit is the refusal of a field, or of a whole resource; field and message may be "".
func unfit(resource, field, code, message string) *problem {
	detail := fields{"resource": resource, "code": code}
	for name, text := range map[string]string{"field": field, "message": message} {
		if text != "" {
			detail[name] = text
		}
	}
	return &problem{status: http.StatusUnprocessableEntity, message: "Validation Failed", details: []any{detail}}
}

func invalid(resource, field string) *problem { return unfit(resource, field, "invalid", "") }

func custom(resource, field, message string) *problem {
	return unfit(resource, field, "custom", message)
}

// unprocessable is a refusal of the newer routes, reviews among them.
func unprocessable(message string) *problem {
	return &problem{status: http.StatusUnprocessableEntity, message: "Unprocessable Entity", details: []any{message}}
}

func notAllowed(message string) *problem {
	return &problem{status: http.StatusMethodNotAllowed, message: message}
}

func writeProblem(w http.ResponseWriter, err error) {
	known, ok := errors.AsType[*problem](err)
	if !ok {
		known = &problem{status: http.StatusInternalServerError, message: err.Error()}
	}
	shown := fields{
		"message": known.message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(known.status),
	}
	if len(known.details) > 0 {
		shown["errors"] = known.details
	}
	writeJSON(w, known.status, shown)
}

// writeAnswer pages lists and answers conditional requests.
func writeAnswer(w http.ResponseWriter, r *http.Request, status int, value any) {
	if list, ok := value.([]any); ok {
		value = page(w, r, list)
	}
	if value == nil {
		w.WriteHeader(status)
		return
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		writeProblem(w, err)
		return
	}
	tag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(encoded))
	w.Header().Set("Etag", tag)
	if r.Method == http.MethodGet && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	writeJSON(w, status, json.RawMessage(encoded))
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

// page cuts a list as page= and per_page= want it, and links to the pages around it.
func page(w http.ResponseWriter, r *http.Request, list []any) []any {
	size, number := pageSize(r.URL.Query()), max(1, atoi(r.URL.Query().Get("page")))
	last := max(1, (len(list)+size-1)/size)
	var links []string
	link := func(rel string, to int) {
		links = append(links, linkTo(r, rel, "page", strconv.Itoa(to)))
	}
	if number > 1 {
		link("prev", number-1)
		link("first", 1)
	}
	if number < last {
		link("next", number+1)
		link("last", last)
	}
	if len(links) > 0 {
		w.Header().Set("Link", strings.Join(links, ", "))
	}
	from := min(len(list), (number-1)*size)
	return append([]any{}, list[from:min(len(list), from+size)]...)
}

func pageSize(query url.Values) int {
	if asked := atoi(query.Get("per_page")); asked > 0 {
		return min(asked, 100)
	}
	return 30
}

func linkTo(r *http.Request, rel, key, value string) string {
	query := r.URL.Query()
	query.Set(key, value)
	return fmt.Sprintf(`<%s%s?%s>; rel="%s"`, root(r), r.URL.Path, query.Encode(), rel)
}

// root is the address that the client used.
func root(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	root := scheme + r.Host
	if strings.HasPrefix(r.RequestURI, "/api/v3/") {
		root += "/api/v3"
	}
	return root
}

func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// decode reads the body of a call. Fields that the API does not know are dropped without a word, as there.
func (c *call) decode(into any) error {
	if len(c.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return &problem{status: http.StatusBadRequest, message: "Problems parsing JSON"}
	}
	return nil
}
