package ledger_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const commit = "0123456789012345678901234567890123456789"

// record builds a ledger of six entries and one facts file, as a run writes it.
func record(t *testing.T) (ledger.Chain, []ledger.File) {
	t.Helper()
	facts, sum, err := ledger.FactsFile(map[string]any{"now": "2026-11-21T12:00:00Z", "b": 1, "a": []int{2}})
	if err != nil {
		t.Fatal(err)
	}
	files := []ledger.File{facts}
	chain := ledger.Chain{}
	add := func(kind ledger.Kind, body any, evidence ...ledger.File) {
		t.Helper()
		e, f, err := chain.Next(kind, noon.Add(time.Duration(len(chain.Entries))*time.Minute), 7, commit, body)
		if err != nil {
			t.Fatal(err)
		}
		chain = chain.With(e, f, evidence...)
		files = append(files, f)
	}
	add(ledger.Genesis, ledger.GenesisBody{Founder: "ada"})
	add(ledger.Decided, ledger.DecisionBody{Decision: decided(), Facts: sum}, facts)
	add(ledger.Intent, ledger.IntentBody{Plan: "p1", Changes: []plan.Change{{ID: "block_domain:a.example"}}, Tasks: []plan.Task{}})
	add(ledger.Outcome, ledger.OutcomeBody{Plan: "p1", Results: map[string]ledger.Result{"block_domain:a.example": {Status: ledger.Done}}})
	add(ledger.Publish, ledger.PublishBody{Root: "1", URL: "https://social.example/@bot/1", Digest: "d"})
	add(ledger.Enacted, ledger.EnactedBody{Tree: "t", Constitution: "c", Plan: "p1"})
	return chain, files
}

// decided has numbers, which the format of a decision requires.
func decided() decision.Decision {
	return decision.Decision{Version: 1, Outcome: decision.Passed, Rulings: []decision.Ruling{
		{Citation: "4.2", Tally: decision.Tally{Yes: "5", No: "1", Abstain: "0", Block: "0"}},
	}}
}

func TestARecordIsVerifiedInAnyOrderOfFiles(t *testing.T) {
	chain, files := record(t)
	slices.Reverse(files)
	got, err := ledger.Verify(files)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(chain, got); diff != "" {
		t.Errorf("chain read back differs (-written +read):\n%s", diff)
	}
}

func TestAnEmptyLedgerIsAChainThatBeginsWithZeros(t *testing.T) {
	chain, err := ledger.Verify(nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Repeat("0", 64); chain.Head != want {
		t.Errorf("head %q, want %q", chain.Head, want)
	}
}

func TestAnEntryHasOneCanonicalForm(t *testing.T) {
	_, file, err := ledger.Chain{}.Next(ledger.Override, noon.In(time.FixedZone("CET", 3600)), 0, "", map[string]any{"z": "<&>", "a": 1.0})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"body":{"a":1,"z":"<&>"},"commit":"","kind":"override","prev":"` + strings.Repeat("0", 64) +
		`","proposal":0,"seq":1,"time":"2026-11-21T12:00:00Z","version":1}` + "\n"
	if diff := cmp.Diff(want, string(file.Data)); diff != "" {
		t.Error(diff)
	}
	if file.Path != "entries/000001.json" {
		t.Errorf("path %q", file.Path)
	}
}

func TestDecodeRefuses(t *testing.T) {
	chain, files := record(t)
	sound := string(files[1].Data)
	if _, err := ledger.Decode(files[1].Data); err != nil || len(chain.Entries) == 0 {
		t.Fatalf("a sound entry: %v", err)
	}
	for name, test := range map[string]struct{ old, replacement, want string }{
		"a version that it does not know": {`"version":1`, `"version":2`, "version 2 is unknown"},
		"an unknown kind":                 {`"kind":"genesis"`, `"kind":"coup"`, `kind "coup" is unknown`},
		"a number below one":              {`"seq":1`, `"seq":0`, "seq 0"},
		"a short hash":                    {`"prev":"0`, `"prev":"`, "is not a SHA-256"},
		"a short commit":                  {`"commit":"0`, `"commit":"`, "not a full commit hash"},
		"a time with an offset":           {`00:00Z`, `00:00+00:00`, "is not RFC 3339 in UTC"},
		"a negative proposal":             {`"proposal":7`, `"proposal":-7`, "proposal -7"},
		"a body that is a list":           {`"body":{"constitution":"","founder":"ada","roster":""}`, `"body":[]`, "not an object"},
		"a missing field":                 {`"proposal":7,`, ``, "canonical"},
		"a field too many":                {`"proposal":7,`, `"proposal":7,"remark":"",`, "canonical"},
		"a field twice":                   {`"proposal":7,`, `"proposal":7,"proposal":7,`, "canonical"},
		"a key twice in the body":         {`"founder":"ada"`, `"founder":"ada","founder":"eve"`, "Duplicate key"},
		"a space":                         {`"proposal":7`, `"proposal": 7`, "canonical"},
		"no line feed":                    {"\n", "", "canonical"},
		"two entries":                     {"\n", "\n{}\n", "not the JSON of an entry"},
		"nothing":                         {sound, "", "not the JSON of an entry"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(sound, test.old, test.replacement, 1)
			if changed == sound {
				t.Fatalf("%q is not in %s", test.old, sound)
			}
			if _, err := ledger.Decode([]byte(changed)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

// No chain can show a changed last entry: there it is enough that an anchor does.
func TestAnyFlippedByteIsFoundAndNamed(t *testing.T) {
	whole, files := record(t)
	head, last := whole.Head, files[len(files)-1].Path
	for i, f := range files {
		for at := range f.Data {
			bit := []byte{1, 0x20, 0x80}[at%3]
			tampered := slices.Clone(files)
			tampered[i].Data = slices.Clone(f.Data)
			tampered[i].Data[at] ^= bit
			chain, err := ledger.Verify(tampered)
			switch broken, ok := errors.AsType[*ledger.Broken](err); {
			case err == nil && f.Path == last && !chain.Contains(head):
			case !ok:
				t.Fatalf("%s, byte %d ^ %#x: error %v", f.Path, at, bit, err)
			case !names(err, f.Path):
				t.Fatalf("%s, byte %d ^ %#x: blames %q: %v", f.Path, at, bit, broken.Path, err)
			}
		}
	}
}

// names says whether an error names a file. Where an entry and the one after it disagree and nothing else shows which of
// them was changed, the error names both.
func names(err error, path string) bool {
	seq := strings.TrimLeft(strings.TrimSuffix(strings.TrimPrefix(path, "entries/"), ".json"), "0")
	return strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "entry "+seq+" ")
}

func TestVerifyNames(t *testing.T) {
	_, files := record(t)
	entry := func(seq int) int {
		return slices.IndexFunc(files, func(f ledger.File) bool { return f.Path == ledger.EntryPath(seq) })
	}
	for name, test := range map[string]struct {
		change func([]ledger.File) []ledger.File
		path   string
		why    string
	}{
		"a removed entry": {func(f []ledger.File) []ledger.File { return slices.Delete(f, entry(3), entry(3)+1) },
			"entries/000003.json", "is missing"},
		"a removed beginning": {func(f []ledger.File) []ledger.File { return slices.Delete(f, entry(1), entry(2)+1) },
			"entries/000001.json", "the entries 1 to 2 are missing"},
		"removed facts": {func(f []ledger.File) []ledger.File { return f[1:] },
			"entries/000002.json", "the facts that it rests on are missing"},
		"two entries in each other's place": {func(f []ledger.File) []ledger.File {
			f[entry(3)].Data, f[entry(4)].Data = f[entry(4)].Data, f[entry(3)].Data
			return f
		}, "entries/000003.json", "it says that it is entry 4"},
		"an added copy": {func(f []ledger.File) []ledger.File {
			return append(f, ledger.File{Path: ledger.EntryPath(7), Data: f[entry(6)].Data})
		}, "entries/000007.json", "it says that it is entry 6"},
		"an added entry that does not follow": {func(f []ledger.File) []ledger.File {
			return append(f, follow(t, 7, strings.Repeat("ab", 32)))
		}, "entries/000006.json", "it, or entry 7 after it, was changed"},
		"a first entry that names another before it": {func(f []ledger.File) []ledger.File {
			return []ledger.File{follow(t, 1, strings.Repeat("ab", 32))}
		}, "entries/000001.json", "64 zeros"},
		"a file that is there twice": {func(f []ledger.File) []ledger.File { return append(f, f[entry(2)]) },
			"entries/000002.json", "twice"},
		"a name that is not canonical": {func(f []ledger.File) []ledger.File {
			return append(f, ledger.File{Path: "entries/7.json", Data: f[1].Data})
		}, "entries/7.json", "is like entries/000001.json"},
		"a stranger's file": {func(f []ledger.File) []ledger.File { return append(f, ledger.File{Path: "README.md"}) },
			"README.md", "nothing but"},
		"facts that no entry names": {func(f []ledger.File) []ledger.File {
			stray, _, err := ledger.FactsFile("stray")
			if err != nil {
				t.Fatal(err)
			}
			return append(f, stray)
		}, "facts/", "no entry names it"},
		"facts under another name": {func(f []ledger.File) []ledger.File {
			return append(f, ledger.File{Path: "facts/x.json", Data: []byte("{}")})
		}, "facts/x.json", "must be its name"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ledger.Verify(test.change(slices.Clone(files)))
			broken, ok := errors.AsType[*ledger.Broken](err)
			if !ok || !strings.HasPrefix(broken.Path, test.path) || !strings.Contains(broken.Why, test.why) {
				t.Errorf("got %v, want %q with %q", err, test.path, test.why)
			}
		})
	}
}

// A newer bylaw may write what this one does not know. That is no damage, and what is damaged stays so.
func TestVerifyTellsANewerBylawFromDamage(t *testing.T) {
	whole, files := record(t)
	next := func(old, replacement string) ledger.File {
		f := follow(t, 7, whole.Head)
		f.Data = bytes.Replace(f.Data, []byte(old), []byte(replacement), 1)
		return f
	}
	for name, test := range map[string]struct {
		added ledger.File
		newer bool
		why   string
	}{
		"an unknown kind":           {next(`"override"`, `"watch"`), true, `kind "watch" is unknown`},
		"a later version":           {next(`"version":1`, `"version":2`), true, "version 2 is unknown"},
		"a later version of fields": {ledger.File{Path: ledger.EntryPath(7), Data: []byte(`{"version":3}`)}, true, "version 3 is unknown"},
		"an earlier version":        {next(`"version":1`, `"version":0`), false, "version 0 is unknown"},
		"a kind that is no word":    {next(`"override"`, `"over ride"`), false, `kind "over ride" is unknown`},
		"an unknown kind that does not follow": {
			ledger.File{Path: ledger.EntryPath(7), Data: bytes.Replace(follow(t, 7, strings.Repeat("ab", 32)).Data, []byte(`"override"`), []byte(`"watch"`), 1)},
			false, "was changed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			chain, err := ledger.Verify(append(slices.Clone(files), test.added))
			if err == nil || ledger.Newer(err) != test.newer || !strings.Contains(err.Error(), test.why) {
				t.Fatalf("newer %t: %v", ledger.Newer(err), err)
			}
			if test.newer && (len(chain.Entries) != 7 || diag.HintOf(err) == "" || !strings.Contains(err.Error(), "written by a newer bylaw")) {
				t.Errorf("%d entries, hint %q: %v", len(chain.Entries), diag.HintOf(err), err)
			}
		})
	}
	if ledger.Newer(nil) || ledger.Newer(errors.New("elsewhere")) {
		t.Error("no error of the ledger is taken for one of a newer bylaw")
	}
}

func TestACheckpointIsLeftToANewerBylaw(t *testing.T) {
	whole, files := record(t)
	chain, err := ledger.Verify(append(files, ledger.File{Path: "checkpoint", Data: []byte("signed")}))
	if err != nil || chain.Head != whole.Head || len(chain.Unread) != 1 {
		t.Errorf("%+v, %v", chain, err)
	}
}

// follow makes an entry with the number and the hash given, as a forger would.
func follow(t *testing.T, seq int, prev string) ledger.File {
	t.Helper()
	data, err := ledger.Encode(ledger.Entry{
		Version: ledger.Version, Seq: seq, Prev: prev, Time: moment.Of(noon), Kind: ledger.Override, Body: []byte("{}"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return ledger.File{Path: ledger.EntryPath(seq), Data: data}
}
