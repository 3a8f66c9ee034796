package yamldoc_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

const people = `# who
list:
  # the first
  - {name: a}   # kept with a
  - name: b
    # inside b
    age: 2

  # the third
  - {name: c}
# after
next: 1
`

// edit runs one change of a list and gives the new text.
func edit(t *testing.T, src string, change func([]byte, yamldoc.Map) ([]byte, error)) (string, error) {
	t.Helper()
	var diags diag.List
	root := yamldoc.Parse("file.yaml", []byte(src), &diags).AnyMap()
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	after, err := change([]byte(src), root)
	return string(after), err
}

func TestEntriesAreEditedInPlace(t *testing.T) {
	replace := func(index int, lines ...string) func([]byte, yamldoc.Map) ([]byte, error) {
		return func(src []byte, root yamldoc.Map) ([]byte, error) {
			return yamldoc.Replace(src, root, "list", index, lines)
		}
	}
	remove := func(index int) func([]byte, yamldoc.Map) ([]byte, error) {
		return func(src []byte, root yamldoc.Map) ([]byte, error) { return yamldoc.Remove(src, root, "list", index) }
	}
	before := func(index int, lines ...string) func([]byte, yamldoc.Map) ([]byte, error) {
		return func(src []byte, root yamldoc.Map) ([]byte, error) {
			return yamldoc.Insert(src, root, "list", index, lines)
		}
	}
	for name, test := range map[string]struct {
		src, old, replacement string
		change                func([]byte, yamldoc.Map) ([]byte, error)
	}{
		"one comes first":              {people, "  - {name: a} ", "  - {name: z}\n  - {name: a} ", before(0, "{name: z}")},
		"one comes between":            {people, "    age: 2\n", "    age: 2\n  - name: z\n    age: 1\n", before(2, "name: z", "age: 1")},
		"the first is replaced":        {people, "  - {name: a}   # kept with a\n", "  - {name: z}\n", replace(0, "{name: z}")},
		"one of several lines":         {people, "  - name: b\n    # inside b\n    age: 2\n", "  - name: y\n    age: 3\n", replace(1, "name: y", "age: 3")},
		"the last is replaced":         {people, "  - {name: c}\n", "  - {name: x}\n", replace(2, "{name: x}")},
		"the first is removed":         {people, "  - {name: a}   # kept with a\n", "", remove(0)},
		"one of several lines goes":    {people, "  - name: b\n    # inside b\n    age: 2\n", "", remove(1)},
		"the last is removed":          {people, "  - {name: c}\n", "", remove(2)},
		"the only one is removed":      {"list:\n  - {name: a}\nnext: 1\n", "list:\n  - {name: a}\n", "list: []\n", remove(0)},
		"the only one, at the end":     {"list:\n  - name: a\n    age: 1", "list:\n  - name: a\n    age: 1", "list: []\n", remove(0)},
		"Windows line ends are kept":   {"list:\r\n  - {name: a}\r\n  - {name: b}\r\n", "  - {name: a}\r\n", "  - name: c\r\n    age: 1\r\n", replace(0, "name: c", "age: 1")},
		"a list without indentation":   {"list:\n- {name: a}\n- {name: b}\n", "- {name: a}\n", "", remove(0)},
		"a comment of what comes next": {"list:\n  - {name: a}\n  # b is\n  - {name: b}\n", "  - {name: a}\n", "", remove(0)},
	} {
		t.Run(name, func(t *testing.T) {
			want := strings.Replace(test.src, test.old, test.replacement, 1)
			got, err := edit(t, test.src, test.change)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestAListInBracketsIsNotEdited(t *testing.T) {
	for _, src := range []string{"list: [{name: a}]\n", "{list: [{name: a}]}\n"} {
		_, err := edit(t, src, func(src []byte, root yamldoc.Map) ([]byte, error) { return yamldoc.Remove(src, root, "list", 0) })
		if err == nil || !strings.Contains(err.Error(), "in brackets on line 1") {
			t.Errorf("%q: %v", src, err)
		}
	}
}

func TestAnEntryOfSeveralLinesIsAppended(t *testing.T) {
	got, err := edit(t, people, func(src []byte, root yamldoc.Map) ([]byte, error) {
		return yamldoc.Append(src, root, "list", []string{"name: d", "age: 4"}, []string{"{name: e}"})
	})
	want := strings.Replace(people, "  - {name: c}\n", "  - {name: c}\n  - name: d\n    age: 4\n  - {name: e}\n", 1)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestAddingEndsBeforeTheEndOfTheDocument(t *testing.T) {
	for src, want := range map[string]string{
		"list:\n  - a\n...\n":               "list:\n  - a\n  - z\n...\n",
		"---\nlist:\n  - a\n...\n# bye\n\n": "---\nlist:\n  - a\n  - z\n...\n# bye\n\n",
		"list:\r\n  - a\r\n...\r\n":         "list:\r\n  - a\r\n  - z\r\n...\r\n",
		"list: []\n...":                     "list:\n  - z\n...",
		"other: 1\n... # end\n":             "other: 1\nlist:\n  - z\n... # end\n",
	} {
		got, err := edit(t, src, func(src []byte, root yamldoc.Map) ([]byte, error) {
			return yamldoc.Append(src, root, "list", []string{"z"})
		})
		if got != want || err != nil {
			t.Errorf("%q: got %q, %v, want %q", src, got, err, want)
		}
	}
	src := "list:\n  - a\n  - b\n...\n"
	got, err := edit(t, src, func(src []byte, root yamldoc.Map) ([]byte, error) { return yamldoc.Remove(src, root, "list", 1) })
	if want := "list:\n  - a\n...\n"; got != want || err != nil {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
