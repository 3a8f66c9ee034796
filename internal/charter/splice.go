package charter

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Splice is what came of adding entries to a desired-state file.
type Splice struct {
	Added  []plan.Item // in the order in which they were written
	Kept   int         // how many stood there already with the same values
	Differ []Differs   // those that are there with other values, and were left unchanged
}

// Differs is an entry that is in a file with other values than those that were to be added.
type Differs struct {
	Target string     `json:"target"`
	Place  diag.Place `json:"place"`  // of the entry in the file
	Fields []string   `json:"fields"` // the parameters that differ, sorted
}

// AddBlocks adds domain blocks to a federation file, or begins the file where src is empty, and gives the new file. Every
// line that was there stays byte for byte, except an empty "[]". A file with mistakes is an error and is not touched.
func AddBlocks(file string, src []byte, blocks []plan.Item) ([]byte, Splice, error) {
	r, _ := skill.FindResource("domain_blocks")
	return addEntries(file, src, newEntryReader(r, ""), blocks, func(old, block plan.Item) []string {
		return differing(asListed(old, block), withoutSource(block))
	})
}

// asListed leaves out of an entry what the list that a block is from cannot say: when it ends, and what moderators alone know.
func asListed(entry, block plan.Item) plan.Item {
	entry = withoutSource(entry)
	entry.Until = block.Until
	if _, says := block.Params["private_comment"]; !says && entry.Params["private_comment"] != nil {
		entry.Params = maps.Clone(entry.Params)
		delete(entry.Params, "private_comment")
	}
	return entry
}

// addEntries does so for the entries of any list. compare names the parameters in which an entry that is there differs.
func addEntries(file string, src []byte, e entryReader, items []plan.Item, compare func(old, item plan.Item) []string) ([]byte, Splice, error) {
	r := e.resource
	present, root, err := existing(file, src, e)
	if err != nil {
		return nil, Splice{}, err
	}
	var s Splice
	var lines [][]string
	for _, item := range items {
		if old, found := present.find(r.Name, item.Target); found {
			s.note(item.Target, present.Place(r.Name, item.Target), compare(old, item))
			continue
		}
		line, err := entryLine(e.params, item)
		if err != nil {
			return nil, Splice{}, fmt.Errorf("%s %q: %w", r.Noun, item.Target, err)
		}
		s.Added = append(s.Added, item)
		lines = append(lines, []string{line})
	}
	if len(lines) == 0 {
		return src, s, nil
	}
	after, err := yamldoc.Append(src, root, r.Name, lines...)
	if err == nil {
		err = verify(file, after, e, append(slices.Clone(present.Items), s.Added...))
	}
	if err != nil {
		return nil, Splice{}, diag.WithHint(fmt.Errorf("%s cannot be added to in place: %w", file, err),
			`write the list as lines that begin with "- "`)
	}
	return after, s, nil
}

// existing reads the entries of a resource that are in a file.
func existing(file string, src []byte, e entryReader) (Instance, yamldoc.Map, error) {
	l, r := &loader{}, e.resource
	present := Instance{places: map[string]map[string]diag.Place{}}
	var names []string
	for _, each := range skill.Resources() {
		if each.File == r.File {
			names = append(names, each.Name)
		}
	}
	root := yamldoc.Parse(file, src, &l.diags).Map(append(names, extraKeys(file)...)...)
	switch list := root.At(r.Name); {
	case !e.single():
		l.entries(e, list, &present)
	case list.Present():
		present.expect(r.Name, 1)
		present.add(e.whole(list), list)
	}
	slices.SortFunc(present.Items, compareItems)
	return present, root, l.diags.Err()
}

// find looks an entry up in the sorted list.
func (i Instance) find(resource, target string) (plan.Item, bool) {
	at, ok := slices.BinarySearchFunc(i.Items, plan.Item{Resource: resource, Target: target}, compareItems)
	if !ok {
		return plan.Item{}, false
	}
	return i.Items[at], true
}

// note counts an entry that is in the file as kept, or as one that differs in these parameters.
func (s *Splice) note(target string, at diag.Place, fields []string) {
	if len(fields) == 0 {
		s.Kept++
		return
	}
	s.Differ = append(s.Differ, Differs{target, at, fields})
}

// importSource finds the name of the list that an entry was imported from, which is another one each time it is published.
var importSource = regexp.MustCompile(`(?:^|; )from [^;]+$`)

// withoutSource leaves out of an entry where it comes from, also in its private comment.
func withoutSource(item plan.Item) plan.Item {
	if _, from := item.Params[plan.Sources]; from {
		item.Params = maps.Clone(item.Params)
		delete(item.Params, plan.Sources)
	}
	if comment, ok := item.Params["private_comment"].(string); ok {
		item.Params = maps.Clone(item.Params)
		item.Params["private_comment"] = importSource.ReplaceAllString(comment, "")
	}
	return item
}

// differing names the parameters in which two entries differ; absent, false and empty are the same.
func differing(a, b plan.Item) []string {
	names := map[string]bool{}
	same := plainly
	if a.Resource == skill.Hashtags {
		same = reflect.DeepEqual // some of its flags are true where nothing is said
	}
	for name, value := range a.Params {
		names[name] = names[name] || !same(value, b.Params[name])
	}
	for name, value := range b.Params {
		names[name] = names[name] || !same(value, a.Params[name])
	}
	names["until"] = a.Until != b.Until
	maps.DeleteFunc(names, func(_ string, differs bool) bool { return !differs })
	return slices.Sorted(maps.Keys(names))
}

func plainly(a, b any) bool { return unset(a) && unset(b) || reflect.DeepEqual(a, b) }

func unset(value any) bool {
	list, isList := value.([]any)
	return value == nil || value == false || value == "" || isList && len(list) == 0
}

// EntryLine writes an entry of a desired-state file as one line, parameters in the order of the catalogue.
func EntryLine(r skill.Resource, item plan.Item) (string, error) { return entryLine(r.Entry(), item) }

func entryLine(params []skill.Param, item plan.Item) (string, error) {
	var pairs []yamldoc.Pair
	for i, p := range params {
		value, ok := item.Params[p.Name]
		if i == 0 {
			value, ok = item.Target, true
		}
		if ok {
			pairs = append(pairs, yamldoc.Pair{Key: p.Name, Value: value})
		}
	}
	until := asWritten(item.Until, 1)
	if item.Until == item.Params["ends_at"] {
		until = "" // an announcement ends where it says so
	}
	if lists, ok := item.Params[plan.Sources]; ok {
		pairs = append(pairs, yamldoc.Pair{Key: plan.Sources, Value: lists})
	}
	for _, common := range []yamldoc.Pair{
		{Key: "reason", Value: item.Reason}, {Key: "until", Value: until}, {Key: plan.Renew, Value: asWritten(renewedAt(item), 0)},
	} {
		if common.Value != "" {
			pairs = append(pairs, common)
		}
	}
	return yamldoc.WriteFlow(pairs)
}

func renewedAt(item plan.Item) string {
	at, _ := item.Params[plan.Renew].(string)
	return at
}

// asWritten gives a moment as people write it: a date where a day begins, which is so many days before.
func asWritten(moment string, days int) string {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil || !at.Equal(at.UTC().Truncate(24*time.Hour)) {
		return moment
	}
	return at.UTC().AddDate(0, 0, -days).Format(time.DateOnly)
}

// verify reads the new file back: what was there is unchanged, what was added is there, and nothing else.
func verify(file string, after []byte, e entryReader, want []plan.Item) error {
	got, _, err := existing(file, after, e)
	if err != nil {
		return err
	}
	same := len(got.Items) == len(want)
	for _, item := range want {
		written, ok := got.find(item.Resource, item.Target)
		same = same && ok && len(differing(written, item)) == 0 && written.Reason == item.Reason
	}
	if !same {
		return errors.New("the list would not read back as it was written")
	}
	return nil
}
