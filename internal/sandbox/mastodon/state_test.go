package mastodon_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestTheStateSurvivesInAFileByteForByte(t *testing.T) {
	file := filepath.Join(t.TempDir(), "deep", "sandbox.json")
	c := newClient(t, mastodon.Options{Version: "4.5.15"})
	c.want(200, "POST", domainBlocks, blockBody("spam.example", "suspend"))
	root := c.post(statusBody("Text."), "Idempotency-Key", "k")
	c.want(200, "POST", statuses+"/"+root+"/pin", "")
	save(t, c.server, file)
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	other := newClient(t, mastodon.Options{Empty: true, Version: "4.5.15"})
	if err := other.server.Load(file); err != nil {
		t.Fatal(err)
	}
	if again := other.post(statusBody("Text."), "Idempotency-Key", "k"); again != root {
		t.Errorf("after loading the key made %s of %s", again, root)
	}
	other.want(422, "POST", domainBlocks, blockBody("spam.example", "suspend"))
	save(t, other.server, file)
	if second, err := os.ReadFile(file); err != nil || string(second) != string(first) {
		t.Errorf("%v: saved again as\n%s", err, second)
	}
	if grown := other.post(statusBody("More.")); grown <= root {
		t.Errorf("the id %s does not grow after %s", grown, root)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".sandbox-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

func save(t *testing.T, server *mastodon.Server, file string) {
	t.Helper()
	if err := server.Save(file); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatIsNoStateIsRefusedAndChangesNothing(t *testing.T) {
	c := newClient(t, mastodon.Options{})
	dir := t.TempDir()
	if err := c.server.Load(filepath.Join(dir, "missing.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	if err := c.server.Load(dir); err == nil {
		t.Error("a directory was loaded")
	}
	for content, want := range map[string]string{
		"":                                "not a state of the sandbox server",
		"[]":                              "not a state of the sandbox server",
		`{"version":1,"unknown":2}`:       "not a state of the sandbox server",
		`{"version":9}`:                   "version 9, expected 1",
		`{"version":1,"accounts":[null]}`: "an account is null",
		`{"version":1,"tokens":[{"secret":"s","account":"7","app":"","scopes":[]}]}`:                                   "a token belongs to no account",
		`{"version":1,"statuses":[{"id":"7","account":"1","in_reply_to":"0"}]}`:                                        "belong to no account",
		`{"version":1,"idempotency_keys":[null]}`:                                                                      "an idempotency key is null",
		`{"version":1,"accounts":[{"id":"1"}],"statuses":[{"id":"7","account":"1","in_reply_to":"7"}]}`:                "replies to a later one",
		`{"version":1,"accounts":[{"id":"1"}],"statuses":[{"id":"7","account":"1","in_reply_to":"0","mentions":[2]}]}`: "mentions no account",
		`{"version":1,"domain_blocks":[{"id":"2","domain":"b"},{"id":"1","domain":"a"}]}`:                              "not in the order of their ids",
		`{"version":1,"domain_blocks":[{"id":"2","domain":"b"},null]}`:                                                 "not in the order of their ids",
	} {
		file := filepath.Join(dir, "state.json")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.server.Load(file); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "state.json") {
			t.Errorf("%s: %v, want %q", content, err, want)
		}
	}
	if n := len(c.want(200, "GET", domainBlocks, "").list); n != 3 {
		t.Errorf("the seed has %d blocks left", n)
	}
}
