package github_test

import (
	"strings"
	"testing"
)

func TestALoginNeverAsksForAnythingButAnAccount(t *testing.T) {
	w := newWorld(t)
	for _, login := range []string{"", ".", "..", "../repos/coop/governance", "ada/../bruno", "ada?x=1", "ada#x", "%2e%2e", "ada bruno"} {
		_, err := w.as("bot").UserByLogin(t.Context(), login)
		if err == nil || !strings.Contains(err.Error(), "a login has letters") {
			t.Errorf("%q: got %v", login, err)
		}
	}
	if who, err := w.as("bot").UserByLogin(t.Context(), "ada"); err != nil || who != ada {
		t.Errorf("ada is %+v, %v", who, err)
	}
}
