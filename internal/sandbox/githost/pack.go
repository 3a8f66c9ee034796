package githost

import (
	"maps"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"
)

// pack is what one fetch needs: the commits wanted, down to its depth, without what its client has.
type pack struct {
	*Repository
	common    []plumbing.Hash // of what the client has, what is here too
	wanted    map[plumbing.Hash]bool
	had       map[plumbing.Hash]bool
	shallow   []plumbing.Hash // the last commits of the depth asked for
	unshallow []plumbing.Hash // those of before whose parents come now
}

func (r *Repository) packFor(asked *fetch) *pack {
	p := &pack{Repository: r}
	for _, each := range asked.haves {
		if r.Git.Storer.HasEncodedObject(each) == nil {
			p.common = append(p.common, each)
		}
	}
	ends := map[plumbing.Hash]bool{}
	for _, each := range asked.shallow {
		ends[each] = true
	}
	p.had, _ = r.history(p.common, ends, 0)
	if asked.depth == 0 {
		p.wanted, _ = r.history(asked.wants, ends, 0)
		return p
	}
	p.wanted, p.shallow = r.history(asked.wants, nil, asked.depth)
	for _, each := range asked.shallow {
		if p.wanted[each] && !slices.Contains(p.shallow, each) {
			p.unshallow = append(p.unshallow, each)
		}
	}
	return p
}

// history gives the commits that lead to some tips: not beyond the given ends, and not deeper than a depth, 0 for all. Cut
// are the commits at that depth that have parents. A tag leads to its commit.
func (r *Repository) history(tips []plumbing.Hash, ends map[plumbing.Hash]bool, depth int) (found map[plumbing.Hash]bool, cut []plumbing.Hash) {
	found = map[plumbing.Hash]bool{}
	for level := 1; len(tips) > 0; level++ {
		var next []plumbing.Hash
		for i := 0; i < len(tips); i++ {
			each := tips[i]
			if found[each] {
				continue
			}
			found[each] = true
			if tag, err := r.Git.TagObject(each); err == nil {
				tips = append(tips, tag.Target)
			}
			commit, err := r.Git.CommitObject(each)
			switch {
			case err != nil || ends[each] || len(commit.ParentHashes) == 0:
			case level == depth:
				cut = append(cut, each)
			default:
				next = append(next, commit.ParentHashes...)
			}
		}
		tips = next
	}
	return found, cut
}

// tellShallow answers a request for a depth with where the history ends now.
func (p *pack) tellShallow(asked *fetch, lines *pktline.Encoder) error {
	if asked.depth == 0 {
		return nil
	}
	for _, each := range p.shallow {
		if err := lines.Encodef("shallow %s\n", each); err != nil {
			return err
		}
	}
	for _, each := range p.unshallow {
		if err := lines.Encodef("unshallow %s\n", each); err != nil {
			return err
		}
	}
	return lines.Flush()
}

// objects lists what the client does not have, in the order of the hashes.
func (p *pack) objects() ([]plumbing.Hash, error) {
	had, err := p.content(p.had, map[plumbing.Hash]bool{})
	if err != nil {
		return nil, err
	}
	wanted, err := p.content(p.wanted, had)
	return slices.SortedFunc(maps.Keys(wanted), func(a, b plumbing.Hash) int { return slices.Compare(a[:], b[:]) }), err
}

// content gives commits and all that their trees hold, but for what is known already.
func (r *Repository) content(of, known map[plumbing.Hash]bool) (map[plumbing.Hash]bool, error) {
	found := map[plumbing.Hash]bool{}
	for hash := range of {
		if known[hash] {
			continue
		}
		found[hash] = true
		if commit, err := r.Git.CommitObject(hash); err == nil {
			if err := r.folder(commit.TreeHash, known, found); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

func (r *Repository) folder(hash plumbing.Hash, known, found map[plumbing.Hash]bool) error {
	if known[hash] || found[hash] {
		return nil
	}
	found[hash] = true
	tree, err := r.Git.TreeObject(hash)
	if err != nil {
		return err
	}
	for _, entry := range tree.Entries {
		switch {
		case entry.Mode == filemode.Dir:
			if err := r.folder(entry.Hash, known, found); err != nil {
				return err
			}
		case entry.Mode != filemode.Submodule && !known[entry.Hash]:
			found[entry.Hash] = true
		}
	}
	return nil
}
