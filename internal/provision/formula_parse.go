package provision

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// The bounds of a formula. The policies evaluate it level by level, and a longer one could not be read by people.
const (
	maxFormula = 200 // bytes
	maxLevels  = 12  // nested operations, and nested any_of and all_of
	maxDigits  = 24  // of one number
)

// ParseFormula reads a value: a number, a percentage, a fraction, or a formula with + - * / ( ), min, max and sqrt.
func ParseFormula(text string) (Formula, error) {
	if len(text) > maxFormula {
		return Formula{}, fmt.Errorf("a value of %d characters is longer than the %d allowed", len(text), maxFormula)
	}
	p := &formulaParser{rest: text}
	t, err := p.sum(0)
	if err == nil && p.peek() != 0 {
		err = fmt.Errorf("unexpected %q", p.rest)
	}
	if err != nil {
		return Formula{}, fmt.Errorf("value %q: %w", text, err)
	}
	if err := t.check(); err != nil {
		return Formula{}, fmt.Errorf("value %q: %w", text, err)
	}
	return Formula{t}, nil
}

// check enforces the bound on levels, that a fraction reads as one, and that all roots are of one and the same quantity.
func (t *term) check() error {
	if t.level() > maxLevels {
		return fmt.Errorf("more than %d nested operations", maxLevels)
	}
	if t.op == "/" && t.args[0].op == "num" && t.args[1].op == "neg" {
		return errors.New("the lower number of a fraction is negative")
	}
	var roots []string
	t.roots(&roots)
	slices.Sort(roots)
	if len(slices.Compact(roots)) > 1 {
		return fmt.Errorf("roots of more than one quantity (%s) cannot be compared exactly", strings.Join(roots, ", "))
	}
	return nil
}

// level is 0 for what can be computed at once, and one more than the highest argument otherwise.
func (t *term) level() int {
	if _, ok := t.fold(); ok || len(t.args) == 0 {
		return 0
	}
	highest := 0
	for _, a := range t.args {
		highest = max(highest, a.level())
	}
	return highest + 1
}

// roots collects what roots are taken of; a root inside a root counts as another quantity, because it cannot be squared
// away at once.
func (t *term) roots(found *[]string) {
	if _, ok := t.fold(); ok {
		return
	}
	if t.op == "sqrt" {
		*found = append(*found, t.args[0].text(0))
	}
	for _, a := range t.args {
		a.roots(found)
	}
}

type formulaParser struct{ rest string }

// peek gives the next character after blanks, 0 at the end.
func (p *formulaParser) peek() byte {
	p.rest = strings.TrimLeft(p.rest, " \t\n")
	if p.rest == "" {
		return 0
	}
	return p.rest[0]
}

func (p *formulaParser) take(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// maxNesting bounds the parser's own recursion; check bounds what is left after folding.
const maxNesting = 40

func (p *formulaParser) sum(depth int) (*term, error) {
	return p.chain(depth, "+-", p.product)
}

func (p *formulaParser) product(depth int) (*term, error) {
	return p.chain(depth, "*/", p.factor)
}

// chain reads operands of one strength, joined from the left.
func (p *formulaParser) chain(depth int, ops string, operand func(int) (*term, error)) (*term, error) {
	left, err := operand(depth)
	for err == nil && p.peek() != 0 && strings.IndexByte(ops, p.peek()) >= 0 {
		op := string(p.peek())
		p.rest = p.rest[1:]
		var right *term
		if right, err = operand(depth); err == nil {
			left = &term{op: op, args: []*term{left, right}}
		}
	}
	return left, err
}

func (p *formulaParser) factor(depth int) (*term, error) {
	switch c := p.peek(); {
	case depth > maxNesting:
		return nil, errors.New("nested too deeply")
	case p.take('-'):
		inner, err := p.factor(depth + 1)
		return &term{op: "neg", args: []*term{inner}}, err
	case p.take('('):
		inner, err := p.sum(depth + 1)
		if err == nil && !p.take(')') {
			err = errors.New("a parenthesis is not closed")
		}
		return inner, err
	case c >= '0' && c <= '9':
		return p.number()
	case c == 0:
		return nil, errors.New("a number or a quantity is missing")
	default:
		return p.name(depth)
	}
}

// span cuts the leading characters that belong to a set off the rest.
func (p *formulaParser) span(set string) string {
	end := len(p.rest) - len(strings.TrimLeft(p.rest, set))
	text := p.rest[:end]
	p.rest = p.rest[end:]
	return text
}

func (p *formulaParser) number() (*term, error) {
	text := p.span("0123456789.")
	whole, fraction, point := strings.Cut(text, ".")
	if whole == "" || strings.Contains(fraction, ".") || point && fraction == "" {
		return nil, fmt.Errorf("%q is not a number", text)
	}
	if len(text) > maxDigits {
		return nil, fmt.Errorf("%q has more than %d digits", text, maxDigits)
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%q is not a number", text)
	}
	if p.take('%') {
		return &term{op: "num", number: value.Quo(value, big.NewRat(100, 1)), percent: true}, nil
	}
	return &term{op: "num", number: value}, nil
}

func (p *formulaParser) name(depth int) (*term, error) {
	name := p.span("abcdefghijklmnopqrstuvwxyz_")
	if slices.Contains([]string{"min", "max", "sqrt"}, name) {
		return p.call(name, depth)
	}
	if slices.Contains(quantities(), name) {
		return &term{op: "quantity", quantity: name}, nil
	}
	if name == "" {
		return nil, fmt.Errorf("unexpected %q", p.rest)
	}
	return nil, fmt.Errorf("%q is not a quantity (allowed: %s)", name, strings.Join(slices.Sorted(slices.Values(quantities())), ", "))
}

func (p *formulaParser) call(name string, depth int) (*term, error) {
	if !p.take('(') {
		return nil, fmt.Errorf("%s needs its arguments in parentheses", name)
	}
	t := &term{op: name}
	for {
		arg, err := p.sum(depth + 1)
		if err != nil {
			return nil, err
		}
		t.args = append(t.args, arg)
		if !p.take(',') {
			break
		}
	}
	if !p.take(')') {
		return nil, fmt.Errorf("the parenthesis of %s is not closed", name)
	}
	if name == "sqrt" && len(t.args) != 1 {
		return nil, errors.New("sqrt takes one argument")
	}
	return t, nil
}
