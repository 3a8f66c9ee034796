package mastodon

import (
	"net/http"
	"slices"
	"strconv"
)

// Ties are the follows between this server and another one, as far as this server knows.
type Ties struct {
	Domain    string `json:"domain"`
	Follows   int    `json:"follows"`   // by people here
	Followers int    `json:"followers"` // by people there
}

func measureRoutes() []route {
	return []route{{"POST /api/v1/admin/measures", admin, "admin:read", ViewDashboard, (*call).measure}}
}

// measure counts what is asked for, over all time, whatever the days in between are. Keys that nobody knows are left out;
// a known one without its own parameters is a mistake.
func (c *call) measure() (any, error) {
	if c.params.text("start_at") == "" || c.params.text("end_at") == "" {
		return nil, refuse(http.StatusInternalServerError, "This page is not correct")
	}
	found := []map[string]any{}
	for _, key := range c.params["keys[]"].values {
		if key != "instance_follows" && key != "instance_followers" {
			continue
		}
		if !c.params.has(key + "[domain]") {
			return nil, refuse(http.StatusBadRequest, "param is missing or the value is empty: "+key)
		}
		total := c.state.tiesWith(c.params.text(key+"[domain]"), c.params.text(key+"[include_subdomains]") == "true")
		count := map[string]int{"instance_follows": total.Follows, "instance_followers": total.Followers}[key]
		found = append(found, map[string]any{"key": key, "unit": nil, "total": strconv.Itoa(count), "data": []any{}})
	}
	return found, nil
}

// tiesWith sums the ties with a domain, and with those below it where they are asked for.
func (s *State) tiesWith(domain string, below bool) Ties {
	sum := Ties{Domain: domain}
	for _, t := range s.Ties {
		if t.Domain == domain || below && covers(domain, t.Domain) {
			sum.Follows, sum.Followers = sum.Follows+t.Follows, sum.Followers+t.Followers
		}
	}
	return sum
}

// cut ends all ties with a domain and those below it, for ever.
func (s *State) cut(domain string) {
	s.Ties = slices.DeleteFunc(s.Ties, func(t Ties) bool { return covers(domain, t.Domain) })
}
