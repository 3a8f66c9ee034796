package mastodon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestFactsProfile(t *testing.T) {
	const self, change = "GET accounts/verify_credentials", "PATCH accounts/update_credentials "
	pairs := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf("fields_attributes[%d][name]=n%d&fields_attributes[%d][value]=v", i, i, i))
		}
		return strings.Join(all, "&")
	}
	holds(t, "spec/requests/api/v1/accounts/credentials_spec.rb", []fact{
		{says: "who one is", ask: self, status: 200, shows: "username=bylaw; bot=true; locked=false; source.privacy=public; source.sensitive=false; source.language=en; source.quote_policy=public; source.discoverable=true; source.indexable=true; source.follow_requests_count=0; source.fields.#=3; role.id=4; role.name=Bylaw; role.permissions=591288; role.highlighted=false"},
		{says: "the scope profile is enough", ask: "bot[profile] " + self, status: 200, shows: "username=bylaw"},
		{says: "but not to change", ask: "bot[profile] " + change + "note=x", status: 403, shows: outside},
		{says: "an empty source changes nothing", ask: change + `{"display_name":"I'm a cat","source":{}}`, status: 200, shows: "display_name=I'm a cat; source.privacy=public"},
		{says: "a note that is too long", ask: change + "note=" + strings.Repeat("a", 1000), status: 422, shows: "error~Validation failed; details.note.0.error=ERR_TOO_LONG; details.note.0.description~too long"},
		{says: "everything at once", ask: change + `{"discoverable":false,"display_name":"Alice","indexable":false,"locked":true,"note":"Hello!","source":{"privacy":"unlisted","sensitive":true}}`, status: 200, shows: "display_name=Alice; locked=true; discoverable=false; indexable=false; source.note=Hello!; source.privacy=unlisted; source.sensitive=true; source.discoverable=false"},
	})
	holds(t, "app/controllers/api/v1/accounts/credentials_controller.rb", []fact{
		{says: "what is not sent stays", ask: change + "display_name=Alice", status: 200, shows: "source.note~I carry out; source.fields.#=3; bot=true"},
		{says: "a language", ask: change + `{"source":{"language":"de"}}`, status: 200, shows: "source.language=de; source.privacy=public"},
		{says: "who may quote", ask: change + `{"source":{"quote_policy":"nobody"}}`, status: 200, shows: "source.quote_policy=nobody"},
		{says: "is what posts begin with", given: change + `{"source":{"quote_policy":"nobody"}}`, ask: "POST statuses status=x", status: 200, shows: "quote_approval.automatic.#=0"},
		{says: "and so is the visibility", given: change + `{"source":{"privacy":"private"}}`, ask: "POST statuses status=x", status: 200, shows: "visibility=private"},
		{says: "who is locked posts in private", source: "app/models/concerns/user/has_settings.rb", ask: "POST statuses status=x", status: 200, shows: "visibility=private", edit: func(s *mastodon.State) { s.Accounts[0].Privacy, s.Accounts[0].Locked = "", true }},
		{says: "no bot", ask: change + "bot=false", status: 200, shows: "bot=false"},
		{says: "before 4.5 there is no policy", ask: self, status: 200, shows: "!source.quote_policy", in: mastodon.Options{Version: "4.4.22"}},
	})
	holds(t, "app/models/account.rb, app/validators/empty_profile_field_names_validator.rb, app/models/account/field.rb", []fact{
		{says: "names and notes are trimmed", ask: change + "display_name=+Alice+&note=+Hello%0A", status: 200, shows: "display_name=Alice; source.note=Hello"},
		{says: "a name of 40", ask: change + "display_name=" + strings.Repeat("ä", 40), status: 200},
		{says: "a name of 41", ask: change + "display_name=" + strings.Repeat("a", 41), status: 422, shows: "details.display_name.0.error=ERR_TOO_LONG"},
		{says: "before 4.6 a name of 30", ask: change + "display_name=" + strings.Repeat("a", 30), status: 200, in: mastodon.Options{Version: "4.5.15"}},
		{says: "before 4.6 a name of 31", ask: change + "display_name=" + strings.Repeat("a", 31), status: 422, in: mastodon.Options{Version: "4.5.15"}},
		{says: "fields as a list", ask: change + `{"fields_attributes":[{"name":"a","value":"b"}]}`, status: 200, shows: "source.fields.#=1; source.fields.0.name=a; source.fields.0.value=b; source.fields.0.verified_at=null"},
		{says: "fields by number", ask: change + `{"fields_attributes":{"0":{"name":"a","value":"b"}}}`, status: 200, shows: "source.fields.#=1"},
		{says: "fields of a form", ask: change + pairs(2), status: 200, shows: "source.fields.#=2; fields.1.name=n1"},
		{says: "four fields", ask: change + pairs(4), status: 200, shows: "source.fields.#=4"},
		{says: "five fields", ask: change + pairs(5), status: 422, shows: "details.fields.0.error=ERR_TOO_LONG"},
		{says: "a value without a name", ask: change + "fields_attributes[0][name]=&fields_attributes[0][value]=x", status: 422, shows: "details.fields.0.error=ERR_FIELDS_WITH_VALUES_MISSING_LABELS"},
		{says: "a name without a value", ask: change + "fields_attributes[0][name]=x&fields_attributes[0][value]=", status: 200, shows: "source.fields.#=1"},
		{says: "an empty pair is none", ask: change + "fields_attributes[0][name]=&fields_attributes[0][value]=", status: 200, shows: "source.fields.#=0"},
		{says: "an empty list clears", ask: change + `{"fields_attributes":[]}`, status: 200, shows: "source.fields.#=0"},
		{says: "255 of a field are kept", ask: change + "fields_attributes[0][name]=x&fields_attributes[0][value]=" + strings.Repeat("a", 256), status: 200, shows: "source.fields.0.value=" + strings.Repeat("a", 255)},
		{says: "a value that stays is verified as before", ask: change + "fields_attributes[0][name]=Home&fields_attributes[0][value]=https://bylaw.example", status: 200, shows: "source.fields.0.verified_at=2023-04-02T09:30:00.000Z"},
		{says: "a refused change changes nothing", given: "?" + change + "note=x&display_name=" + strings.Repeat("a", 41), ask: self, status: 200, shows: "source.note~I carry out"},
	})
}

// TestFactsNoteLength: a note counts addresses and handles in its own way.
func TestFactsNoteLength(t *testing.T) {
	long := "https://example.org/" + strings.Repeat("a", 600)
	for name, c := range map[string]struct {
		note   string
		status int
	}{
		"500":                              {strings.Repeat("a", 500), 200},
		"501":                              {strings.Repeat("a", 501), 422},
		"500 of what is seen as one":       {strings.Repeat("🏳️‍⚧️", 500), 200},
		"an address with the space before": {strings.Repeat("a", 477) + " " + long, 200},
		"an address glued to a word":       {strings.Repeat("a", 10) + long, 422},
		"an ending that does not exist":    {"https://social.example/" + strings.Repeat("a", 600), 422},
		"longer than 4096":                 {"https://example.org/" + strings.Repeat("a", 5000), 200},
		"a handle without its server":      {strings.Repeat("a", 490) + " @a@" + strings.Repeat("b", 100) + ".example", 200},
	} {
		t.Run(name, func(t *testing.T) {
			answer := newFactWorld(t, fact{}).send(fmt.Sprintf(`PATCH accounts/update_credentials {"note":%q}`, c.note))
			if answer.Code != c.status { // spec/validators/note_length_validator_spec.rb
				t.Errorf("%d, want %d: %.200s", answer.Code, c.status, answer.Body)
			}
		})
	}
}

const newton = "POST accounts username=newton&email=newton@mail.example&password=correct+horse&agreement=true"

// without leaves a parameter out of a sign-up, and with adds one.
func without(key string) string {
	var kept []string
	for _, part := range strings.Split(strings.TrimPrefix(newton, "POST accounts "), "&") {
		if !strings.HasPrefix(part, key+"=") {
			kept = append(kept, part)
		}
	}
	return "app POST accounts " + strings.Join(kept, "&")
}

func with(key, value string) string { return without(key) + "&" + key + "=" + value }

func TestFactsSignUp(t *testing.T) {
	signUps := func(settings mastodon.SignUps) func(*mastodon.State) {
		return func(s *mastodon.State) { s.SignUps = settings }
	}
	adults, reasons := signUps(mastodon.SignUps{MinAge: 16}), signUps(mastodon.SignUps{ReasonRequired: true})
	holds(t, "spec/requests/api/v1/accounts_spec.rb", []fact{
		{says: "an application signs up", ask: "app " + newton, status: 200, shows: "access_token; token_type=Bearer; created_at; scope=read write:accounts; !id"},
		{says: "a person does not", ask: newton, status: 403, shows: "error=This method requires an client credentials authentication"},
		{says: "without a username", ask: without("username"), status: 422, shows: "error~Validation failed; details.username.#=1; details.username.0.error=ERR_BLANK; details.username.0.description=can't be blank"},
		{says: "without agreeing", ask: without("agreement"), status: 422, shows: "details.agreement.0.error=ERR_ACCEPTED"},
		{says: "under the age limit", ask: with("date_of_birth", "21.11.2013"), status: 422, shows: "details.date_of_birth.#=1; details.date_of_birth.0.error=ERR_BELOW_LIMIT; details.date_of_birth.0.description~below the age limit", edit: adults},
		{says: "over it", ask: with("date_of_birth", "21.11.2009"), status: 200, edit: adults},
		{says: "over it in ISO 8601", ask: with("date_of_birth", "2009-11-21"), status: 200, edit: adults},
		{says: "on the birthday", ask: with("date_of_birth", "2010-11-21"), status: 200, edit: adults},
		{says: "without a birthday", ask: without(""), status: 422, shows: "details.date_of_birth.0.error=ERR_BLANK", edit: adults},
	})
	holds(t, "app/controllers/api/v1/accounts_controller.rb", []fact{
		{says: "without a token", ask: "anonymous " + newton, status: 401, shows: isInvalid},
		{says: "without the scope", ask: "app[read] " + newton, status: 403, shows: outside},
		{says: "where sign-ups are closed", ask: "app " + newton, status: 403, shows: "error=Forbidden", edit: signUps(mastodon.SignUps{SignUpsClosed: true})},
		{says: "where single sign-on is the only way in", ask: "app " + newton, status: 403, shows: "error=Forbidden", edit: signUps(mastodon.SignUps{SingleSignOn: true})},
		{says: "also in limited federation", ask: "app " + newton, status: 200, edit: func(s *mastodon.State) { s.Limited = true }},
	})
	holds(t, "app/models/user.rb, app/models/account.rb", []fact{
		{says: "a username of 30", ask: with("username", strings.Repeat("a", 30)), status: 200},
		{says: "a username of 31", ask: with("username", strings.Repeat("a", 31)), status: 422, shows: "details.username.0.error=ERR_TOO_LONG"},
		{says: "a username with a hyphen", ask: with("username", "isaac-newton"), status: 422, shows: "details.username.0.error=ERR_INVALID"},
		{says: "a username in use", ask: with("username", "BRUNO"), status: 422, shows: "details.username.0.error=ERR_TAKEN"},
		{says: "without an address", ask: without("email"), status: 422, shows: "details.email.0.error=ERR_BLANK"},
		{says: "what is no address", ask: with("email", "newton"), status: 422, shows: "details.email.0.error=ERR_INVALID"},
		{says: "an address in use", ask: with("email", "BRUNO@mail.example"), status: 422, shows: "details.email.0.error=ERR_TAKEN"},
		{says: "an address of a blocked domain", ask: with("email", "n@throwaway.example"), status: 422, shows: "details.email.0.error=ERR_BLOCKED"},
		{says: "or of one below it", ask: with("email", "n@x.throwaway.example"), status: 422, shows: "details.email.0.error=ERR_BLOCKED"},
		{says: "a domain that needs approval", ask: with("email", "n@tempmail.example"), status: 200},
		{says: "without a password", ask: without("password"), status: 422, shows: "details.password.0.error=ERR_BLANK"},
		{says: "a password of 7", ask: with("password", "1234567"), status: 422, shows: "details.password.0.error=ERR_TOO_SHORT"},
		{says: "a password of 73", ask: with("password", strings.Repeat("a", 73)), status: 422, shows: "details.password.0.error=ERR_TOO_LONG"},
		{says: "all mistakes at once", ask: "app POST accounts agreement=false", status: 422, shows: "details.username; details.email; details.password; details.agreement"},
		{says: "agreeing in a number", ask: with("agreement", "1"), status: 200},
		{says: "without a reason where one is needed", ask: without(""), status: 422, shows: "details.reason.0.error=ERR_BLANK", edit: reasons},
		{says: "with a reason", ask: with("reason", "I+bake"), status: 200, edit: reasons},
		{says: "a reason of 421", source: "app/models/user_invite_request.rb", ask: with("reason", strings.Repeat("a", 421)), status: 422, shows: "details.reason.0.error=ERR_TOO_LONG"},
		{says: "no reason where everybody is let in", ask: without(""), status: 200, edit: signUps(mastodon.SignUps{ReasonRequired: true, SignUpsOpen: true})},
		{says: "no language", ask: without("locale"), status: 200},
		{says: "who signed up waits", given: "app " + newton, ask: "GET admin/accounts/{newton}", status: 200, shows: "approved=false; confirmed=false; email=newton@mail.example"},
		{says: "and says why", given: with("reason", "I+bake"), ask: "GET admin/accounts/{newton}", status: 200, shows: "invite_request=I bake"},
		{says: "where everybody is let in only for the address", given: "app " + newton, ask: "GET admin/accounts/{newton}", status: 200, shows: "approved=true; confirmed=false", edit: signUps(mastodon.SignUps{SignUpsOpen: true})},
		{says: "not from a domain that needs approval", given: with("email", "n@tempmail.example"), ask: "GET admin/accounts/{newton}", status: 200, shows: "approved=false", edit: signUps(mastodon.SignUps{SignUpsOpen: true})},
		{says: "nor from a network that does", given: "POST admin/ip_blocks ip=127.0.0.0/8&severity=sign_up_requires_approval; app " + newton, ask: "GET admin/accounts/{newton}", status: 200, shows: "approved=false", edit: signUps(mastodon.SignUps{SignUpsOpen: true})},
		{says: "no other account sees the account", given: "app " + newton, ask: "GET accounts/{newton}", status: 404},
		{says: "a second time", given: "app " + newton, ask: "app " + newton, status: 422, shows: "details.username.0.error=ERR_TAKEN; details.email.0.error=ERR_TAKEN"},
	})
	const app = "client_id=" + mastodon.ClientID + "&client_secret=" + mastodon.ClientSecret
	holds(t, "config/initializers/doorkeeper.rb, spec/requests/oauth/token_spec.rb", []fact{
		{says: "an application gets a token", ask: "anonymous POST /oauth/token grant_type=client_credentials&" + app, status: 200, shows: "access_token; token_type=Bearer; scope=read; created_at"},
		{says: "with the scopes that it asks for", ask: "anonymous POST /oauth/token grant_type=client_credentials&scope=write:accounts&" + app, status: 200, shows: "scope=write:accounts"},
		{says: "of its own alone", ask: "anonymous POST /oauth/token grant_type=client_credentials&scope=admin:write&" + app, status: 400, shows: "error=invalid_scope"},
		{says: "an unknown application", ask: "anonymous POST /oauth/token grant_type=client_credentials&client_id=x&client_secret=y", status: 401, shows: "error=invalid_client"},
		{says: "no password", ask: "anonymous POST /oauth/token grant_type=password&" + app, status: 400, shows: "error=unsupported_grant_type"},
	})
}
