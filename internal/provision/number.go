package provision

import (
	"fmt"
	"math/big"
	"regexp"
)

// Number is an exact decimal of zero or more, such as a weighted vote.
type Number struct{ Rat *big.Rat }

var numberText = regexp.MustCompile(`^[0-9]{1,24}(\.[0-9]{1,12})?$`)

// ParseNumber reads an exact decimal such as 64.05.
func ParseNumber(text string) (Number, error) {
	if !numberText.MatchString(text) {
		return Number{}, fmt.Errorf("%q is not a number: digits and perhaps a decimal point are expected", text)
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return Number{}, fmt.Errorf("%q is not a number", text)
	}
	return Number{r}, nil
}

// String gives the number without trailing zeros.
func (n Number) String() string { return decimal(n.Rat) }
