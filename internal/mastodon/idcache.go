package mastodon

import "sync"

// idCache keeps the ids of targets. The zero value is empty and ready; resources that are read side by side share it.
type idCache struct {
	mu  sync.Mutex
	ids map[string]string
}

// find gives the id of a target, or false.
func (n *idCache) find(target string) (string, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, known := n.ids[target]
	return id, known
}

func (n *idCache) keep(target, id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		n.ids = map[string]string{}
	}
	n.ids[target] = id
}

func (n *idCache) drop(target string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.ids, target)
}

// replace forgets all and keeps these.
func (n *idCache) replace(ids map[string]string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ids = ids
}
