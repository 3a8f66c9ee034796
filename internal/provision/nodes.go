package provision

// nodes is a tree laid flat: arguments stand before what uses them, and the last node is the whole.
type nodes struct {
	list  []map[string]any
	level []int
}

// add appends a node one level above its arguments and gives its index.
func (n *nodes) add(node map[string]any, args []int) int {
	level := 0
	for _, a := range args {
		level = max(level, n.level[a]+1)
	}
	node["level"], node["args"] = level, list(args)
	n.list, n.level = append(n.list, node), append(n.level, level)
	return len(n.list) - 1
}

// normalTests flattens rules; nil where there are none. Lists inside lists of the same kind are one list.
func normalTests(conditions []Condition) any {
	if len(conditions) == 0 {
		return nil
	}
	var n nodes
	n.condition(Condition{All: conditions})
	return map[string]any{"nodes": n.list, "levels": n.level[len(n.level)-1]}
}

func (n *nodes) condition(c Condition) int {
	if c.Test != nil {
		return n.add(c.Test.normal(), nil)
	}
	op, members := "all", c.All
	if len(c.Any) > 0 {
		op, members = "any", c.Any
	}
	if len(members) == 1 {
		return n.condition(members[0])
	}
	var args []int
	for _, member := range merged(members, op) {
		args = append(args, n.condition(member))
	}
	return n.add(map[string]any{"op": op}, args)
}

// merged lifts the members of nested lists of the same kind, and of lists of one.
func merged(members []Condition, op string) []Condition {
	var flat []Condition
	for _, m := range members {
		switch {
		case op == "all" && len(m.All) > 0 || len(m.All) == 1:
			flat = append(flat, merged(m.All, op)...)
		case op == "any" && len(m.Any) > 0 || len(m.Any) == 1:
			flat = append(flat, merged(m.Any, op)...)
		default:
			flat = append(flat, m)
		}
	}
	return flat
}

func (t *Test) normal() map[string]any {
	return map[string]any{
		"op": "test", "house": t.House, "count": t.Count, "cmp": t.Op, "value": t.Value.normal(),
		"of": t.Of, "text": t.Value.String(),
	}
}

// normal flattens a formula; what has no quantities is computed here. "radicand" is the node that all roots are of.
func (f Formula) normal() map[string]any {
	var n nodes
	radicand := -1
	if f.root != nil {
		n.term(f.root, &radicand)
	}
	return map[string]any{"nodes": list(n.list), "radicand": radicand}
}

func (n *nodes) term(t *term, radicand *int) int {
	if value, ok := t.fold(); ok {
		return n.add(map[string]any{"op": "num", "value": Ratio(value)}, nil)
	}
	if t.op == "quantity" {
		return n.add(map[string]any{"op": "quantity", "name": t.quantity}, nil)
	}
	args := make([]int, len(t.args))
	for i, a := range t.args {
		args[i] = n.term(a, radicand)
	}
	if t.op == "sqrt" {
		*radicand = args[0]
	}
	return n.add(map[string]any{"op": t.op}, args)
}
