package process

import (
	"runtime"
	"strings"
	"testing"
)

func TestOpener(t *testing.T) {
	desktop := map[string]string{"linux": "xdg-open", "darwin": "open", "windows": "rundll32"}[runtime.GOOS]
	for _, c := range []struct{ env, want string }{
		{"DISPLAY=:0", desktop},
		{"WAYLAND_DISPLAY=wayland-0", desktop},
		{"DISPLAY=:0 SSH_CONNECTION=a", ""},
		{"BROWSER=firefox SSH_CONNECTION=a", "firefox"},
		{"BROWSER=firefox", "firefox"},
	} {
		env := func(name string) string {
			for _, pair := range strings.Fields(c.env) {
				if value, found := strings.CutPrefix(pair, name+"="); found {
					return value
				}
			}
			return ""
		}
		if got, _ := opener(env); got != c.want {
			t.Errorf("%s: %q, want %q", c.env, got, c.want)
		}
	}
}
