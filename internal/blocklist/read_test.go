package blocklist_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/blocklist"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// SHA-256 of "spam.example".
const spamDigest = "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4"

func TestTheFormatsOfLists(t *testing.T) {
	masked := blocklist.Masked{Item: block("sp*m.example", "suspend", "from l")}
	for name, test := range map[string]struct {
		format blocklist.Format
		src    string
		masked []blocklist.Masked
	}{
		"CSV as Mastodon exports it":    {blocklist.MastodonCSV, header + "a.example,suspend,false,false,,false\nsp*m.example,suspend,false,false,,false\nb.example,silence,false,false,,false\n", []blocklist.Masked{masked}},
		"a domain on each line":         {blocklist.Plain, "# ours\n\na.example\r\nA.Example\nsp*m.example\n", []blocklist.Masked{masked}},
		"JSON as a server publishes":    {blocklist.JSON, `[{"domain":"sp*m.example","digest":"` + strings.ToUpper(spamDigest) + `","severity":"suspend","comment":null},{"domain":"a.example","digest":"x","severity":"suspend"},{"domain":"b.example","severity":"silence"}]`, []blocklist.Masked{{Item: masked.Item, Digest: spamDigest}}},
		"JSON as GoToSocial exports it": {blocklist.JSON, "\ufeff[\n  {\"domain\": \"a.example\", \"id\": \"01\", \"obfuscate\": true}\n]\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := blocklist.Read("l", test.format, []byte(test.src), blocklist.Options{Masked: true})
			if err != nil || len(got.Refused) > 0 || got.Unread > 0 {
				t.Fatal(err, got.Refused)
			}
			want := []plan.Item{block("a.example", "suspend", "from l")}
			if strings.Contains(test.src, "b.example") {
				want = append(want, block("b.example", "silence", "from l"))
			}
			if diff := cmp.Diff(want, got.Items); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.masked, got.Masked); diff != "" {
				t.Errorf("masked (-want +got):\n%s", diff)
			}
		})
	}
}

// TestListsThatAreNone: each is a fault of the file, and no row of it is taken.
func TestListsThatAreNone(t *testing.T) {
	for name, test := range map[string]struct {
		format blocklist.Format
		src    string
		want   string
	}{
		"a page for a plain list":    {blocklist.Plain, "<!DOCTYPE html>\n", "l: a web page (HTML or XML), not a plain list"},
		"a page for a JSON list":     {blocklist.JSON, " <html>", "l: a web page (HTML or XML), not a JSON list"},
		"text that says where it is": {blocklist.Plain, "\nThe list lives elsewhere now.\n\nhttps://lists.example/\n", `l:2:1: not a list of domains: it begins with "The list lives elsewhere now."`},
		"nothing but a mark":         {blocklist.Plain, "\ufeff\n", "l: the list is empty"},
		"a list without a place":     {blocklist.Plain, "[]", "l: JSON, not a plain list"},
		"an error":                   {blocklist.JSON, `{"error":"This API requires an authenticated user"}`, `l: a JSON object, not a list: "{\"error\":\"This API requires an authenticated user\"}"`},
		"CSV for JSON":               {blocklist.JSON, "#domain\na.example\n", `l: not a JSON list: it begins with "#domain"`},
		"JSON that is cut off":       {blocklist.JSON, "[{\"domain\":\"a.example\"},\n{\"dom", "l:2:1: not JSON: it is cut off"},
		"JSON without its end":       {blocklist.JSON, `[{"domain":"a.example"}`, "l:1:24: not JSON: it is cut off"},
		"JSON and more":              {blocklist.JSON, `[] []`, "l:1:5: not JSON: something follows the list"},
		"JSON that is none":          {blocklist.JSON, "[{domain}]", "l:1:2: not JSON: invalid character 'd' looking for beginning of object key string"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := blocklist.Read("l", test.format, []byte(test.src), blocklist.Options{Masked: true})
			faults, ok := errors.AsType[*diag.Mistakes](err)
			if !ok || len(got.Items) > 0 {
				t.Fatalf("got %+v, %v", got, err)
			}
			if said := faults.List[0].String(); said != test.want {
				t.Errorf("got  %s\nwant %s", said, test.want)
			}
		})
	}
}

func TestRowsThatAreLeftOutNameTheirPlace(t *testing.T) {
	options := ours()
	options.Masked = true
	for name, test := range map[string]struct {
		format blocklist.Format
		src    string
		want   string
		unread int
	}{
		"JSON":  {blocklist.JSON, "[{\"domain\":\"ok.example\"},\n {\"domain\":\"social.example.org\"},\n {\"domain\":\"media.partner.example\"}, {\"domain\":\"co.uk\"}, 7, {\"domain\":3},\n{\"domain\":\"x.example\",\"severity\":\"ban\"}, {\"domain\":\"y.example\",\"comment\":\"canary\"}]", "2:2 3:2 3:38 3:58 3:61 4:1 4:42", 4},
		"plain": {blocklist.Plain, "ok.example\norg\nexample.org\npartner.example\nhttps://x.example/\nnot a name\n# canary: delete me\n", "2:1 3:1 4:1 5:1 6:1 7:1", 4},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := blocklist.Read("l", test.format, []byte(test.src), options)
			if err != nil {
				t.Fatal(err)
			}
			var places []string
			for _, d := range got.Refused {
				places = append(places, strings.TrimPrefix(d.Place.String(), "l:"))
			}
			if said := strings.Join(places, " "); said != test.want || got.Unread != test.unread || len(got.Items) != 1 {
				t.Errorf("places %s, %d unread, items %v\n%v", said, got.Unread, got.Items, got.Refused)
			}
		})
	}
}

// FuzzRead: whatever the format, every entry is complete and stands once, every masked name has its stars, and a fault of the
// file leaves no row.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "a.example\n", "# x\n*.example\n", `[{"domain":"a.example"},{"domain":"s*m.example","digest":"` + spamDigest + `"}]`, `[[]]`, `[1,`, "[{\"domain\":\"a\u202e.example\"}]", "{}", header + "s*m.example,silence,,,,\n"} {
		for _, format := range []blocklist.Format{blocklist.MastodonCSV, blocklist.Plain, blocklist.JSON} {
			f.Add(string(format), seed)
		}
	}
	f.Fuzz(func(t *testing.T, format, src string) {
		got, err := blocklist.Read("l", blocklist.Format(format), []byte(src), blocklist.Options{Masked: true})
		if err != nil && len(got.Items)+len(got.Masked)+len(got.Refused) > 0 {
			t.Fatal("rows of a file that is no list")
		}
		last := ""
		for _, item := range got.Items {
			if item.Target <= last || strings.Contains(item.Target, "*") || item.Params["severity"] == "" {
				t.Fatalf("bad item %+v after %q", item, last)
			}
			last = item.Target
		}
		for _, m := range got.Masked {
			if !strings.Contains(m.Target, "*") || m.Digest != "" && len(m.Digest) != 64 {
				t.Fatalf("bad masked name %+v", m)
			}
		}
		if got.Unread > len(got.Refused) {
			t.Fatalf("%d rows are unread and %d refused", got.Unread, len(got.Refused))
		}
	})
}
