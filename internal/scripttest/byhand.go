package scripttest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// byHand does through the admin API of the served Mastodon what a moderator does there: "by-hand METHOD DOMAIN [JSON]" creates,
// changes or removes the block of a domain.
func moderatedByHand(server *mastodon.Server) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		method, domain, body := args[0], args[1], strings.Join(args[2:], " ")
		path := "/api/v1/admin/domain_blocks"
		server.Edit(func(s *mastodon.State) {
			for _, b := range s.DomainBlocks {
				if b.Domain == domain {
					path += fmt.Sprintf("/%d", b.ID)
				}
			}
		})
		request := httptest.NewRequestWithContext(context.Background(), method, "https://social.example"+path, strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer "+mastodon.BotToken)
		request.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		if answer.Code != http.StatusOK {
			ts.Fatalf("%s %s: %d %s", method, domain, answer.Code, answer.Body)
		}
	}
}
