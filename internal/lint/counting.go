package lint

import (
	"math/big"
	"slices"
	"strings"
)

// counting gives the value of a number in digits or words; nil where it is none.
func counting(word string) *big.Rat {
	if word == "a" || word == "an" {
		return big.NewRat(1, 1)
	}
	if n, ok := new(big.Rat).SetString(word); ok {
		return n
	}
	small := strings.Split(ones+"|"+teens, "|")
	if i := slices.Index(small, word); i >= 0 {
		return big.NewRat(int64(i+1), 1)
	}
	high, low, compound := strings.Cut(word, "-")
	ten := slices.Index(strings.Split(tens, "|"), high)
	if ten < 0 {
		return nil
	}
	n := big.NewRat(int64(10*(ten+2)), 1)
	if one := slices.Index(small, low); compound && one >= 0 {
		n.Add(n, big.NewRat(int64(one+1), 1))
	}
	return n
}

// parts gives how many of a part make a whole.
func parts(word string) *big.Rat {
	named := map[string]int64{
		"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
		"tenth": 10, "twentieth": 20,
	}
	return big.NewRat(named[word], 1)
}

func glyphs(character string) *big.Rat {
	fractions := map[string][2]int64{
		"½": {1, 2}, "⅓": {1, 3}, "⅔": {2, 3}, "¼": {1, 4}, "¾": {3, 4}, "⅕": {1, 5}, "⅖": {2, 5}, "⅗": {3, 5}, "⅘": {4, 5},
	}
	f := fractions[character]
	return big.NewRat(f[0], f[1])
}
