package forge

import (
	"fmt"
	"strings"
)

// CheckLogin refuses what no login looks like. A login is part of a request's path and may come from a stranger's form, so one
// that would ask for something else is an error.
func CheckLogin(login string) error {
	if login == "" || strings.Trim(login, ".") == "" || strings.ContainsFunc(login, notInLogin) {
		return fmt.Errorf("account %q: a login has letters, digits, and any of - . _ between them", login)
	}
	return nil
}

// notInLogin matches the characters that no login has, on GitHub or on a Forgejo; brackets are in those of bots.
func notInLogin(r rune) bool {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	return !letter && !strings.ContainsRune("-_.[]", r)
}
