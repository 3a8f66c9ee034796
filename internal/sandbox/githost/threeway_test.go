package githost

import (
	"errors"
	"testing"
)

func TestMergeText(t *testing.T) {
	tests := map[string]struct {
		base, ours, theirs string
		want               string
		conflict           bool
	}{
		"both ends":               {base: "a\nb\nc\n", ours: "A\nb\nc\n", theirs: "a\nb\nC\n", want: "A\nb\nC\n"},
		"the same change":         {base: "a\nb\n", ours: "A\nb\n", theirs: "A\nb\n", want: "A\nb\n"},
		"the same line":           {base: "a\nb\n", ours: "A\nb\n", theirs: "x\nb\n", conflict: true},
		"lines that touch":        {base: "a\nb\nc\n", ours: "A\nb\nc\n", theirs: "a\nB\nc\n", conflict: true},
		"two appends":             {base: "a\n", ours: "a\nb\n", theirs: "a\nc\n", conflict: true},
		"removed and changed":     {base: "a\nb\nc\nd\n", ours: "b\nc\nd\n", theirs: "a\nb\nc\nD\n", want: "b\nc\nD\n"},
		"removed what is changed": {base: "a\nb\nc\n", ours: "a\nc\n", theirs: "a\nB\nc\n", conflict: true},
		"no line feed at the end": {base: "a\nb\nc", ours: "A\nb\nc", theirs: "a\nb\nC", want: "A\nb\nC"},
		"insertions apart":        {base: "a\nb\nc\n", ours: "0\na\nb\nc\n", theirs: "a\nb\nc\nd\n", want: "0\na\nb\nc\nd\n"},
		"empty base":              {base: "", ours: "a\n", theirs: "", want: "a\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := mergeText(test.base, test.ours, test.theirs)
			if test.conflict != errors.Is(err, ErrConflict) || got != test.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func FuzzMergeText(f *testing.F) {
	for _, seed := range [][3]string{{"a\nb\nc\n", "A\nb\nc\n", "a\nb\nC"}, {"", "x", "\n"}, {"a\n\n\nb", "a\n\nb", "a\n\n\n\nb"}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, base, ours, theirs string) {
		if len(base)+len(ours)+len(theirs) > 2000 {
			return
		}
		if got, err := mergeText(base, ours, base); err != nil || got != ours {
			t.Errorf("only ours changed: got %q, %v, want %q", got, err, ours)
		}
		if got, err := mergeText(base, base, theirs); err != nil || got != theirs {
			t.Errorf("only theirs changed: got %q, %v, want %q", got, err, theirs)
		}
		if got, err := mergeText(base, ours, ours); err != nil || got != ours {
			t.Errorf("the same change: got %q, %v, want %q", got, err, ours)
		}
		one, errOne := mergeText(base, ours, theirs)
		other, errOther := mergeText(base, theirs, ours)
		if one != other || (errOne == nil) != (errOther == nil) {
			t.Errorf("not symmetric: %q, %v and %q, %v", one, errOne, other, errOther)
		}
	})
}
