package flow

import (
	"slices"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// edition is a constitution on its way into force, and what came before it.
type edition struct {
	law    charter.Charter
	base   enacted
	chain  ledger.Chain
	limits thread.Limits
	now    time.Time
}

// compose makes the thread that a plan publishes and counts the requests that it takes. Where the plan publishes nothing
// there is none.
func (e edition) compose(p plan.Plan) (hanging thread.Thread, requests int, err error) {
	at := slices.IndexFunc(p.Changes, func(c plan.Change) bool { return c.Skill == plan.PublishSkill })
	if at < 0 {
		return thread.Thread{}, 0, nil
	}
	version, err := e.version()
	if err != nil {
		return thread.Thread{}, 0, err
	}
	publish := e.law.Settings.Publish
	hanging, err = thread.Compose(e.law.Constitution, thread.Options{
		Limits: e.limits, Date: e.now.Format(time.DateOnly), Version: strconv.Itoa(version), Amended: e.amended(),
		Language: publish.Language, Visibility: publish.Visibility, Replies: publish.Replies, Mode: publish.Mode,
	})
	return hanging, hanging.Requests(p.Changes[at].Action == plan.Update), err
}

// amended cites what is new since the constitution in force; of the first one nothing is.
func (e edition) amended() []string {
	if !e.base.exists {
		return nil
	}
	return constitution.Amended(e.base.charter.Constitution, e.law.Constitution)
}

// version counts the constitutions that were in force one after another, up to this one.
func (e edition) version() (int, error) {
	count, last := 0, ""
	for _, entry := range e.chain.Entries {
		if entry.Kind != ledger.Enacted {
			continue
		}
		body, err := ledger.Body[ledger.EnactedBody](entry)
		if err != nil {
			return 0, err
		}
		if body.Constitution != last {
			count, last = count+1, body.Constitution
		}
	}
	if e.law.Constitution.Digest != last {
		count++
	}
	return count, nil
}
