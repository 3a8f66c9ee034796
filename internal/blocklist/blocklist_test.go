package blocklist_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/blocklist"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

const header = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"

// block is a domain block with a private comment.
func block(domain, severity, private string) plan.Item {
	return plan.Item{Resource: "domain_blocks", Target: domain, Params: map[string]any{"severity": severity, "private_comment": private}}
}

func TestAListAsMastodonExportsIt(t *testing.T) {
	src := header + "Spam.example,suspend,false,false,,false\n" +
		"a.example,silence,True,true,\"hate speech, \"\"jokes\"\"\",true\n" +
		"münchen.example,noop,0,1,two  spaces,\n"
	got, refused, err := blocklist.Parse("lists/tier0.csv", []byte(src), blocklist.Options{})
	if err != nil || len(refused) > 0 {
		t.Fatal(err, refused.Err())
	}
	limited := block("a.example", "silence", `hate speech, "jokes"; from tier0.csv`)
	limited.Params["reject_media"], limited.Params["reject_reports"], limited.Params["obfuscate"] = true, true, true
	flagged := block("xn--mnchen-3ya.example", "noop", "two spaces; from tier0.csv")
	flagged.Params["reject_reports"] = true
	want := []plan.Item{limited, block("spam.example", "suspend", "from tier0.csv"), flagged}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestCommentsArePublicOnlyOnRequest(t *testing.T) {
	src := header + "a.example,suspend,false,false,spam,false\nb.example,suspend,false,false,,false\n"
	for _, public := range []bool{false, true} {
		got, refused, err := blocklist.Parse("l.csv", []byte(src), blocklist.Options{PublicComments: public})
		if err != nil || len(refused) > 0 {
			t.Fatal(err, refused.Err())
		}
		if comment, has := got[0].Params["public_comment"]; has != public || public && comment != "spam" {
			t.Errorf("public comments %v: got %v", public, got[0].Params)
		}
		if _, has := got[1].Params["public_comment"]; has {
			t.Errorf("public comments %v: an empty comment was taken over", public)
		}
		if got[0].Params["private_comment"] != "spam; from l.csv" {
			t.Errorf("private comment %v", got[0].Params["private_comment"])
		}
	}
}

func TestLayoutsOfTheSameList(t *testing.T) {
	tests := map[string]string{
		"line endings":        "#domain,#severity\r\na.example,suspend\r\nb.example,silence\r\n",
		"byte order mark":     "\ufeff#domain,#severity\na.example,suspend\nb.example,silence\n",
		"empty lines":         "\n#domain,#severity\n\na.example,suspend\n   \n\nb.example,silence\n\n",
		"other order":         "#severity,#domain\nsilence,b.example\nsuspend,a.example\n",
		"names without marks": "domain,Severity\na.example,suspend\nb.example,silence",
		"comment lines":       "#domain,#severity\n# of last year\na.example,suspend\nb.example,silence\n",
		"a repeated line":     "#domain,#severity\na.example,suspend\nb.example,silence\nA.EXAMPLE.,suspend\n",
		"quoted cells":        "\"#domain\",\"#severity\"\n\"a.example\",\"suspend\"\n\"b.example\",silence\n",
	}
	want := []plan.Item{block("a.example", "suspend", "from l.csv"), block("b.example", "silence", "from l.csv")}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			got, refused, err := blocklist.Parse("l.csv", []byte(src), blocklist.Options{})
			if err != nil || len(refused) > 0 {
				t.Error(err, refused.Err())
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

// ours is what a community rules out.
func ours() blocklist.Options {
	return blocklist.Options{Own: "social.example.org", Limits: plan.Limits{Domains: []string{"partner.example"}}}
}

func TestAnExportOfOnesOwnKeepsItsComments(t *testing.T) {
	src := "#domain,#severity,#public_comment,#private_comment\na.example,suspend,spam,seen by ada\nb.example,silence,,\n"
	got, refused, err := blocklist.Parse("export.csv", []byte(src), blocklist.Options{Verbatim: true})
	if err != nil || len(refused) > 0 {
		t.Fatal(err, refused.Err())
	}
	want := []plan.Item{
		{Resource: "domain_blocks", Target: "a.example", Params: map[string]any{"severity": "suspend", "public_comment": "spam", "private_comment": "seen by ada"}},
		{Resource: "domain_blocks", Target: "b.example", Params: map[string]any{"severity": "silence"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

// TestBadListsAreReported: the golden file names the entries that were taken as well.
func TestBadListsAreReported(t *testing.T) {
	cases, err := filepath.Glob("testdata/bad/*/list.csv")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			items, refused, err := blocklist.Parse("list.csv", src, ours())
			if faults, ok := errors.AsType[*diag.Mistakes](err); ok {
				refused = faults.List
			}
			if refused.Err() == nil || err != nil && len(items) > 0 {
				t.Error("no mistake was found, or entries were taken from a file that is none")
			}
			var got strings.Builder
			if err != nil {
				got.WriteString("a fault of the file:\n")
			}
			for _, d := range refused {
				got.WriteString(string(d.Severity) + " " + d.String() + "\n")
				if d.Hint != "" {
					got.WriteString("  hint: " + d.Hint + "\n")
				}
			}
			for _, item := range items {
				got.WriteString("taken: " + item.Target + "\n")
			}
			golden.Compare(t, filepath.Join(filepath.Dir(file), "want.txt"), got.String())
		})
	}
}

// FuzzParse: every entry that is taken is complete and stands once, and every mistake names the list.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", header, header + "a.example,suspend,false,false,,false\n", "#domain,#severity\n\"a\nb.example\",noop\n", "\ufeff\n", "#severity\nx\n", "#domain,#severity\na.example,suspend\n\"b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		items, refused, err := blocklist.Parse("l.csv", []byte(src), blocklist.Options{PublicComments: true})
		if err != nil && (len(items) > 0 || len(refused) > 0) {
			t.Fatal("rows of a file that is no list")
		}
		last := ""
		for _, item := range items {
			if item.Target <= last || item.Params["severity"] == "" || item.Resource != "domain_blocks" {
				t.Fatalf("bad item %+v after %q", item, last)
			}
			last = item.Target
		}
		for _, d := range refused {
			if d.Place.File != "l.csv" {
				t.Fatalf("no place: %+v", d)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var src strings.Builder
	src.WriteString(header)
	for i := range 10_000 {
		src.WriteString("spam-" + strings.Repeat("x", i%40) + string(rune('a'+i%26)) + ".example,suspend,false,false,spam,false\n")
	}
	for b.Loop() {
		if _, refused, err := blocklist.Parse("l.csv", []byte(src.String()), blocklist.Options{}); err != nil || len(refused) > 0 {
			b.Fatal(err, refused.Err())
		}
	}
}
