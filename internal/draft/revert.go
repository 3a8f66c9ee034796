package draft

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Enacted is a decision that was merged: the governed files before and after it.
type Enacted struct {
	Proposal      int
	Before, After facts.Tree
}

// Revert drafts the reversal of a decision: every entry as it was before, every one-off action by the one that undoes it, and other
// files as they were, unless they were changed again since. What cannot be undone is listed in Undone.
func Revert(b Base, e Enacted, date, reason string) (Draft, error) {
	before, _ := charter.Load(e.Before)
	after, diags := charter.Load(e.After)
	if err := diags.Err(); err != nil {
		return Draft{}, fmt.Errorf("the files that proposal %d left: %w", e.Proposal, err)
	}
	d := Draft{Title: fmt.Sprintf("Undo proposal %d", e.Proposal), Key: keyOf("revert", fmt.Sprint(e.Proposal)), Files: map[string][]byte{}}
	lists := map[string]bool{}
	for _, r := range skill.Resources() {
		path := "governance/" + r.File
		lists[path] = true
		if err := d.entries(b, r, before, after); err != nil {
			return Draft{}, err
		}
	}
	if before.Sources.Digest != after.Sources.Digest {
		d.Undone = append(d.Undone, "which lists are read stays as it is: the key sources of federation.yaml is put back by hand")
	}
	for _, path := range e.After.Differing(e.Before) {
		switch {
		case lists[path]:
		case strings.HasPrefix(path, charter.ActionsFolder+"/"):
			if err := d.action(e, path, date, reason); err != nil {
				return Draft{}, err
			}
		default:
			if err := d.file(b, e, path); err != nil {
				return Draft{}, err
			}
		}
	}
	if len(d.Files) == 0 {
		return Draft{}, &ErrSame{fmt.Sprintf("nothing of proposal %d is left to undo", e.Proposal)}
	}
	return d, nil
}

// entries puts the entries of one resource back.
func (d *Draft) entries(b Base, r skill.Resource, before, after charter.Charter) error {
	was, is := byTarget(before, r), byTarget(after, r)
	for _, target := range targets(was, is) {
		old, had := was[target]
		if left, has := is[target]; had && has && reflect.DeepEqual(old, left) {
			continue
		}
		if err := d.restore(b, r, target, old, had); err != nil {
			return err
		}
	}
	return nil
}

func byTarget(law charter.Charter, r skill.Resource) map[string]plan.Item {
	found := map[string]plan.Item{}
	for _, item := range law.Instance.Items {
		if item.Resource == r.Name {
			found[item.Target] = item
		}
	}
	return found
}

func targets(a, b map[string]plan.Item) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// restore writes an entry as it was, or takes it out where there was none.
func (d *Draft) restore(b Base, r skill.Resource, target string, old plan.Item, had bool) error {
	path := "governance/" + r.File
	present := Base{Tree: d.Over(b.Tree), Charter: b.Charter}
	index, root, err := present.at(r, target)
	if err != nil || index < 0 && !had {
		return err
	}
	var text []byte
	if had {
		var line string
		if line, err = charter.EntryLine(r, old); err == nil {
			text, err = present.write(r, root, target, index, line)
		}
	} else {
		text, err = yamldoc.Remove(present.text(path), root, r.Name, index)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if !bytes.Equal(text, b.text(path)) {
		d.Files[path] = text
	}
	return nil
}

// action undoes a one-off action by its inverse, where it has one.
func (d *Draft) action(e Enacted, path, date, reason string) error {
	if len(e.Before[path].Data) > 0 {
		return nil // the file was there before, so this decision did not add it
	}
	after, _ := charter.Load(e.After)
	for _, a := range after.Actions {
		if charter.ActionFile(a.Stem) != path {
			continue
		}
		s, _ := skill.Find(a.Skill)
		inverse, ok := skill.Find(s.Inverse)
		if !ok {
			d.Undone = append(d.Undone, fmt.Sprintf("%s (%s) cannot be undone: no skill undoes it", s.Name, a.Target))
			return nil
		}
		text, err := actionFile(inverse, map[string]any{inverse.Params[0].Name: a.Target}, reason)
		d.Files[charter.ActionFile(date+"-"+actionStem(keyOf("revert", fmt.Sprint(e.Proposal), string(inverse.Name), a.Target)))] = text
		return err
	}
	return nil
}

// file puts a file back that is still as the decision left it.
func (d *Draft) file(b Base, e Enacted, path string) error {
	now, left, was := b.Tree[path], e.After[path], e.Before[path]
	switch {
	case bytes.Equal(now.Data, was.Data):
		return nil
	case !bytes.Equal(now.Data, left.Data):
		return diag.WithHint(fmt.Errorf("%s was changed again after proposal %d", path, e.Proposal), "amend it by hand, or with \"bylaw propose amend\"")
	}
	d.Files[path] = was.Data
	return nil
}
