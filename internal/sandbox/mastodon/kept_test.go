package mastodon_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// open gives a server that keeps its state in a file, as a process of its own would open it.
func open(path string, after mastodon.Saving) *mastodon.Kept {
	return mastodon.Keep(mastodon.New(mastodon.Options{}), path, after)
}

// ask sends one request with the bot's token.
func ask(t *testing.T, to http.Handler, method, path, body string) (int, string) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+mastodon.BotToken)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	to.ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}

const blocksPath = "/api/v1/admin/domain_blocks"

func block(t *testing.T, to http.Handler, domain string) {
	t.Helper()
	if code, text := ask(t, to, http.MethodPost, blocksPath, "domain="+domain+"&severity=suspend"); code != http.StatusOK {
		t.Fatalf("%d %s", code, text)
	}
}

func blocked(t *testing.T, to http.Handler, domain string) bool {
	t.Helper()
	_, text := ask(t, to, http.MethodGet, blocksPath+"?limit=200", "")
	return strings.Contains(text, `"`+domain+`"`)
}

func TestServersOfOneFileSeeEachOthersChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox", "mastodon.json")
	left, right := open(path, mastodon.EachChange), open(path, mastodon.EachChange)
	if blocked(t, left, "one.example") {
		t.Fatal("the block is there before it was made")
	}
	block(t, right, "one.example")
	block(t, left, "two.example")
	for name, server := range map[string]*mastodon.Kept{"left": left, "right": right, "a third": open(path, mastodon.EachChange)} {
		for _, domain := range []string{"one.example", "two.example"} {
			if !blocked(t, server, domain) {
				t.Errorf("%s does not see %s", name, domain)
			}
		}
		if err := server.Flush(); err != nil {
			t.Error(err)
		}
	}
}

func TestAServerThatIsOnlyReadWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox", "mastodon.json")
	server := open(path, mastodon.EachChange)
	blocked(t, server, "one.example")
	if err := server.Flush(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("a folder was made")
	}
	other := open(path, mastodon.EachChange)
	block(t, other, "one.example")
	if err := server.Flush(); err != nil || !blocked(t, open(path, mastodon.EachChange), "one.example") {
		t.Errorf("the end of the server that was read took the change away: %v", err)
	}
}

func TestNoChangeIsLostWhenManyWriteAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mastodon.json")
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			server := open(path, []mastodon.Saving{mastodon.EachChange, mastodon.Seldom}[n%2])
			for i := range 4 {
				block(t, server, fmt.Sprintf("s%d-%d.example", n, i))
			}
			if err := server.Flush(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	server := open(path, mastodon.EachChange)
	for n := range 8 {
		for i := range 4 {
			if domain := fmt.Sprintf("s%d-%d.example", n, i); !blocked(t, server, domain) {
				t.Errorf("%s is lost", domain)
			}
		}
	}
}

func TestARemovedFileBeginsAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox", "mastodon.json")
	server := open(path, mastodon.EachChange)
	block(t, server, "one.example")
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if blocked(t, server, "one.example") {
		t.Error("the block of before is still there")
	}
}

func TestADamagedFileIsSaidAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mastodon.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := open(path, mastodon.EachChange)
	if code, text := ask(t, server, http.MethodPost, blocksPath, "domain=one.example"); code != http.StatusInternalServerError || !strings.Contains(text, "not a state of the sandbox server") {
		t.Errorf("%d %s", code, text)
	}
	if text, err := fs.ReadFile(os.DirFS(filepath.Dir(path)), "mastodon.json"); err != nil || string(text) != "{" {
		t.Errorf("the file is %q, %v", text, err)
	}
}
