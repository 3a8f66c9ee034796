package mastodon_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
)

// shown reports what is wrong with one part of an answer. "key" is there, "!key" is not, "key=value" has that value, "key~text"
// contains a text, and "#=2" counts a list; full stops go into objects and lists. "Header: Name=value" is about a header, without
// the space after a semicolon.
func shown(answer *httptest.ResponseRecorder, part string) string {
	if header, ok := strings.CutPrefix(part, "Header: "); ok {
		name, text, operator := cutOperator(header)
		value := strings.ReplaceAll(answer.Header().Get(name), "; ", ";")
		return compare("header "+name, value, value != "" || operator == '=', text, operator)
	}
	var body any
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
		return err.Error()
	}
	if key, absent := strings.CutPrefix(part, "!"); absent {
		if _, there := dig(body, key); there {
			return "there is " + key
		}
		return ""
	}
	key, text, operator := cutOperator(part)
	value, there := dig(body, key)
	return compare(key, value, there, text, operator)
}

// cutOperator splits "key=value" and "key~text"; the operator is 0 where nothing but the key is named.
func cutOperator(part string) (key, text string, operator byte) {
	if at := strings.IndexAny(part, "=~"); at > 0 {
		return part[:at], part[at+1:], part[at]
	}
	return part, "", 0
}

func compare(key string, value any, there bool, text string, operator byte) string {
	got := fmt.Sprint(value)
	if value == nil {
		got = "null"
	}
	switch {
	case !there:
		return "no " + key
	case operator == '=' && got != text:
		return fmt.Sprintf("%s is %s, want %s", key, got, text)
	case operator == '~' && !strings.Contains(got, text):
		return fmt.Sprintf("%s is %s, without %s", key, got, text)
	default:
		return ""
	}
}

// dig follows a path into an answer.
func dig(value any, path string) (any, bool) {
	for _, step := range strings.Split(path, ".") {
		switch holder := value.(type) {
		case map[string]any:
			inner, there := holder[step]
			if !there {
				return nil, false
			}
			value = inner
		case []any:
			n, err := strconv.Atoi(step)
			switch {
			case step == "#":
				value = len(holder)
			case err != nil || n >= len(holder):
				return nil, false
			default:
				value = holder[n]
			}
		default:
			return nil, false
		}
	}
	return value, true
}
