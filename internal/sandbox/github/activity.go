package github

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

var periods = map[string]time.Duration{
	"day": 24 * time.Hour, "week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour,
	"quarter": 91 * 24 * time.Hour, "year": 365 * 24 * time.Hour,
}

// activity pages the log of ref updates by cursors: links carry after=, never page=.
func (c *call) activity() (int, any, error) {
	if c.settings.NoActivity {
		return 0, nil, notFound
	}
	found, err := c.updates()
	if err != nil {
		return 0, nil, err
	}
	if after := c.request.URL.Query().Get("after"); after != "" {
		at := slices.IndexFunc(found, func(u update) bool { return cursor(u) == after })
		if at < 0 {
			return 0, nil, unprocessable("after is not a cursor of this list")
		}
		found = found[at+1:]
	}
	size := pageSize(c.request.URL.Query())
	if len(found) > size {
		found = found[:size]
		c.header.Set("Link", linkTo(c.request, "next", "after", cursor(found[size-1])))
	}
	answer := make([]fields, 0, len(found))
	for _, u := range found {
		answer = append(answer, fields{
			"id": u.id, "node_id": node("PushEvent", u.id), "ref": u.ref, "before": u.before.String(), "after": u.after.String(),
			"activity_type": u.kind, "actor": c.person(u.actor), "timestamp": u.at,
		})
	}
	return http.StatusOK, answer, nil
}

func cursor(u update) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(u.id, 10)))
}

// updates filters the log, newest first unless asked otherwise.
func (c *call) updates() ([]update, error) {
	query := c.request.URL.Query()
	since := time.Time{}
	if period := query.Get("time_period"); period != "" {
		length, ok := periods[period]
		if !ok {
			return nil, unprocessable("time_period is none of day, week, month, quarter, year")
		}
		since = c.time().Add(-length)
	}
	ref, kind := query.Get("ref"), query.Get("activity_type")
	if ref != "" && !strings.HasPrefix(ref, "refs/") {
		ref = branches + ref
	}
	known := c.time().Add(-c.settings.ActivityLag)
	var found []update
	for _, u := range c.repo.log {
		if u.at.After(known) || u.at.Before(since) || ref != "" && u.ref != ref || kind != "" && u.kind != kind || !c.isActor(query.Get("actor"), u) {
			continue
		}
		found = append(found, u)
	}
	sign := -1
	if query.Get("direction") == "asc" {
		sign = 1
	}
	slices.SortStableFunc(found, func(a, b update) int { return sign * cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	return found, nil
}

func (c *call) isActor(login string, u update) bool {
	if login == "" {
		return true
	}
	who := c.accounts[u.actor]
	return who != nil && strings.EqualFold(who.Login, login)
}
