package wire

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// refusing answers every request with a status.
type refusing int

func (r refusing) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: int(r), Header: http.Header{}, Body: http.NoBody, Request: request}, nil
}

func TestAListIsReadFromTheRepositoryAlone(t *testing.T) {
	folder, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	err := errors.Join(
		os.WriteFile(outside, []byte("secret"), 0o600), os.Mkdir(filepath.Join(folder, "lists"), 0o700),
		os.WriteFile(filepath.Join(folder, "lists", "a.csv"), []byte("a list"), 0o600), os.Symlink("a.csv", filepath.Join(folder, "lists", "b.csv")),
		os.Symlink(outside, filepath.Join(folder, "lists", "out.csv")), os.WriteFile(filepath.Join(folder, "large"), make([]byte, mostListFile+1), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	reader := New(Options{Repository: func() string { return folder }}).BlockLists()
	for file, want := range map[string]string{
		"lists/a.csv": "", "lists/b.csv": "", "lists/none.csv": "no such file", "lists": "not a file", "lists/out.csv": "escapes",
		"../x": "escapes", "large": "larger than 8 MiB",
	} {
		got := reader.ReadList(t.Context(), charter.SourceList{File: file})
		switch {
		case want == "" && (got.Err != nil || string(got.Data) != "a list"):
			t.Errorf("%s: %q, %v", file, got.Data, got.Err)
		case want != "" && (got.Err == nil || !strings.Contains(got.Err.Error(), want) || len(got.Data) > 0 || diag.HintOf(got.Err) == ""):
			t.Errorf("%s: %q, %v", file, got.Data, got.Err)
		}
		if got.Err != nil && strings.Contains(got.Err.Error(), folder) {
			t.Errorf("%s names the machine: %v", file, got.Err)
		}
	}
}

func TestAServerThatHidesItsBlocksIsSaidToBeOne(t *testing.T) {
	for status, want := range map[int]string{http.StatusNotFound: "may not publish", http.StatusUnauthorized: "may not publish", http.StatusBadGateway: "try again later"} {
		reader := New(Options{Repository: func() string { return "" }, Web: refusing(status)}).BlockLists()
		got := reader.ReadList(t.Context(), charter.SourceList{Instance: "friends.example"})
		if got.Err == nil || !strings.Contains(diag.HintOf(got.Err), want) {
			t.Errorf("%d: %v, %q", status, got.Err, diag.HintOf(got.Err))
		}
	}
}
