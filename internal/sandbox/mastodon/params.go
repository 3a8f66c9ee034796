package mastodon

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// params are the parameters of a request, wherever they stood: query, form, multipart or JSON body. A list is written
// key[] in a form; in JSON it may be empty, which a form cannot say.
type params map[string]param

type param struct {
	values []string
	null   bool
}

func (p params) has(key string) bool { _, ok := p[key]; return ok }

// text gives the last value of a key, "" where it is absent or null.
func (p params) text(key string) string {
	values := p[key].values
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// optional gives nil for null.
func (p params) optional(key string) *string {
	if p[key].null {
		return nil
	}
	text := p.text(key)
	return &text
}

// truthy reads a boolean that may be missing or empty, which is no.
func (p params) truthy(key string) bool {
	yes, err := p.flag(key)
	return err == nil && yes
}

// flag reads a boolean as Rails does. An empty one is null, which no column takes: the real server answers 500.
func (p params) flag(key string) (bool, error) {
	switch strings.ToLower(p.text(key)) {
	case "":
		return false, broken
	case "false", "f", "0", "off":
		return false, nil
	default:
		return true, nil
	}
}

func parseParams(request *http.Request) (params, error) {
	p := params{}
	p.addForm(request.URL.Query())
	kind, _, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil || request.Body == nil {
		return p, nil //nolint:nilerr // no type, no body to read: the real server sees no parameters either
	}
	limited := io.LimitReader(request.Body, requestMax+1)
	switch kind {
	case "application/json":
		return p, p.addJSON(limited)
	case "application/x-www-form-urlencoded":
		return p, p.addEncoded(limited)
	case "multipart/form-data":
		request.Body = http.MaxBytesReader(nil, request.Body, requestMax)
		if err := request.ParseMultipartForm(requestMax); err != nil { //nolint:gosec // the body is bounded in the line before
			return p, refuse(http.StatusBadRequest, "unreadable form")
		}
		p.addForm(request.MultipartForm.Value)
	}
	return p, nil
}

func (p params) addForm(values url.Values) {
	for key, all := range values {
		p[key] = param{values: all}
	}
}

func readBounded(body io.Reader) ([]byte, error) {
	content, err := io.ReadAll(body)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "unreadable body")
	}
	if len(content) > requestMax {
		return nil, refuse(http.StatusRequestEntityTooLarge, "the request is too large")
	}
	return content, nil
}

func (p params) addEncoded(body io.Reader) error {
	content, err := readBounded(body)
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(string(content))
	if err != nil {
		return refuse(http.StatusBadRequest, "unreadable form")
	}
	p.addForm(values)
	return nil
}

func (p params) addJSON(body io.Reader) error {
	content, err := readBounded(body)
	if err != nil || len(content) == 0 {
		return err
	}
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber() // a large number keeps its digits
	if err := decoder.Decode(&object); err != nil {
		return refuse(http.StatusBadRequest, "There was a problem in the JSON you submitted")
	}
	for key, value := range object {
		if err := p.addValue(key, value); err != nil {
			return refuse(http.StatusBadRequest, err.Error())
		}
	}
	return nil
}

func (p params) addValue(key string, value any) error {
	switch value := value.(type) {
	case nil:
		p[key] = param{null: true}
	case []any:
		list := param{}
		for n, element := range value {
			if _, object := element.(map[string]any); object {
				if err := p.addValue(fmt.Sprintf("%s[%d]", key, n), element); err != nil {
					return err
				}
				continue
			}
			list.values = append(list.values, fmt.Sprint(element))
		}
		p[key+"[]"] = list
	case map[string]any:
		for inner, element := range value {
			if strings.Count(key, "[") > 1 {
				return errors.New("too deep")
			}
			if err := p.addValue(key+"["+inner+"]", element); err != nil {
				return err
			}
		}
	default:
		p[key] = param{values: []string{fmt.Sprint(value)}}
	}
	return nil
}
