package charter

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// account settles what an entry of accounts.yaml means: the server's own name is left out of handles, and a pseudonym
// comes without anything else that names the same person.
func (e entryReader) account(item *plan.Item, m yamldoc.Map) {
	if e.resource.Name != skill.Accounts || item.Target == "" {
		return
	}
	item.Target = local(item.Target, e.own)
	words, _ := item.Params["state"].([]any)
	switch {
	case strings.HasPrefix(item.Target, "ref:"):
		if _, pinned := item.Params["id"]; pinned {
			m.At("id").Fail("leave the id out: the pseudonym map says who it is", "an id names the person that the pseudonym keeps secret")
		}
	case strings.Count(item.Target, "@") == 1:
	case slices.Contains(words, any("disabled")):
		m.At("state").Fail("silence or suspend it instead", "%q is an account of another server, and only accounts of one's own can be disabled", item.Target)
	case item.Params["notify"] == true:
		m.At("notify").Warn("remove it", "%q is an account of another server, which sends no mail for this one", item.Target)
	}
}

// local leaves the server's own name out of a handle, so that one account has one canonical form.
func local(handle, own string) string {
	if name, ok := strings.CutSuffix(handle, "@"+own); ok && own != "" {
		return name
	}
	return handle
}

// EveryName gives accounts under each name that an entry may have for them: with the server's own name, and without it.
func (c Charter) EveryName(accounts []string) []string {
	names := slices.Clone(accounts)
	for _, account := range accounts {
		names = append(names, local(account, c.Settings.Domain))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// readWords reads a list of words, each of them once, and gives them sorted.
func readWords(v yamldoc.Value, words []string) []any {
	var found []string
	for _, element := range v.List() {
		word := element.WordOf(words, "", skill.SuggestWord)
		if slices.Contains(found, word) && word != "" {
			element.Fail("", "%q is in the list twice", word)
			continue
		}
		found = append(found, word)
	}
	slices.Sort(found)
	list := make([]any, len(found))
	for i, word := range found {
		list[i] = word
	}
	return list
}
