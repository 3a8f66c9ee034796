package opa

import (
	"maps"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"

	"github.com/bylaw-dev/bylaw/internal/constitution"
)

// maxRecent is how many constitutions stay compiled: one command asks about a few, a long replay or a test about many.
const maxRecent = 16

// charter is what is compiled for one constitution.
type charter struct {
	key     string
	guarded compiled // nil where the constitution has no policies

	decision, governing query
}

// under gives what is compiled for a constitution, from the last time where it is known and the same.
func (j *Judge) under(law constitution.Constitution) *charter {
	key := law.Digest
	for _, p := range law.Policies {
		key += "\x00" + pathOf(p) + "\x00" + p.Source
	}
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if i := slices.IndexFunc(j.recent, func(c *charter) bool { return c.key == key }); i >= 0 && law.Digest != "" {
		c := j.recent[i]
		j.recent = append(slices.Delete(j.recent, i, i+1), c)
		return c
	}
	c := j.charterOf(law, key)
	if law.Digest != "" {
		j.recent = append(j.recent[max(0, len(j.recent)+1-maxRecent):], c)
	}
	return c
}

// charterOf compiles nothing yet.
func (j *Judge) charterOf(law constitution.Constitution, key string) *charter {
	c, decision := &charter{key: key}, j.decision
	if len(law.Policies) > 0 {
		c.guarded = sync.OnceValues(func() (*ast.Compiler, error) { return compileGuarded(law) })
		decision = c.guarded
	}
	data := sync.OnceValues(func() (storage.Store, error) { return storeOf(map[string]any{"constitution": document(law)}) })
	c.decision = once(decision, "data.bylaw.decision.decision", data)
	c.governing = once(j.governing, "data.bylaw.governing.citations", data)
	return c
}

// compileGuarded compiles bylaw's modules together with the community's.
func compileGuarded(law constitution.Constitution) (*ast.Compiler, error) {
	guards, found := parseGuards(law)
	if err := found.Err(); err != nil {
		return nil, err
	}
	all, err := embedded()
	if err != nil {
		return nil, err
	}
	maps.Copy(all, guards)
	return compile(all)
}
