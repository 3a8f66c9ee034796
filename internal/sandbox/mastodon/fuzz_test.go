package mastodon

import (
	"encoding/json"
	"net/http"
	"testing"
)

// FuzzState: whatever a state file holds, it is refused or served; the server does not fall over it later.
func FuzzState(f *testing.F) {
	for _, o := range []Options{{}, {Empty: true}} {
		encoded, err := json.Marshal(New(o).state)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encoded)
	}
	f.Add([]byte(`{"version":1}`))
	f.Add([]byte(`{"version":1,"accounts":[{"id":"1","username":"a"}],"apps":[{"id":"2","client_id":"c","redirect_uris":["http://127.0.0.1:1/"]}],"grants":[{"code":"x","client_id":"c","account":"1"}],"tokens":[{"secret":"s","account":"1","client_id":"c"}]}`))
	f.Add([]byte(`{"version":1,"accounts":[{"id":"1","username":"a","bot":true}],"statuses":[{"id":"7","account":"1","in_reply_to":"7","visibility":"public","mentions":[9],"pin_order":1}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		state, err := parseState(content)
		if err != nil {
			return
		}
		s := New(Options{})
		s.state = state
		for _, path := range []string{"/", "/api/v2/instance", "/api/v1/admin/domain_blocks", "/api/v1/statuses/7/context", "/api/v1/accounts/1/statuses",
			"/api/v1/apps/verify_credentials", "/oauth/authorize?client_id=c&response_type=code&redirect_uri=http://127.0.0.1:2/",
		} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://social.example"+path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+BotToken)
			s.ServeHTTP(newRecorder(), request)
		}
	})
}
