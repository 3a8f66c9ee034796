package github_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestAPushIsAskedForAWholePack(t *testing.T) {
	w := newWorld(t)
	request, err := http.NewRequestWithContext(t.Context(), "GET", w.url+"/coop/governance.git/info/refs?service=git-receive-pack", nil)
	w.must(err)
	request.SetBasicAuth("x", "token-ada")
	response, err := http.DefaultClient.Do(request)
	w.must(err)
	text, err := io.ReadAll(response.Body)
	w.must(err)
	w.must(response.Body.Close())
	if !strings.Contains(string(text), " no-thin") {
		t.Errorf("the server offers %q, so git sends packs that it cannot complete", text)
	}
}
