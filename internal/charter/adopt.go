package charter

import (
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// LeftOut is something that a server has and a charter does not take: an entry, or one parameter of an entry that is taken.
type LeftOut struct {
	Resource string `json:"resource"`
	Target   string `json:"target"`
	Param    string `json:"param,omitempty"` // "" for the whole entry
	Why      string `json:"why"`             // as lint says it
	ID       string `json:"id,omitempty"`    // the server's id, or of a masked name the SHA-256
}

// AddLive writes what a server has of a resource into the file that holds it, or begins the file where src is empty, and gives
// the new file. Every line that was there stays byte for byte, except an empty "[]". What lint would refuse is left out: a
// parameter alone where the entry can do without it. own is the community's own domain, and at the moment of the reading. A file
// with mistakes is an error and is not touched.
func AddLive(src []byte, r skill.Resource, own string, live []plan.Item, at time.Time) ([]byte, Splice, []LeftOut, error) {
	e, file := newEntryReader(r, own), path.Join(Folder, r.File)
	var items []plan.Item
	var left []LeftOut
	live = expiring(live)
	read := e.readAll(live)
	for n, item := range live {
		taken, without := e.adopt(item, read[n], at)
		left = append(left, without...)
		if taken.Target != "" {
			items = append(items, taken)
		}
	}
	if e.single() {
		after, s, err := addSingle(file, src, e, items)
		return after, s, left, err
	}
	after, s, err := addEntries(file, src, e, items, differingLive)
	if err == nil && len(items) == 0 {
		after, err = declareEmpty(file, src, e)
	}
	return after, s, left, err
}

// Declares says whether a file has an entry of a target. A file with mistakes has none.
func Declares(src []byte, r skill.Resource, own, target string) bool {
	present, _, err := existing(r.File, src, newEntryReader(r, own))
	_, found := present.find(r.Name, target)
	return err == nil && found
}

// differingLive names the parameters of an entry that are not so on the server, as a plan compares them: what the entry does
// not say is not compared.
func differingLive(declared, live plan.Item) []string {
	var names []string
	for name, value := range declared.Params {
		if is, known := live.Params[name]; known && !plan.Alike(name, value, is) {
			names = append(names, name)
		}
	}
	if declared.Resource == "ip_blocks" && !plan.SameMoment(declared.Until, live.Until) {
		names = append(names, "until")
	}
	slices.Sort(names)
	return names
}

// expiring says as entries do when live items end.
func expiring(live []plan.Item) []plan.Item {
	live = slices.Clone(live)
	for n, item := range live {
		end, _ := item.Params[plan.ExpiresAt].(string)
		live[n].Params = maps.Clone(item.Params)
		maps.DeleteFunc(live[n].Params, func(name string, value any) bool {
			return name == plan.ExpiresAt || strings.HasSuffix(name, "_at") && value == ""
		})
		if end != "" {
			live[n].Until = end
		}
	}
	return live
}

// readAll reads back at once what would be written of a list. The target is "" where that would be another item, or where it is
// not known: readBack says why.
func (e entryReader) readAll(live []plan.Item) []plan.Item {
	read := make([]plan.Item, len(live))
	if e.single() {
		return read
	}
	var text strings.Builder
	text.WriteString(e.resource.Name + ":\n")
	for _, item := range live {
		line, err := entryLine(e.params, item)
		if err != nil {
			return read
		}
		text.WriteString("  - " + line + "\n")
	}
	var found diag.List
	values := yamldoc.Parse(e.resource.File, []byte(text.String()), &found).Map(e.resource.Name).At(e.resource.Name).List()
	if len(found) > 0 || len(values) != len(live) {
		return read
	}
	for n, v := range values {
		before := len(found)
		if item, _ := e.read(v); len(found) == before && isSame(item, live[n]) {
			read[n] = item
		}
	}
	return read
}

// isSame reports whether an item was read as it was written; of an announcement that ends the end follows.
func isSame(read, written plan.Item) bool {
	return read.Target == written.Target && len(differing(plan.Item{Params: read.Params}, plan.Item{Params: written.Params})) == 0
}

// adopt gives an item as it will be read from the file, its target "" where it cannot be written, and what is left out of it. It
// was read back as a whole already, unless the target of read is "".
func (e entryReader) adopt(item, read plan.Item, at time.Time) (plan.Item, []LeftOut) {
	left := func(param string, why error) LeftOut {
		return LeftOut{item.Resource, item.Target, param, why.Error(), item.ID}
	}
	var err error
	if read.Target == "" {
		read, err = e.readBack(item)
	}
	switch {
	case err == nil && !inForce(read, at):
		return plan.Item{}, []LeftOut{left("", errors.New("has expired"))}
	case err == nil:
		return read, nil
	}
	reduced, optional := e.required(item)
	var taken plan.Item
	if !e.single() || len(reduced.Params) > 0 {
		if taken, err = e.readBack(reduced); err != nil {
			return plan.Item{}, []LeftOut{left("", err)}
		}
	}
	var without []LeftOut
	for _, name := range optional {
		reduced.Params[name] = item.Params[name]
		read, err := e.readBack(reduced)
		if err != nil {
			delete(reduced.Params, name)
			without = append(without, left(name, err))
			continue
		}
		taken = read
	}
	return taken, without
}

// required gives an item with the parameters that it must have, and the names of the others.
func (e entryReader) required(item plan.Item) (plan.Item, []string) {
	all := item.Params
	item.Params = map[string]any{}
	var optional []string
	for _, p := range e.params {
		value, there := all[p.Name]
		switch {
		case there && p.Required:
			item.Params[p.Name] = value
		case there:
			optional = append(optional, p.Name)
		}
	}
	return item, optional
}

// readBack reads what would be written of an item; an error says why it would be another.
func (e entryReader) readBack(item plan.Item) (plan.Item, error) {
	lines, err := e.lines(item)
	if err != nil {
		return plan.Item{}, err
	}
	got, _, err := existing(e.resource.File, []byte(strings.Join(lines, "\n")+"\n"), e)
	if mistakes, ok := errors.AsType[*diag.Mistakes](err); ok {
		for _, d := range mistakes.List {
			if d.Severity == diag.Error {
				return plan.Item{}, errors.New(d.Message)
			}
		}
	}
	switch {
	case err != nil:
		return plan.Item{}, err
	case len(got.Items) != 1 || !isSame(got.Items[0], item):
		return plan.Item{}, errors.New("would be read as something else")
	}
	return got.Items[0], nil
}

// lines writes a key of a file with one item.
func (e entryReader) lines(item plan.Item) ([]string, error) {
	key := e.resource.Name + ":"
	if !e.single() {
		line, err := entryLine(e.params, item)
		return []string{key, "  - " + line}, err
	}
	if len(e.params) == 1 {
		return bareLines(e.resource.Name, item.Params[e.params[0].Name])
	}
	lines := []string{key}
	for _, p := range append(slices.Clone(e.params), skill.Param{Name: "reason"}) {
		value, there := item.Params[p.Name]
		if p.Name == "reason" {
			value, there = item.Reason, item.Reason != ""
		}
		if !there {
			continue
		}
		text, err := yamldoc.WriteValue(value)
		if err != nil {
			return nil, err
		}
		lines = append(lines, "  "+p.Name+": "+text)
	}
	return lines, nil
}

// addSingle writes what a server has one of, where the file has none.
func addSingle(file string, src []byte, e entryReader, items []plan.Item) ([]byte, Splice, error) {
	present, root, err := existing(file, src, e)
	if err != nil || len(items) == 0 {
		return src, Splice{}, err
	}
	var s Splice
	if old, found := present.find(e.resource.Name, items[0].Target); found {
		s.note(old.Target, present.Place(e.resource.Name, old.Target), differingLive(old, items[0]))
		return src, s, nil
	}
	lines, err := e.lines(items[0])
	if err != nil {
		return nil, Splice{}, err
	}
	s.Added = items
	after, err := yamldoc.AppendKey(src, root, lines...)
	if err == nil {
		err = verify(file, after, e, items)
	}
	return after, s, err
}

// declareEmpty writes an empty list, so that what is added on the server later is seen; where the file has the key it stays.
func declareEmpty(file string, src []byte, e entryReader) ([]byte, error) {
	_, root, err := existing(file, src, e)
	if err != nil || slices.Contains(root.Keys(), e.resource.Name) {
		return src, err
	}
	return yamldoc.AppendKey(src, root, e.resource.Name+": []")
}
