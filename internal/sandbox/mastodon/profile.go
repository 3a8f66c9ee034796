package mastodon

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a profile may hold.
const (
	profileFields   = 4
	fieldCharacters = 255
	nameCharacters  = 40
	noteCharacters  = 500
)

func profileRoutes() []route {
	return []route{{"PATCH /api/v1/accounts/update_credentials", user, "write:accounts", 0, (*call).updateProfile}}
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
	fields, sent, err := c.sentFields()
	if err != nil {
		return nil, err
	}
	if sent {
		changed.Fields = fields
	}
	switch {
	case utf8.RuneCountInString(changed.DisplayName) > nameCharacters:
		return nil, invalidProfile("display_name", "is too long")
	case countCharacters(changed.Note) > noteCharacters:
		return nil, invalidProfile("note", "is too long")
	case len(changed.Fields) > profileFields:
		return nil, invalidProfile("fields", "cannot have more than 4")
	}
	if !c.vanish {
		*c.account = changed
		c.note("changed the own profile")
	}
	return c.verifyCredentials()
}

func invalidProfile(field, why string) error {
	return &refusal{http.StatusUnprocessableEntity, "Validation failed: " + field + " " + why, map[string]any{
		"details": map[string]any{field: []any{map[string]any{"error": "ERR_TOO_LONG", "description": why}}},
	}}
}

// sentFields reads fields_attributes, which is a list or a map by number. Blank pairs are dropped, what is too long is cut
// without a word, and a value that does not change stays verified.
func (c *call) sentFields() (fields []Field, sent bool, err error) {
	for n := 0; ; n++ {
		key := "fields_attributes[" + strconv.Itoa(n) + "]"
		if !c.params.has(key+"[name]") && !c.params.has(key+"[value]") {
			return fields, sent, nil
		}
		sent = true
		f := Field{Name: cutTo(c.params.text(key + "[name]")), Value: cutTo(c.params.text(key + "[value]"))}
		switch {
		case f.Name == "" && f.Value == "":
			continue
		case f.Name == "":
			return nil, true, invalidProfile("fields", "have a value without a name")
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
