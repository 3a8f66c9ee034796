package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Broken is a mistake in a ledger, named by the file that it was found in. Seq is 0 for a file that is not an entry.
type Broken struct {
	Seq  int
	Path string
	Why  string
	// Newer means that the file is as a later version of the program writes it, so nothing is wrong with the ledger.
	Newer bool
}

// errNewer is what Decode says of an entry that this program is too old for.
var errNewer = errors.New("written by a newer bylaw")

// Error gives the path and what is wrong.
func (b *Broken) Error() string { return fmt.Sprintf("ledger file %q: %s", b.Path, b.Why) }

// link is an entry file that is sound in itself.
type link struct {
	entry Entry
	hash  string
}

// Verify reads all files of a ledger branch, in any order, and proves the chain: entries from 1 without gaps, in
// canonical form, each naming the hash of the one before, and facts files that are named by their own hash and by an
// entry. Files of people prove themselves by their name alone, and may be missing. Its error joins one *Broken for each mistake. What no chain can show, a changed or missing last entry, takes
// an anchor: see Contains. Where nothing is wrong but that a newer bylaw wrote to the ledger (see Newer), the chain is given
// too, for the person who only shows it: its entries of unknown kinds or versions may lack any field but Seq.
func Verify(files []File) (Chain, error) {
	v := verifier{links: map[int]link{}, seen: map[string]bool{}, facts: map[string][]byte{}, people: map[string]Person{}}
	for _, f := range files {
		v.file(f)
	}
	last := v.gaps()
	v.order(last)
	v.factsNamed()
	if v.damaged() {
		return Chain{}, v.err()
	}
	chain := Chain{Head: zeroHash, Facts: v.facts, People: v.people, Unread: v.unread}
	for seq := 1; seq <= last; seq++ {
		chain.Entries = append(chain.Entries, v.links[seq].entry)
		chain.Head = v.links[seq].hash
		chain.Hashes = append(chain.Hashes, chain.Head)
	}
	chain, err := chain.forgotten()
	if err == nil && len(v.broken) > 0 {
		err = diag.WithHint(v.err(), "install a newer bylaw and run this again; \"bylaw version\" names this one")
	}
	return chain, err
}

// Newer says whether all that an error of Verify says is that a newer bylaw wrote to the ledger.
func Newer(err error) bool {
	found := BrokenIn(err)
	return len(found) > 0 && !slices.ContainsFunc(found, func(b *Broken) bool { return !b.Newer })
}

// BrokenIn gives every mistake that an error of Verify joins, none where it is another error.
func BrokenIn(err error) []*Broken {
	if all, ok := errors.AsType[mistakes](err); ok {
		return all
	}
	if one, ok := errors.AsType[*Broken](err); ok {
		return []*Broken{one}
	}
	return nil
}

// mistakes are all that is wrong with a ledger, by path.
type mistakes []*Broken

func (m mistakes) Error() string {
	lines := make([]string, len(m))
	for i, b := range m {
		lines[i] = b.Error()
	}
	return strings.Join(lines, "\n")
}

func (m mistakes) Unwrap() []error {
	all := make([]error, len(m))
	for i, b := range m {
		all[i] = b
	}
	return all
}

// forgotten leaves out people whom an erasure names and whose files still lie somewhere: what is erased is not read.
func (c Chain) forgotten() (Chain, error) {
	for _, e := range c.Entries {
		if e.Kind != Erasure {
			continue
		}
		body, err := Body[ErasureBody](e)
		if err != nil {
			return c, err
		}
		for _, sum := range body.People {
			delete(c.People, sum)
		}
	}
	return c, nil
}

type verifier struct {
	links  map[int]link
	seen   map[string]bool
	facts  map[string][]byte
	people map[string]Person
	unread []string
	broken []*Broken
}

func (v *verifier) fault(seq int, path, format string, args ...any) {
	v.broken = append(v.broken, &Broken{Seq: seq, Path: path, Why: fmt.Sprintf(format, args...)})
}

// damaged says whether anything is wrong that no newer bylaw explains.
func (v *verifier) damaged() bool {
	return slices.ContainsFunc(v.broken, func(b *Broken) bool { return !b.Newer })
}

func (v *verifier) err() error {
	slices.SortStableFunc(v.broken, func(a, b *Broken) int { return strings.Compare(a.Path, b.Path) })
	return mistakes(v.broken)
}

func (v *verifier) file(f File) {
	name, isEntry := strings.CutPrefix(f.Path, entriesDir)
	switch {
	case v.seen[f.Path]:
		v.fault(0, f.Path, "the file is there twice")
	case isEntry:
		v.entryFile(f, name)
	case strings.HasPrefix(f.Path, factsDir):
		v.factsFile(f)
	case IsPerson(f.Path):
		v.personFile(f)
	case f.Path == Checkpoint:
		v.unread = append(v.unread, f.Path)
	default:
		v.fault(0, f.Path, "a ledger holds nothing but %s and %s", entriesDir, factsDir)
	}
	v.seen[f.Path] = true
}

func (v *verifier) entryFile(f File, name string) {
	seq, err := strconv.Atoi(strings.TrimSuffix(name, suffix))
	if err != nil || seq < 1 || EntryPath(seq) != f.Path {
		v.fault(0, f.Path, "the name of an entry is like %s", EntryPath(1))
		return
	}
	e, err := Decode(f.Data)
	if errors.Is(err, errNewer) {
		v.newer(seq, f, err)
		return
	}
	v.links[seq] = link{e, hash(f.Data)}
	switch {
	case err != nil:
		v.fault(seq, f.Path, "%v", err)
	case e.Seq != seq:
		v.fault(seq, f.Path, "it says that it is entry %d", e.Seq)
	case e.Kind == Genesis && seq != 1:
		v.fault(seq, f.Path, "a genesis can only be the first entry")
	}
}

// newer takes an entry of an unknown kind or version, of which only what it shares with the known ones is read.
func (v *verifier) newer(seq int, f File, err error) {
	var e Entry
	if json.Unmarshal(f.Data, &e) != nil || e.Seq != seq {
		e = Entry{Seq: seq, Body: f.Data}
	}
	v.links[seq] = link{e, hash(f.Data)}
	v.broken = append(v.broken, &Broken{Seq: seq, Path: f.Path, Why: err.Error(), Newer: true})
}

func (v *verifier) factsFile(f File) {
	sum := hash(f.Data)
	v.facts[sum] = f.Data
	if f.Path != factsDir+sum+suffix {
		v.fault(0, f.Path, "its content has the SHA-256 %s, which must be its name", sum)
	}
}

// gaps finds missing entries and gives the number of the last one.
func (v *verifier) gaps() int {
	if len(v.links) == 0 {
		return 0
	}
	last := slices.Max(slices.Collect(maps.Keys(v.links)))
	expected := 1
	for _, seq := range slices.Sorted(maps.Keys(v.links)) {
		if seq > expected {
			v.fault(expected, EntryPath(expected), "%s", missing(expected, seq-1))
		}
		expected = seq + 1
	}
	return last
}

func missing(from, to int) string {
	if from == to {
		return "the entry is missing"
	}
	return fmt.Sprintf("the entries %d to %d are missing", from, to)
}

// order proves the hashes, once every file is sound in itself: a file that is not would only be reported twice.
func (v *verifier) order(last int) {
	if v.damaged() {
		return
	}
	prev := zeroHash
	for seq := 1; seq <= last; seq++ {
		if named := v.links[seq].entry.Prev; named != prev && named != "" { // another version may say it elsewhere
			v.blame(seq, last)
			return
		}
		prev = v.links[seq].hash
	}
}

// blame names the file that was changed, where an entry does not name the hash of the one before. Either of the two may
// be the changed one; if the next entry still vouches for the later one, it is the earlier.
func (v *verifier) blame(seq, last int) {
	switch {
	case seq == 1:
		v.fault(1, EntryPath(1), "the first entry must name 64 zeros as the hash before it")
	case seq < last && v.links[seq+1].entry.Prev == v.links[seq].hash:
		v.fault(seq-1, EntryPath(seq-1), "it was changed: entry %d names its SHA-256 as %s, but it is %s",
			seq, v.links[seq].entry.Prev, v.links[seq-1].hash)
	case seq < last:
		v.fault(seq, EntryPath(seq), "it was changed: it does not name the SHA-256 of entry %d, and entry %d does not name its own",
			seq-1, seq+1)
	default:
		v.fault(seq-1, EntryPath(seq-1), "it, or entry %d after it, was changed: its SHA-256 is %s, but entry %d names %s",
			seq, v.links[seq-1].hash, seq, v.links[seq].entry.Prev)
	}
}

// factsNamed finds facts files that no entry names, and decisions whose facts are gone.
func (v *verifier) factsNamed() {
	named := map[string]bool{}
	for _, seq := range slices.Sorted(maps.Keys(v.links)) {
		e := v.links[seq].entry
		for text := range bytes.SplitSeq(e.Body, []byte(`"`)) {
			if len(text) == len(zeroHash) && hashPattern.Match(text) {
				named[string(text)] = true
			}
		}
		v.factsKept(e)
	}
	for _, sum := range slices.Sorted(maps.Keys(v.facts)) {
		if path := factsDir + sum + suffix; v.seen[path] && !named[sum] {
			v.fault(0, path, "no entry names it")
		}
	}
}

func (v *verifier) factsKept(e Entry) {
	if e.Kind != Decided {
		return
	}
	body, err := Body[DecisionBody](e)
	if err != nil {
		v.fault(e.Seq, EntryPath(e.Seq), "%v", err)
		return
	}
	if _, kept := v.facts[body.Facts]; body.Facts != "" && !kept {
		v.fault(e.Seq, EntryPath(e.Seq), "the facts that it rests on are missing: %s", factsDir+body.Facts+suffix)
	}
}
