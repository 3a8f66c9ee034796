package mastodon_test

import (
	"fmt"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// manyBlocks gives a server so many blocks, with the ids 1 and up.
func manyBlocks(n int) func(*mastodon.State) {
	return func(s *mastodon.State) {
		s.DomainBlocks, s.DomainAllows, s.IPBlocks, s.EmailDomains, s.Reports, s.Statuses = nil, nil, nil, nil, nil, nil
		for i := range n {
			id, domain := int64(i+1), fmt.Sprintf("d%d.example", i+1)
			s.DomainBlocks = append(s.DomainBlocks, &mastodon.DomainBlock{ID: id, Domain: domain, Severity: "noop"})
			s.DomainAllows = append(s.DomainAllows, &mastodon.DomainAllow{ID: id, Domain: domain})
			s.IPBlocks = append(s.IPBlocks, &mastodon.IPBlock{ID: id, IP: fmt.Sprintf("10.0.%d.%d/32", i/256, i%256), Severity: "sign_up_block"})
			s.EmailDomains = append(s.EmailDomains, &mastodon.EmailDomainBlock{ID: id, Domain: domain})
			s.Reports = append(s.Reports, &mastodon.Report{ID: id, Account: s.Accounts[0].ID, Target: s.Accounts[2].ID, Category: "spam"})
			s.Statuses = append(s.Statuses, &mastodon.Status{ID: id, Account: s.Accounts[2].ID, Visibility: "public", Text: "x"})
		}
	}
}

func TestFactsPages(t *testing.T) {
	const list = "GET admin/domain_blocks"
	many := manyBlocks(6)
	facts := []fact{
		{says: "the newest come first", ask: list, status: 200, shows: "#=6; 0.id=6; 5.id=1"},
		{says: "a full page has a next one", ask: list + "?limit=2", status: 200, shows: `0.id=6; 1.id=5; Header: Link=<https://social.example/api/v1/admin/domain_blocks?limit=2&max_id=5>;rel="next", <https://social.example/api/v1/admin/domain_blocks?limit=2&min_id=6>;rel="prev"`},
		{says: "also when it is the last", ask: list + "?limit=6", status: 200, shows: `Header: Link~max_id=1>`},
		{says: "then the next is empty and has no links", ask: list + "?limit=6&max_id=1", status: 200, shows: "#=0; Header: Link="},
		{says: "a page that is not full has a previous one alone", ask: list + "?limit=7", status: 200, shows: `Header: Link=<https://social.example/api/v1/admin/domain_blocks?limit=7&min_id=6>;rel="prev"`},
		{says: "without a limit links have none", ask: list, status: 200, shows: `Header: Link=<https://social.example/api/v1/admin/domain_blocks?min_id=6>;rel="prev"`},
		{says: "max_id gives what is older", ask: list + "?max_id=3", status: 200, shows: "#=2; 0.id=2"},
		{says: "since_id gives the newest down to it", ask: list + "?since_id=2&limit=2", status: 200, shows: "#=2; 0.id=6; 1.id=5"},
		{says: "min_id gives what comes right after it", ask: list + "?min_id=2&limit=2", status: 200, shows: "#=2; 0.id=4; 1.id=3"},
		{says: "min_id wins over since_id", ask: list + "?min_id=2&since_id=4&limit=2", status: 200, shows: "0.id=4"},
		{says: "both ends", ask: list + "?since_id=2&max_id=5", status: 200, shows: "#=2; 0.id=4; 1.id=3"},
		{says: "both ends upwards", ask: list + "?min_id=2&max_id=4", status: 200, shows: "#=1; 0.id=3"},
		{says: "empty cursors are none", ask: list + "?min_id=&max_id=&since_id=", status: 200, shows: "#=6"},
		{says: "a limit without its sign", ask: list + "?limit=-2", status: 200, shows: "#=2"},
		{says: "a limit is a number from its beginning", ask: list + "?limit=3x", status: 200, shows: "#=3"},
		{says: "a limit of nothing breaks", ask: list + "?limit=0", status: 500},
		{says: "as does a word", ask: list + "?limit=all", status: 500},
		{says: "links drop what is no filter", ask: list + "?limit=2&colour=red", status: 200, shows: `Header: Link~domain_blocks?limit=2&max_id=5>`},
	}
	for n := range facts {
		facts[n].edit = many
	}
	holds(t, "app/models/concerns/paginable.rb, app/controllers/concerns/api/pagination.rb", facts)
	for _, c := range []struct {
		list               string
		normal, most, have int
	}{
		{"admin/domain_blocks", 100, 500, 501}, {"admin/domain_allows", 100, 500, 501}, {"admin/ip_blocks", 100, 200, 201},
		{"admin/email_domain_blocks", 100, 200, 201}, {"admin/reports", 100, 200, 201}, {"accounts/{bruno}/statuses", 20, 40, 41},
	} {
		many := manyBlocks(c.have)
		holds(t, "LIMIT and MAX_LIMIT of the controllers", []fact{
			{says: c.list + " has a page of its own size", ask: "GET " + c.list, status: 200, shows: fmt.Sprintf("#=%d", c.normal), edit: many},
			{says: c.list + " has a largest page", ask: "GET " + c.list + "?limit=100000", status: 200, shows: fmt.Sprintf("#=%d; Header: Link~limit=100000&max_id", c.most), edit: many},
		})
	}
}
