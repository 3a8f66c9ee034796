package flow

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

// compose makes the thread of the constitution that is being enacted.
func (e *enactment) compose() (thread.Thread, error) {
	law := e.prospect.Desired
	return thread.Compose(law.Constitution, thread.Options{
		Limits:     e.prospect.limits,
		Date:       e.Now().UTC().Format(time.DateOnly),
		Language:   law.Settings.Publish.Language,
		Visibility: law.Settings.Publish.Visibility,
		Replies:    law.Settings.Publish.Replies,
		Mode:       law.Settings.Publish.Mode,
	})
}
