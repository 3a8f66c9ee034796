package pseudonym_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/pseudonym"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const key = "key: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

func parse(t *testing.T, src string) pseudonym.Map {
	t.Helper()
	a, mistakes := pseudonym.Parse("pseudonyms.yaml", []byte(src), "social.example")
	if len(mistakes) > 0 {
		t.Fatalf("mistakes: %v", mistakes)
	}
	return a
}

func TestOfGivesTheKeyedHashOfTheCanonicalHandle(t *testing.T) {
	a := parse(t, key+"handles: [\"@Troll@Bad.example\", \"@ada@social.example\"]\n")
	// HMAC-SHA-256 under the key above, computed with another program; the first 16 bytes.
	const want = "ref:19daa7459a94b34559d954b6282dd4d0"
	troll, known, err := a.Of("@troll@bad.example")
	if err != nil || !known {
		t.Fatalf("%v, %v", known, err)
	}
	if troll != want {
		t.Errorf("pseudonym %s, want %s", troll, want)
	}
	if parsed, err := skill.ParseAccount(troll); err != nil || parsed != troll {
		t.Errorf("the pseudonym is parsed as %q: %v", parsed, err)
	}
	ada, _, err := a.Of("@ada")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{troll: "@troll@bad.example", ada: "@ada"}, a.Handles()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{ada}, pseudonym.Among(a.Handles(), []string{"@ada", "@bruno"})); diff != "" {
		t.Errorf("pseudonyms (-want +got):\n%s", diff)
	}
	if _, known, err := a.Of("@bruno"); known || err != nil {
		t.Errorf("known is %v, %v", known, err)
	}
}

func TestAnotherKeyGivesAnotherPseudonym(t *testing.T) {
	one, _, _ := parse(t, key).Of("@ada")
	two, _, _ := parse(t, strings.Replace(key, "00", "ff", 1)).Of("@ada")
	if one == two || one == "" {
		t.Errorf("%s and %s", one, two)
	}
}

func TestMistakesInTheMapHavePlacesAndQuoteNothing(t *testing.T) {
	for name, src := range map[string]string{
		"no key":            "handles: [\"@secret@person.example\"]\n",
		"a short key":       "key: abcd\nhandles: []\n",
		"no list":           key + "handles: \"@secret@person.example\"\n",
		"no handle":         key + "handles: [\"secret person.example\"]\n",
		"a pseudonym":       key + "handles: [\"ref:00112233445566778899aabbccddeeff\"]\n",
		"an unknown key":    key + "secret_person: 1\n",
		"a duplicate key":   key + key,
		"broken YAML":       key + "handles: [\"@secret@person.example\"\n",
		"nothing":           "",
		"a handle as a key": key + "handles:\n  - {\"@secret@person.example\": 1}\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := pseudonym.Parse("pseudonyms.yaml", []byte(src), "social.example")
			if mistakes.Err() == nil {
				t.Fatal("no mistake")
			}
			for _, d := range mistakes {
				if text := d.String() + d.Hint; strings.Contains(text, "secret") || strings.Contains(text, "person.example") || strings.Contains(text, "0001") {
					t.Errorf("it quotes the file: %s", text)
				}
			}
		})
	}
}

func TestOfRefusesWhatIsNoHandle(t *testing.T) {
	for _, text := range []string{"", "ref:00112233445566778899aabbccddeeff", "not a handle"} {
		if hash, _, err := parse(t, key).Of(text); err == nil {
			t.Errorf("%q is %s", text, hash)
		}
	}
}
