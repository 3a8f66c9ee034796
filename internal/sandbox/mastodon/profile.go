package mastodon

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a profile may hold.
const (
	profileFields        = 4
	fieldCharacters      = 255
	nameCharacters       = 40
	nameCharactersBefore = 30 // before 4.6
	noteCharacters       = 500
)

func profileRoutes() []route {
	return []route{using("PATCH /api/v1/accounts/update_credentials", "write:accounts", (*call).updateProfile)}
}

func (s *Server) nameLimit() int {
	if s.since(4, 6) {
		return nameCharacters
	}
	return nameCharactersBefore
}

// updateProfile changes what was sent and leaves the rest. The list of fields is replaced as a whole.
func (c *call) updateProfile() (any, error) {
	changed := *c.account
	if c.params.has("display_name") {
		changed.DisplayName = strings.TrimSpace(c.params.text("display_name"))
	}
	if c.params.has("note") {
		changed.Note = strings.TrimSpace(c.params.text("note"))
	}
	if fields, sent := c.sentFields(); sent {
		changed.Fields = fields
	}
	c.setSwitches(&changed)
	c.setDefaults(&changed)
	if err := c.checkProfile(changed); err != nil {
		return nil, err
	}
	if !c.vanish {
		*c.account = changed
		c.note("changed the own profile")
	}
	return c.verifyCredentials()
}

// setSwitches sets what is on or off about an account.
func (c *call) setSwitches(a *Account) {
	for key, set := range map[string]func(bool){
		"bot": func(on bool) { a.Bot = on }, "locked": func(on bool) { a.Locked = on },
		"discoverable": func(on bool) { a.Hidden = !on }, "indexable": func(on bool) { a.Unindexed = !on },
	} {
		if c.params.has(key) {
			set(c.params.truthy(key))
		}
	}
}

// setDefaults sets what posts are like where they do not say. What is not sent stays.
func (c *call) setDefaults(a *Account) {
	for key, field := range map[string]*string{
		"source[privacy]": &a.Privacy, "source[language]": &a.Language, "source[quote_policy]": &a.Quotes,
	} {
		if c.params.has(key) {
			*field = c.params.text(key)
		}
	}
	if c.params.has("source[sensitive]") {
		a.Marked = c.params.truthy("source[sensitive]")
	}
}

// checkProfile refuses only what changes: a limit that came later does not touch what was there.
func (c *call) checkProfile(changed Account) error {
	found := mistakes{}
	if limit := c.nameLimit(); changed.DisplayName != c.account.DisplayName && utf8.RuneCountInString(changed.DisplayName) > limit {
		found.add("display_name", "ERR_TOO_LONG", fmt.Sprintf("is too long (maximum is %d characters)", limit))
	}
	if changed.Note != c.account.Note && countNote(changed.Note) > noteCharacters {
		found.add("note", "ERR_TOO_LONG", fmt.Sprintf("is too long (maximum is %d characters)", noteCharacters))
	}
	if len(changed.Fields) > profileFields {
		found.add("fields", "ERR_TOO_LONG", fmt.Sprintf("is too long (maximum is %d characters)", profileFields))
	}
	if slices.ContainsFunc(changed.Fields, func(f Field) bool { return f.Name == "" }) {
		found.add("fields", "ERR_FIELDS_WITH_VALUES_MISSING_LABELS", "contain values with missing labels")
	}
	return found.err()
}

// sentFields reads fields_attributes, which is a list or a map by number. Blank pairs are dropped, what is too long is cut
// without a word, and a value that does not change stays verified.
func (c *call) sentFields() (fields []Field, sent bool) {
	sent = c.params.has("fields_attributes[]") // an empty list of JSON
	for n := 0; ; n++ {
		key := "fields_attributes[" + strconv.Itoa(n) + "]"
		if !c.params.has(key+"[name]") && !c.params.has(key+"[value]") {
			return fields, sent
		}
		sent = true
		f := Field{Name: cutTo(c.params.text(key + "[name]")), Value: cutTo(c.params.text(key + "[value]"))}
		if f.Name == "" && f.Value == "" {
			continue
		}
		for _, old := range c.account.Fields {
			if old.Value == f.Value {
				f.VerifiedAt = old.VerifiedAt
			}
		}
		fields = append(fields, f)
	}
}

func cutTo(text string) string {
	letters := []rune(strings.TrimSpace(text))
	return string(letters[:min(len(letters), fieldCharacters)])
}

// mistakes are what is wrong with a record, by field, in words for programs and for people.
type mistakes map[string][]any

func (m mistakes) add(field, code, description string) {
	m[field] = append(m[field], map[string]any{"error": code, "description": description})
}

// err is nil where nothing is wrong.
func (m mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	var words []string
	for _, field := range slices.Sorted(maps.Keys(m)) {
		for _, each := range m[field] {
			said, _ := each.(map[string]any)
			words = append(words, fmt.Sprintf("%s %v", field, said["description"]))
		}
	}
	return &refusal{
		status: http.StatusUnprocessableEntity, text: "Validation failed: " + strings.Join(words, ", "), extra: map[string]any{"details": m},
	}
}
