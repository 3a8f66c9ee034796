package gitea

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// fields is one JSON object of an answer.
type fields = map[string]any

// problem is an answer that is no success. Without a message it has no body, as many of the server's.
type problem struct {
	status  int
	message string
	bare    bool
}

func (p *problem) Error() string { return fmt.Sprintf("%d %s", p.status, p.message) }

var (
	notFound  = &problem{status: http.StatusNotFound, message: "not found"}
	anonymous = &problem{status: http.StatusUnauthorized, message: "token is required"}
)

func invalid(message string) *problem {
	return &problem{status: http.StatusUnprocessableEntity, message: message}
}

func forbidden(message string) *problem {
	return &problem{status: http.StatusForbidden, message: message}
}

func bare(status int) *problem { return &problem{status: status, bare: true} }

func writeProblem(w http.ResponseWriter, err error) {
	known, ok := errors.AsType[*problem](err)
	if !ok {
		known = &problem{status: http.StatusInternalServerError, message: err.Error()}
	}
	if known.bare {
		w.WriteHeader(known.status)
		return
	}
	writeAnswer(w, known.status, fields{"message": known.message, "url": "https://gitea.example/api/swagger"})
}

func writeAnswer(w http.ResponseWriter, status int, value any) {
	if value == nil {
		w.WriteHeader(status)
		return
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}

// pageMax is how many items a page holds at most; more are cut off without a word.
const pageMax = 50

// window gives which page of which size is asked for.
func window(query url.Values) (page, size int) {
	page, size = max(1, atoi(query.Get("page"))), 30
	if asked := atoi(query.Get("limit")); asked > 0 {
		size = min(asked, pageMax)
	}
	return page, size
}

func cut[T any](list []T, page, size int) []T {
	from := min(len(list), (page-1)*size)
	return list[from:min(len(list), from+size)]
}

// page cuts a list and names the pages around it.
func (c *call) page(list []any) []any {
	number, size := window(c.request.URL.Query())
	last := max(1, (len(list)+size-1)/size)
	var links []string
	link := func(rel string, to int) {
		query := c.request.URL.Query()
		query.Set("page", strconv.Itoa(to))
		links = append(links, fmt.Sprintf(`<http://%s%s?%s>; rel="%s"`, c.request.Host, c.request.URL.Path, query.Encode(), rel))
	}
	if number < last {
		link("next", number+1)
		link("last", last)
	}
	if number > 1 {
		link("first", 1)
		link("prev", number-1)
	}
	if len(links) > 0 {
		c.header.Set("Link", strings.Join(links, ","))
	}
	c.header.Set("X-Total-Count", strconv.Itoa(len(list)))
	return append([]any{}, cut(list, number, size)...)
}

func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// decode reads the body of a call. Fields that the API does not know are dropped without a word.
func (c *call) decode(into any) error {
	if len(c.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return invalid(err.Error())
	}
	return nil
}
