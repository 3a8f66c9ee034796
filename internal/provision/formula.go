package provision

import (
	"math/big"
	"slices"
	"strings"
)

// Formula is the value of a test: a number, a share, or arithmetic over the quantities of a house. It is kept as a tree of
// exact rationals; nothing is ever rounded.
type Formula struct{ root *term }

// term is a node of a formula: a number, a quantity, or an operation with its arguments.
type term struct {
	op       string // num, quantity, neg, +, -, *, /, min, max, sqrt
	number   *big.Rat
	percent  bool // the number was written with a percent sign; number is already divided by 100
	quantity string
	args     []*term
}

// quantities names what a formula may speak of, apart from numbers.
func quantities() []string {
	return []string{
		"yes", "no", "abstain", "block", "cast", "participating", "present", "silent", "not_yes", "yes_or_abstain",
		"margin", "eligible", "seats", "not_abstaining",
	}
}

// Constant gives the value of a formula without quantities; ok is false where there is none, also for a division by zero
// and for a root that is not rational.
func (f Formula) Constant() (value *big.Rat, ok bool) {
	if f.root == nil {
		return nil, false
	}
	return f.root.fold()
}

// Share reports whether the value is written as a percentage or as a fraction of at most 1, and so needs a base.
func (f Formula) Share() bool {
	t := f.root
	switch {
	case t == nil:
		return false
	case t.op == "num":
		return t.percent
	case t.op == "neg":
		return Formula{t.args[0]}.Share()
	case t.op == "/" && t.args[0].op == "num" && t.args[1].op == "num":
		value, ok := t.fold()
		return ok && value.Cmp(big.NewRat(1, 1)) <= 0
	default:
		return false
	}
}

// Part reads a formula as a share of one quantity: "1/5*eligible" and "eligible/5" are 1/5 of eligible. of is "" where it is more
// than that.
func (f Formula) Part() (share Formula, of string) {
	t := f.root
	if t == nil || len(t.args) != 2 {
		return Formula{}, ""
	}
	a, b := t.args[0], t.args[1]
	switch {
	case t.op == "*" && b.op == "quantity" && Formula{a}.Share():
		return Formula{a}, b.quantity
	case t.op == "*" && a.op == "quantity" && Formula{b}.Share():
		return Formula{b}, a.quantity
	case t.op == "/" && a.op == "quantity" && b.op == "num":
		if share := (Formula{&term{op: "/", args: []*term{{op: "num", number: big.NewRat(1, 1)}, b}}}); share.Share() {
			return share, a.quantity
		}
	}
	return Formula{}, ""
}

// fold computes a term without quantities.
func (t *term) fold() (*big.Rat, bool) {
	if t.op == "num" {
		return t.number, true
	}
	if t.op == "quantity" {
		return nil, false
	}
	values := make([]*big.Rat, len(t.args))
	for i, a := range t.args {
		value, ok := a.fold()
		if !ok {
			return nil, false
		}
		values[i] = value
	}
	return combine(t.op, values)
}

// combine applies an operation to numbers.
func combine(op string, v []*big.Rat) (*big.Rat, bool) {
	switch op {
	case "neg":
		return new(big.Rat).Neg(v[0]), true
	case "+":
		return new(big.Rat).Add(v[0], v[1]), true
	case "-":
		return new(big.Rat).Sub(v[0], v[1]), true
	case "*":
		return new(big.Rat).Mul(v[0], v[1]), true
	case "/":
		if v[1].Sign() == 0 {
			return nil, false
		}
		return new(big.Rat).Quo(v[0], v[1]), true
	case "sqrt":
		return root(v[0])
	case "min":
		return slices.MinFunc(v, (*big.Rat).Cmp), true
	default:
		return slices.MaxFunc(v, (*big.Rat).Cmp), true
	}
}

// root gives the square root where it is rational.
func root(v *big.Rat) (*big.Rat, bool) {
	if v.Sign() < 0 {
		return nil, false
	}
	num, denom := new(big.Int).Sqrt(v.Num()), new(big.Int).Sqrt(v.Denom())
	r := new(big.Rat).SetFrac(num, denom)
	return r, new(big.Rat).Mul(r, r).Cmp(v) == 0
}

// String gives canonical text that parses to the same formula.
func (f Formula) String() string {
	if f.root == nil {
		return ""
	}
	return f.root.text(0)
}

// binding is how tightly an operation holds its arguments together.
func (t *term) binding() int {
	switch t.op {
	case "+", "-":
		return 1
	case "*", "/":
		return 2
	case "neg":
		return 3
	default:
		return 4
	}
}

// text writes the term, in parentheses where the surroundings bind tighter.
func (t *term) text(around int) string {
	s := t.bare()
	if t.binding() < around {
		return "(" + s + ")"
	}
	return s
}

func (t *term) bare() string {
	switch t.op {
	case "num":
		if t.percent {
			return decimal(new(big.Rat).Mul(t.number, big.NewRat(100, 1))) + "%"
		}
		return decimal(t.number)
	case "quantity":
		return t.quantity
	case "neg":
		return "-" + t.args[0].text(3)
	case "+", "-":
		return t.args[0].text(1) + " " + t.op + " " + t.args[1].text(2)
	case "*", "/":
		return t.args[0].text(2) + t.op + t.args[1].text(3)
	default:
		parts := make([]string, len(t.args))
		for i, a := range t.args {
			parts[i] = a.text(0)
		}
		return t.op + "(" + strings.Join(parts, ", ") + ")"
	}
}

// decimal writes a rational whose denominator divides a power of ten without trailing zeros.
func decimal(r *big.Rat) string {
	digits, _ := r.FloatPrec()
	return r.FloatString(digits)
}
