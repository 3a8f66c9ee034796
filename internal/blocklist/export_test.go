package blocklist_test

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/blocklist"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func day(n int) time.Time { return time.Date(2026, 11, n, 12, 0, 0, 0, time.UTC) }

// ruled is a change that articles allowed.
func ruled(name, domain string, proposal int, articles ...string) plan.Change {
	return plan.Change{ID: name + ":" + domain, Skill: skill.Name(name), Target: domain, Proposal: proposal, Provisions: articles, Origin: plan.Decided}
}

// history is that of a community: a server was limited, then suspended, others were lifted by decision and by their end.
func history() blocklist.Export {
	spam, limited := block("spam.example", "suspend", "Ada saw it"), block("loud.example", "silence", "")
	spam.Reason = "reports 12 & 14"
	spam.Params["public_comment"] = "Spam, \"jokes\"\nand worse"
	spam.Params["obfuscate"] = true
	limited.Params["reject_media"] = true
	suspended := block("loud.example", "suspend", "")
	suspended.Until = "2027-01-01T00:00:00Z"
	noted := block("noted.example", "noop", "")
	lifted, ended := block("lifted.example", "suspend", ""), block("ended.example", "suspend", "")

	var t blocklist.Timeline
	t.Enact(day(1), []plan.Item{ended, lifted, limited, spam}, []plan.Change{ruled("block_domain", "spam.example", 3, "4.1", "4.2")})
	said := block("spam.example", "suspend", "Ada saw it")
	said.Params, said.Reason = spam.Params, spam.Reason
	over := plan.Change{Skill: skill.Name("unblock_domain"), Target: "ended.example", Origin: plan.Sunset, Reason: "its time is over: 2026-11-02 12:00 UTC"}
	t.Enact(day(2), []plan.Item{suspended, noted, said, {Resource: "ip_blocks", Target: "203.0.113.0/24"}},
		[]plan.Change{over, ruled("unblock_domain", "lifted.example", 7, "4.3"), ruled("block_domain", "loud.example", 7, "4.2")})
	return t.Export("social.example")
}

func TestEveryFormat(t *testing.T) {
	for _, f := range blocklist.Formats() {
		got, err := history().Encode(f, "https://social.example/blocklist.json")
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(got), "Ada") {
			t.Errorf("%s holds a private comment", f)
		}
		golden.Compare(t, filepath.Join("testdata", "export", string(f)+".golden"), string(got))
	}
}

func TestABlockThatReturnsIsNotLifted(t *testing.T) {
	var line blocklist.Timeline
	line.Enact(day(1), []plan.Item{block("a.example", "suspend", "")}, nil)
	line.Enact(day(2), nil, nil)
	line.Enact(day(3), []plan.Item{block("a.example", "suspend", "")}, nil)
	got := line.Export("social.example")
	if len(got.Lifted) != 0 || len(got.Blocks) != 1 || !got.Blocks[0].Since.Time.Equal(day(3)) {
		t.Errorf("got %+v", got)
	}
}

func TestAnEmptyListIsAListToo(t *testing.T) {
	want := map[blocklist.Format]string{blocklist.Plain: "", blocklist.JSON: "[]\n", blocklist.MastodonCSV: header}
	for f, text := range want {
		if got, err := (blocklist.Export{}).Encode(f, ""); err != nil || string(got) != text {
			t.Errorf("%s: %q, %v", f, got, err)
		}
	}
}

func TestTheCSVIsReadBack(t *testing.T) {
	src, err := history().Encode(blocklist.MastodonCSV, "")
	if err != nil {
		t.Fatal(err)
	}
	got, found, err := blocklist.Parse("export.csv", src, blocklist.Options{Verbatim: true})
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	var want []plan.Item
	for _, b := range history().Blocks {
		delete(b.Params, "private_comment")
		want = append(want, plan.Item{Resource: b.Resource, Target: b.Target, Params: b.Params})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestGoToSocialReadsWhatIsSuspended reads the lists as strictly as the subscriptions of GoToSocial do
// (internal/subscriptions/domainperms.go): the columns of 0.18, and no value after the JSON.
func TestGoToSocialReadsWhatIsSuspended(t *testing.T) {
	readers := map[blocklist.Format]func(*testing.T, string) []string{
		blocklist.MastodonCSV: subscribedCSV, blocklist.JSON: subscribedJSON,
		blocklist.Plain: func(_ *testing.T, text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") },
	}
	for f, read := range readers {
		src, err := history().Encode(f, "")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"loud.example", "spam.example"}, read(t, string(src))); diff != "" {
			t.Errorf("%s: %s", f, diff)
		}
	}
}

func subscribedCSV(t *testing.T, text string) (domains []string) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || strings.Join(records[0], ",")+"\n" != header {
		t.Fatal(err, records)
	}
	for _, record := range records[1:] {
		if _, err := strconv.ParseBool(record[5]); err != nil {
			t.Error(err)
		}
		if record[1] == "suspend" {
			domains = append(domains, record[0])
		}
	}
	return domains
}

func subscribedJSON(t *testing.T, text string) (domains []string) {
	var list []struct {
		Domain        string  `json:"domain"`
		SuspendedAt   string  `json:"suspended_at"`
		PublicComment *string `json:"public_comment"`
		Obfuscate     *bool   `json:"obfuscate"`
		Severity      string  `json:"severity"`
	}
	d := json.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&list); err != nil {
		t.Fatal(err)
	}
	if err := d.Decode(&struct{}{}); err != io.EOF {
		t.Error(err)
	}
	for _, each := range list {
		domains = append(domains, each.Domain)
	}
	return domains
}
