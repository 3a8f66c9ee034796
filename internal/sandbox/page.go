package sandbox

import (
	"bytes"
	"html/template"
	"net/http"
)

// Page is the source of a page, with the functions that it calls.
type Page struct {
	Source    string
	Functions template.FuncMap
	Policy    string // what Content-Security-Policy adds to nothing but the page's own style
}

// Show answers a request with a page, whole or not at all.
func (p Page) Show(w http.ResponseWriter, status int, view any) {
	page, err := template.New("page").Funcs(p.Functions).Parse(p.Source)
	var body bytes.Buffer
	if err == nil {
		err = page.Execute(&body, view)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"+p.Policy)
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the answer is a buffer
}
