package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// furthest bounds how far a clock is moved: beyond it, times no longer have four digits of a year.
const furthest = 100 * 366 * 24 * time.Hour

// Clock is a clock that a person can move forward, so that a vote is seen to close. How far it is ahead is kept in a file, which
// every program of one sandbox reads. It never goes back: what was voted on stays in its order.
type Clock struct {
	now  func() time.Time
	path string
}

// NewClock is now, as far ahead as the file says; without the file it is not ahead.
func NewClock(path string, now func() time.Time) *Clock { return &Clock{now, path} }

// Path is the file that says how far the clock is ahead.
func (c *Clock) Path() string { return c.path }

// Ahead is how far the clock has been moved.
func (c *Clock) Ahead() (time.Duration, error) {
	text, err := lockedfile.Read(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("clock of the sandbox: %w", err)
	}
	return c.parse(text)
}

func (c *Clock) parse(text []byte) (time.Duration, error) {
	if len(text) == 0 {
		return 0, nil
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil || ahead < 0 || ahead > furthest {
		return 0, fmt.Errorf("clock of the sandbox: %q does not say how far it is ahead, such as 72h", c.path)
	}
	return ahead, nil
}

// Now is the time of the sandbox. A file that cannot be read moves nothing; Ahead says why.
func (c *Clock) Now() time.Time {
	ahead, err := c.Ahead()
	if err != nil {
		return c.now()
	}
	return c.now().Add(ahead)
}

// Forward moves the clock: by a step such as 3d, 36h or 30m, or to a later time as in RFC 3339.
func (c *Clock) Forward(text string) error {
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return fmt.Errorf("clock of the sandbox: %w", err)
	}
	return lockedfile.Transform(c.path, func(kept []byte) ([]byte, error) {
		ahead, err := c.parse(kept)
		if err != nil {
			return nil, err
		}
		step, err := stepTo(text, c.now().Add(ahead))
		if err == nil && ahead+step > furthest {
			err = fmt.Errorf("the clock can be %d years ahead at most", int(furthest.Hours()/24/366))
		}
		return []byte((ahead + step).String() + "\n"), err
	})
}

// stepTo reads how far a text moves a clock.
func stepTo(text string, from time.Time) (time.Duration, error) {
	if to, err := time.Parse(time.RFC3339, text); err == nil {
		if to.Before(from) {
			return 0, fmt.Errorf("the clock goes forward only, and %s is before %s", text, from.UTC().Format(time.RFC3339))
		}
		return to.Sub(from), nil
	}
	by := strings.TrimPrefix(text, "+")
	step, err := time.ParseDuration(by)
	if days, isDays := strings.CutSuffix(by, "d"); isDays {
		var n int
		n, err = strconv.Atoi(days)
		step = time.Duration(min(n, int(furthest.Hours()/24)+1)) * 24 * time.Hour
	}
	if err != nil || step < 0 {
		return 0, fmt.Errorf("%q does not move a clock: expected a step such as +3d, +36h or +30m, or a later time such as %s",
			text, from.AddDate(0, 0, 3).UTC().Format(time.RFC3339))
	}
	return step, nil
}

// ClockPath is where the fake servers take requests to move their clock.
const ClockPath = "/sandbox/clock"

// Handle lets people move the clock at ClockPath, with the form field "forward"; all else goes on to a server. The answer leads
// back to the page.
func (c *Clock) Handle(server http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+ClockPath, func(w http.ResponseWriter, request *http.Request) {
		if err := c.Forward(request.FormValue("forward")); err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		http.Redirect(w, request, "/", http.StatusSeeOther)
	})
	mux.HandleFunc("GET "+ClockPath, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, c.Now().UTC().Format(time.RFC3339))
	})
	mux.Handle("/", server)
	return mux
}
