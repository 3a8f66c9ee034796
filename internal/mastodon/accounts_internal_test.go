package mastodon

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const pseudonymOfTroll = "ref:00112233445566778899aabbccddeeff"

// openSandbox gives the seeded server and an instance with a pseudonym map of one.
func openSandbox(t *testing.T) (*sandbox.Server, *Instance) {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	server := sandbox.New(sandbox.Options{Now: now})
	i, err := Open(Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Next: server.Transport(), Now: now,
		Pseudonyms: map[string]string{pseudonymOfTroll: "@troll@bad.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return server, i
}

// Trap 13: people write handles; the lookup that is open to all does not know accounts of suspended servers.
func TestTrap13HandlesAreResolvedInEveryWayThereIs(t *testing.T) {
	server, i := openSandbox(t)
	for target, want := range map[string]string{
		"@ada": "@ada", "@ada@social.example": "@ada", "@troll@bad.example": "@troll@bad.example", pseudonymOfTroll: "@troll@bad.example",
		"@seller@spam-farm.example": "@seller@spam-farm.example", "@unseen@elsewhere.example": "@unseen@elsewhere.example",
	} {
		got, err := i.fetchAccount(t.Context(), target, "")
		if err != nil || got.handle() != want {
			t.Errorf("%s is %q, %v", target, got.handle(), err)
		}
	}
	if n := server.Count("GET", accountsPathV2); n != 2 {
		t.Errorf("the moderators' list was read %d times", n)
	}
	server.ForgetRequests()
	if _, err := i.fetchAccount(t.Context(), "@ada", ""); err != nil || len(server.Requests()) != 1 {
		t.Errorf("a known account takes %d requests, %v", len(server.Requests()), err)
	}
	if unknown := server.Unknown(); len(unknown) > 0 {
		t.Errorf("asked for %v", unknown)
	}
}

func TestAnAccountThatCannotBeFoundIsNamedAsItWasWritten(t *testing.T) {
	_, i := openSandbox(t)
	for target, want := range map[string]string{
		"@nobody":                              `the server has no account "@nobody"`,
		"@nobody@bad.example":                  `the server has no account "@nobody@bad.example"`,
		"ref:ffffffffffffffffffffffffffffffff": `account "ref:ffffffffffffffffffffffffffffffff": the pseudonym map has no handle for it`,
	} {
		if _, err := i.fetchAccount(t.Context(), target, ""); err == nil || err.Error() != want || !aboutOneAccount(err) {
			t.Errorf("%s: %v", target, err)
		}
	}
	i.pseudonyms = nil
	_, err := i.fetchAccount(t.Context(), pseudonymOfTroll, "")
	if err == nil || !strings.Contains(err.Error(), "BYLAW_PSEUDONYMS") {
		t.Errorf("without a pseudonym map: %v", err)
	}
}

func TestIdAndHandleMustBeOneAccount(t *testing.T) {
	_, i := openSandbox(t)
	ada, err := i.fetchAccount(t.Context(), "@ada", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.fetchAccount(t.Context(), "@ada", ada.ID); err != nil {
		t.Error(err)
	}
	_, err = i.fetchAccount(t.Context(), "@bruno", ada.ID)
	if disagree, ok := errors.AsType[*DisagreeError](err); !ok || disagree.Handle != "@ada" {
		t.Errorf("error %v", err)
	}
	if _, err = i.fetchAccount(t.Context(), "@ada", "77"); err == nil || err.Error() != `the server has no account "@ada"` {
		t.Errorf("error %v", err)
	}
}

// Nothing that the server says about a person behind a pseudonym comes through to a message.
func TestErrorsDoNotShowWhoseAPseudonymIs(t *testing.T) {
	for _, fault := range []sandbox.Fault{
		{Kind: sandbox.StatusBefore, Status: http.StatusForbidden, Body: "@troll@bad.example is off limits"},
		{Kind: sandbox.StatusBefore, Status: http.StatusServiceUnavailable}, {Kind: sandbox.ResetBefore}, {Kind: sandbox.Broken},
	} {
		server, i := openSandbox(t)
		fault.Path = "/api/v1/admin/accounts/*"
		server.Fail(fault)
		_, err := i.fetchAccount(t.Context(), pseudonymOfTroll, "")
		id, _ := i.accountIDs.find(pseudonymOfTroll)
		if err == nil || !strings.Contains(err.Error(), pseudonymOfTroll) || strings.Contains(err.Error(), "troll@") || strings.Contains(err.Error(), id) {
			t.Errorf("%s: %v", fault.Kind, err)
		}
	}
}
