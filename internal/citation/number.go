package citation

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Western gives a text in which the decimal digits of every script are 0 to 9 and full-width stops are stops. It has as many
// characters as the text.
func Western(text string) string { return strings.Map(westernDigit, text) }

// westernDigit gives the digit 0 to 9 that a decimal digit of any script stands for, and full-width stops as a stop. Scripts
// have their ten digits in one run.
func westernDigit(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
	case r == '．':
		return '.'
	case unicode.Is(unicode.Nd, r):
		place := rune(0)
		for unicode.Is(unicode.Nd, r-place-1) {
			place++
		}
		return '0' + place%10
	}
	return r
}

// maxRoman is the highest number that is read from Roman digits: beyond it, words such as "MIX" and "CD" look like numbers.
const maxRoman = 200

// roman reports whether a text is a Roman number as people write one: "IV" and "iv" are, "Civil", "DM" and "IIII" are not.
func roman(text string) bool {
	upper := strings.ToUpper(text)
	if text != upper && text != strings.ToLower(text) {
		return false
	}
	var total int
	rest := upper
	for _, digit := range []struct {
		text  string
		value int
		most  int
	}{{"C", 100, 2}, {"XC", 90, 1}, {"L", 50, 1}, {"XL", 40, 1}, {"X", 10, 3}, {"IX", 9, 1}, {"V", 5, 1}, {"IV", 4, 1}, {"I", 1, 3}} {
		for n := 0; n < digit.most && strings.HasPrefix(rest, digit.text); n++ {
			rest, total = rest[len(digit.text):], total+digit.value
		}
	}
	return rest == "" && total > 0 && total <= maxRoman && written(total) == upper
}

// written gives a number in Roman digits.
func written(n int) string {
	var out strings.Builder
	for _, digit := range []struct {
		text  string
		value int
	}{{"C", 100}, {"XC", 90}, {"L", 50}, {"XL", 40}, {"X", 10}, {"IX", 9}, {"V", 5}, {"IV", 4}, {"I", 1}} {
		for ; n >= digit.value; n -= digit.value {
			out.WriteString(digit.text)
		}
	}
	return out.String()
}

// han reads a number of Chinese and Japanese digits up to 9999, such as 十八 or 百二十.
func han(text string) (n int, ok bool) {
	digit := 0
	for _, r := range text {
		if d := strings.IndexRune("〇一二三四五六七八九", r); d >= 0 {
			digit = d / len("〇")
			continue
		}
		unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
		if unit == 0 {
			return 0, false
		}
		n, digit = n+max(digit, 1)*unit, 0
	}
	return n + digit, n+digit > 0
}

// ordinals are the words that stand for a number behind a keyword: "Article premier", "Artículo segundo", "Article One".
var ordinals = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5,
	"primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercero": 3, "tercera": 3, "cuarto": 4, "quinto": 5, "sexto": 6, "séptimo": 7,
	"octavo": 8, "noveno": 9, "décimo": 10, "único": 1, "primeiro": 1, "terceiro": 3, "quarto": 4, "sétimo": 7, "oitavo": 8, "nono": 9, "primo": 1,
	"الأولى": 1, "الثانية": 2, "الثالثة": 3, "الرابعة": 4, "الخامسة": 5, "السادسة": 6, "السابعة": 7, "الثامنة": 8, "التاسعة": 9, "العاشرة": 10,
}

// number gives a number as it is cited: without the mark of an ordinal, words and Chinese digits in digits, and one form for
// "5 bis" however it is spaced. It is "" where the text is no number.
func number(text string) string {
	lower := strings.ToLower(text)
	if n, ok := ordinals[lower]; ok {
		return strconv.Itoa(n)
	}
	if n, ok := han(text); ok {
		return strconv.Itoa(n)
	}
	if m := numeral.FindStringSubmatch(text); m != nil {
		return m[1] + latin(m[2])
	}
	if m := romanLatin.FindStringSubmatch(text); m != nil && roman(m[1]) {
		return m[1] + latin(m[2])
	}
	if len(text) == 1 && unicode.IsLetter(rune(text[0])) {
		return text
	}
	return ""
}

// latin gives "bis", "ter" and the like behind a space.
func latin(suffix string) string {
	if suffix = strings.ToLower(strings.TrimSpace(suffix)); suffix == "" {
		return ""
	}
	return " " + suffix
}
