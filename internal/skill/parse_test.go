package skill_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestDomainsHaveOneForm(t *testing.T) {
	tests := map[string]string{
		"spam.example":                 "spam.example",
		" Spam.EXAMPLE. ":              "spam.example",
		"spam.example/":                "spam.example",
		"spam.example./":               "spam.example",
		"münchen.example":              "xn--mnchen-3ya.example",
		"MÜNCHEN.example":              "xn--mnchen-3ya.example",
		"mu\u0308nchen.example":        "xn--mnchen-3ya.example",
		"XN--MNCHEN-3YA.example":       "xn--mnchen-3ya.example",
		"spam。example":                 "spam.example",
		"ｓｐａｍ．ｅｘａｍｐｌｅ":                 "spam.example",
		"例え.テスト":                       "xn--r8jz45g.xn--zckzah",
		"a--b.example":                 "a--b.example",
		"r3---sn.example":              "r3---sn.example",
		"123.example":                  "123.example",
		"faß.example":                  "xn--fa-hia.example",
		strings.Repeat("a", 63) + ".x": strings.Repeat("a", 63) + ".x",
	}
	for text, want := range tests {
		got, err := skill.ParseDomain(text)
		if err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestWhatIsNoDomainIsRefusedWithItsReason(t *testing.T) {
	tests := map[string]string{
		"":                                "is empty",
		" . ":                             "is empty",
		"com":                             "bare top-level domain",
		"com.":                            "bare top-level domain",
		"*.spam.example":                  "is a wildcard",
		"sp*m.example":                    "obfuscated",
		"*.example":                       "obfuscated",
		"sp＊m.example":                    "obfuscated",
		"https://spam.example":            "has a scheme",
		"spam.example/about":              "has a path",
		"spam.example:443":                "has a port",
		"[2001:db8::1]":                   "has a port",
		"sp_am.example":                   "has an underscore",
		"@a@spam.example":                 "is an account",
		"spam example.org":                "U+0020",
		"spam\u00ad.example":              "U+00AD",
		"spam..example":                   "empty part",
		".spam.example":                   "empty part",
		"203.0.113.4":                     "is an IP address",
		"spam!.example":                   `holds "!"`,
		"xn--a.example":                   "not a valid international name",
		"xn--.example":                    "empty part",
		strings.Repeat("a", 64) + ".x":    "part of 64 characters",
		strings.Repeat("aaaa.", 51) + "a": "256 characters",
	}
	for text, want := range tests {
		got, err := skill.ParseDomain(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %q, %v, want an error with %q", text, got, err, want)
		}
	}
}

func TestTheHintForAWildcardNamesTheDomain(t *testing.T) {
	_, err := skill.ParseDomain("*.spam.example")
	if got, want := diag.HintOf(err), "write spam.example: a block covers the subdomains"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNetworksAreMasked(t *testing.T) {
	tests := map[string]string{
		"192.168.0.1/24":      "192.168.0.0/24",
		"8.8.8.8":             "8.8.8.8/32",
		"2001:DB8::1":         "2001:db8::1/128",
		"2001:db8::ffff/32":   "2001:db8::/32",
		"::ffff:10.1.2.3":     "10.1.2.3/32",
		"::ffff:10.1.2.3/104": "10.0.0.0/8",
		" 203.0.113.0/24\t":   "203.0.113.0/24",
		"::ffff:10.1.2.3/64":  "::/64",
	}
	for text, want := range tests {
		if got, err := skill.ParseNetwork(text); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "10.0.0.0/33", "10.0.0", "fe80::1%eth0", "010.0.0.1", "spam.example", "10.0.0.0/-1"} {
		if got, err := skill.ParseNetwork(text); err == nil {
			t.Errorf("%q: got %q, want an error", text, got)
		}
	}
}

func TestAccountsHaveOneForm(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	tests := map[string]string{
		"@Troll@Bad.Example":           "@troll@bad.example",
		"troll@bad.example":            "@troll@bad.example",
		"@newcomer":                    "@newcomer",
		"@a.b-c_d@münchen.example":     "@a.b-c_d@xn--mnchen-3ya.example",
		"ref:" + hash:                  "ref:" + hash,
		"REF:" + strings.ToUpper(hash): "ref:" + hash,
	}
	for text, want := range tests {
		if got, err := skill.ParseAccount(text); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "@", "@@bad.example", "@troll@", "@troll@bad", "@tr oll@bad.example", "@a@b@bad.example", "ref:", "ref:12", "ref:xyz", "@.troll"} {
		if got, err := skill.ParseAccount(text); err == nil {
			t.Errorf("%q: got %q, want an error", text, got)
		}
	}
}

func TestSecretsAreNamedAndNeverWritten(t *testing.T) {
	if _, err := skill.ParseSecret("env:BYLAW_SECRET_MAIL"); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"ada@example.org", "env:GITHUB_TOKEN", "env:BYLAW_SECRET_", "env:bylaw_secret_x", " env:BYLAW_SECRET_X"} {
		_, err := skill.ParseSecret(text)
		if err == nil || strings.Contains(err.Error(), text) {
			t.Errorf("%q: got %v, want an error that does not repeat it", text, err)
		}
	}
}

func TestIDsAreWordsOfTheServer(t *testing.T) {
	for _, id := range []string{"115000000000000000001", "7", "01M8QM0HNACF2JAPTZWYTTSCJZ", "AfVvl5sj9jZ6e7Kq2G"} {
		if got, err := skill.ParseID(id); err != nil || got != id {
			t.Errorf("got %q, %v", got, err)
		}
	}
	for _, text := range []string{"", "12a", "-1", "../1", "1e3", "01M8QM0HNACF2JAPTZ/YTTSCJZ", strings.Repeat("a", 65)} {
		if _, err := skill.ParseID(text); err == nil {
			t.Errorf("%q is taken for an id", text)
		}
	}
}

// FuzzParseDomain: whatever is accepted is a fixed point, in the alphabet that the server accepts.
func FuzzParseDomain(f *testing.F) {
	for _, seed := range []string{"spam.example", "MÜNCHEN.example.", "sp*m.example", "xn--mnchen-3ya.example", "例え。テスト", "a.b/", "１２.３４", "İ.example", "ẞ.example", "xn--xn---epa.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := skill.ParseDomain(text)
		if err != nil {
			return
		}
		if again, err := skill.ParseDomain(got); err != nil || again != got {
			t.Fatalf("%q gives %q, which gives %q, %v", text, got, again, err)
		}
		if strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" || !strings.Contains(got, ".") || len(got) > 255 {
			t.Fatalf("%q gives %q", text, got)
		}
	})
}

// FuzzParseAccount: whatever is accepted is a fixed point.
func FuzzParseAccount(f *testing.F) {
	for _, seed := range []string{"@a@b.example", "@a", "ref:0123456789abcdef", "A@Ü.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := skill.ParseAccount(text)
		if err != nil {
			return
		}
		if again, err := skill.ParseAccount(got); err != nil || again != got {
			t.Fatalf("%q gives %q, which gives %q, %v", text, got, again, err)
		}
	})
}

func TestParseEmailHashTakesNoAddress(t *testing.T) {
	const hash = "235ed3a3981746ec7d792286305e3b1784188d1c963764c6e9cf1504e11f4b5d"
	for text, want := range map[string]string{hash: hash, " " + strings.ToUpper(hash) + "\n": hash, hash[1:]: "", "ada@mail.example": "", "": "", "g" + hash[1:]: ""} {
		got, err := skill.ParseEmailHash(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q became %q, %v", text, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "mail.example") {
			t.Errorf("the address is shown: %v", err)
		}
	}
}

func TestParseHashtagKeepsOneForm(t *testing.T) {
	for text, want := range map[string]string{
		"#Birds": "birds", " birds ": "birds", "ＢＩＲＤＳ": "birds", "Vögel": "vögel", "a_1": "a_1", "2026": "", "#": "", "": "", "two words": "", "a-b": "", "x#y": "", "日本": "日本",
	} {
		got, err := skill.ParseHashtag(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
}
