package mastodon

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// FollowCount is the follows between this server and another one, as far as this server knows.
type FollowCount struct {
	Domain    string `json:"domain"`
	Follows   int    `json:"follows"`   // by people here
	Followers int    `json:"followers"` // by people there
}

func measureRoutes() []route {
	return []route{moderating("POST /api/v1/admin/measures", "admin:read", ViewDashboard, (*call).measure).naming((*call).checkMeasures)}
}

// tieMeasures are the measures that this server counts.
var tieMeasures = []string{"instance_follows", "instance_followers"}

// checkMeasures asks for the parameters before the role: keys, days, and for a known key its own.
func (c *call) checkMeasures() error {
	missing := func(key string) error {
		return refuse(http.StatusBadRequest, "param is missing or the value is empty or invalid: "+key)
	}
	if len(c.params["keys[]"].values) == 0 {
		return missing("keys")
	}
	for _, key := range []string{"start_at", "end_at"} {
		if c.params.text(key) == "" {
			return missing(key)
		}
	}
	for _, key := range c.params["keys[]"].values {
		if slices.Contains(tieMeasures, key) && !c.params.has(key+"[domain]") {
			return missing(key)
		}
	}
	for _, key := range []string{"start_at", "end_at"} {
		if _, err := time.Parse(time.DateOnly, c.params.text(key)[:min(len(c.params.text(key)), len(time.DateOnly))]); err != nil {
			return refuse(http.StatusUnprocessableEntity, "Invalid date supplied")
		}
	}
	return nil
}

// measure counts what is asked for, over all time, whatever the days in between are. Unknown keys are left out.
func (c *call) measure() (any, error) {
	counted := []map[string]any{}
	for _, key := range c.params["keys[]"].values {
		if !slices.Contains(tieMeasures, key) {
			continue
		}
		total := c.state.followsWith(c.params.text(key+"[domain]"), c.params.text(key+"[include_subdomains]") == "true")
		count := map[string]int{"instance_follows": total.Follows, "instance_followers": total.Followers}[key]
		counted = append(counted, map[string]any{"key": key, "unit": nil, "total": strconv.Itoa(count), "data": []any{}})
	}
	return counted, nil
}

// followsWith sums the follows with a domain, and with those below it where they are asked for.
func (s *State) followsWith(domain string, below bool) FollowCount {
	sum := FollowCount{Domain: domain}
	for _, t := range s.FollowCounts {
		if t.Domain == domain || below && covers(domain, t.Domain) {
			sum.Follows, sum.Followers = sum.Follows+t.Follows, sum.Followers+t.Followers
		}
	}
	return sum
}

// cut ends all follows with a domain and those below it, for ever.
func (s *State) cut(domain string) {
	s.FollowCounts = slices.DeleteFunc(s.FollowCounts, func(t FollowCount) bool { return covers(domain, t.Domain) })
}
