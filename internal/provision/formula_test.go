package provision

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFormulasHaveOneText(t *testing.T) {
	tests := map[string]string{
		"3": "3", "007": "7", "0.50": "0.5", "66%": "66%", "66.60 %": "66.6%", " 2/3 ": "2/3", "-2": "-2", "--2": "--2",
		"1.5*sqrt(eligible)": "1.5*sqrt(eligible)", "max( 5,0.6 * eligible )": "max(5, 0.6*eligible)",
		"1+2*3": "1 + 2*3", "(1+2)*3": "(1 + 2)*3", "1-(2-3)": "1 - (2 - 3)", "1-2-3": "1 - 2 - 3", "2/(3/4)": "2/(3/4)",
		"-(1+yes)": "-(1 + yes)", "min(yes)": "min(yes)", "2*-3": "2*-3", "60%*eligible": "60%*eligible",
		"sqrt(eligible)/2 + 3*sqrt(eligible)": "sqrt(eligible)/2 + 3*sqrt(eligible)", "sqrt(4) + sqrt(yes)": "sqrt(4) + sqrt(yes)",
	}
	for src, want := range tests {
		f, err := ParseFormula(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if diff := cmp.Diff(want, f.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
	}
}

func TestFormulasThatAreNone(t *testing.T) {
	tests := map[string]string{
		"": "missing", "1 +": "missing", "1 2": "unexpected", "voters": "not a quantity", "(1": "not closed", "1)": "unexpected",
		"1.": "not a number", "1.2.3": "not a number", "sqrt(1, 2)": "one argument", "sqrt 4": "parentheses", "min(1": "not closed",
		"#": "unexpected", "1e3": "unexpected", "½": "unexpected", "400 000": "unexpected", "400_000": "unexpected",
		"sqrt(yes) + sqrt(no)": "more than one quantity", "sqrt(sqrt(yes))": "more than one quantity",
		strings.Repeat("9", 30): "digits", strings.Repeat("1+", 120) + "1": "longer than", strings.Repeat("(", 60): "nested",
		strings.Repeat("yes+", 13) + "yes": "more than 12",
	}
	for src, want := range tests {
		if f, err := ParseFormula(src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v and %v, want an error with %q", src, f, err, want)
		}
	}
}

func TestConstantsAreExact(t *testing.T) {
	tests := map[string]*big.Rat{
		"2/3": big.NewRat(2, 3), "66%": big.NewRat(33, 50), "1/3 + 1/6": big.NewRat(1, 2), "sqrt(9/4)": big.NewRat(3, 2),
		"min(3, 2, 5)": big.NewRat(2, 1), "max(1, -2)": big.NewRat(1, 1), "-(1 - 3)*2": big.NewRat(4, 1),
		"1/0": nil, "sqrt(2)": nil, "sqrt(-1)": nil, "yes": nil, "1 + yes": nil,
	}
	for src, want := range tests {
		f, err := ParseFormula(src)
		if err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		got, ok := f.Constant()
		if ok != (want != nil) || ok && got.Cmp(want) != 0 {
			t.Errorf("%s: got %v, want %v", src, got, want)
		}
	}
}

func TestSharesNeedABase(t *testing.T) {
	for src, want := range map[string]bool{
		"2/3": true, "1/1": true, "3/2": false, "66%": true, "150%": true, "-10%": true, "0.5": false, "1": false, "0.5*eligible": false,
	} {
		f, err := ParseFormula(src)
		if err != nil || f.Share() != want {
			t.Errorf("%s: share %t, %v; want %t", src, f.Share(), err, want)
		}
	}
}

func FuzzFormula(f *testing.F) {
	for _, seed := range []string{"1.5*sqrt(eligible)", "max(5, 0.6*eligible)", "-2/3%", "((1))", "min(1,-yes)/0", "1 - (2 - 3)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		first, err := ParseFormula(src)
		if err != nil {
			return
		}
		text := first.String()
		if len(text) > maxFormula {
			return
		}
		second, err := ParseFormula(text)
		if err != nil || second.String() != text {
			t.Fatalf("%q became %q and then %q, %v", src, text, second, err)
		}
		a, known := first.Constant()
		if b, ok := second.Constant(); ok != known || ok && a.Cmp(b) != 0 {
			t.Fatalf("%q is %v and its text %q is %v", src, a, text, b)
		}
		first.normal()
	})
}

func FuzzDuration(f *testing.F) {
	for _, seed := range []string{"0", "72h", "14d", "6mo", "1y", "90m", "2w", "-1d", "01d", "999999999y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		d, err := ParseDuration(src)
		if err != nil {
			return
		}
		if again, err := ParseDuration(d.String()); err != nil || again != d {
			t.Fatalf("%q is %v, and its text is %v, %v", src, d, again, err)
		}
	})
}

func TestADurationGoesByTheCalendar(t *testing.T) {
	begin := time.Date(2027, 1, 31, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"0": "2027-01-31T12:00:00Z", "90m": "2027-01-31T13:30:00Z", "72h": "2027-02-03T12:00:00Z", "1d": "2027-02-01T12:00:00Z",
		"2w": "2027-02-14T12:00:00Z", "1mo": "2027-03-03T12:00:00Z", "2mo": "2027-03-31T12:00:00Z", "1y": "2028-01-31T12:00:00Z",
	} {
		d, err := ParseDuration(text)
		if got := d.From(begin).Format(time.RFC3339); err != nil || got != want {
			t.Errorf("%s: got %s, want %s; error %v", text, got, want, err)
		}
	}
}

func TestDurationsHaveABound(t *testing.T) {
	for src, want := range map[string]bool{
		"0": true, "36500d": true, "36501d": false, "100y": true, "101y": false, "1200mo": true, "5200w": true, "876000h": true,
		"52560000m": true, "52560001m": false, "": false, "1": false, "1.5h": false, "1 d": false, "1D": false,
	} {
		if _, err := ParseDuration(src); (err == nil) != want {
			t.Errorf("%q: %v, want it readable: %t", src, err, want)
		}
	}
}

func TestNumbersAreExactDecimals(t *testing.T) {
	for src, want := range map[string]string{"64.05": "64.05", "23.0": "23", "0": "0", "10": "10", "-1": "", "1e3": "", "1/2": "", ".5": ""} {
		n, err := ParseNumber(src)
		if (err == nil) != (want != "") || err == nil && n.String() != want {
			t.Errorf("%q: got %v, %v; want %q", src, n, err, want)
		}
	}
}
