package wire

import "testing"

func TestWhereGitIsServed(t *testing.T) {
	tests := []struct{ api, server, want string }{
		{"", "", "https://github.com"},
		{"https://api.github.com/", "", "https://github.com"},
		{"https://forge.example/api/v3/", "", "https://forge.example"},
		{"http://127.0.0.1:4000", "", "http://127.0.0.1:4000"},
		{"https://api.forge.example", "https://forge.example/", "https://forge.example"},
	}
	for _, test := range tests {
		env := map[string]string{"GITHUB_API_URL": test.api, "GITHUB_SERVER_URL": test.server}
		w := New(Options{Env: func(name string) string { return env[name] }})
		if got := w.gitServer(); got != test.want {
			t.Errorf("%q and %q: got %q", test.api, test.server, got)
		}
	}
}
