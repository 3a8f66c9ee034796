package blocklist

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
)

// Format is a form of a list.
type Format string

// The formats. All are written; all but FIRES are read.
const (
	MastodonCSV Format = "mastodon-csv" // as Mastodon exports and imports it, and as GoToSocial subscribes to it
	Plain       Format = "plain"        // a domain a line, as GoToSocial subscribes to it
	JSON        Format = "json"         // as GoToSocial subscribes to it, with what is known of each block
	FIRES       Format = "fires"        // the snapshot of a FIRES dataset
)

// Formats gives all formats, in the order in which they are documented.
func Formats() []Format { return []Format{MastodonCSV, Plain, JSON, FIRES} }

// MastodonRows is how many rows of a file Mastodon imports at most (app/models/admin/import.rb, ROWS_PROCESSING_LIMIT).
const MastodonRows = 20_000

// HasRetractions says whether a format can say that a block was lifted.
func (f Format) HasRetractions() bool { return f == FIRES }

// SuspendsAll says whether a format cannot tell limits from suspensions to those who read it: GoToSocial suspends every
// server on a plain or a JSON list, whatever its severity (internal/subscriptions/domainperms.go, up to 0.20).
func (f Format) SuspendsAll() bool { return f == Plain || f == JSON }

// For gives what of a list a format can hold.
func (e Export) For(f Format) Export {
	kept := Export{Server: e.Server}
	for _, b := range e.Blocks {
		if !f.SuspendsAll() || b.suspends() {
			kept.Blocks = append(kept.Blocks, b)
		}
	}
	if f.HasRetractions() {
		kept.Lifted = e.Lifted
	}
	return kept
}

// LeftOut gives the domains that are in force and that For leaves out.
func (e Export) LeftOut(f Format) []string {
	domains := []string{}
	for _, b := range e.Blocks {
		if f.SuspendsAll() && !b.suspends() {
			domains = append(domains, b.Target)
		}
	}
	return domains
}

// Encode writes what For gives. Private comments are in no format. The address is where the file will be published; only FIRES
// needs it. The same list gives the same bytes.
func (e Export) Encode(f Format, address string) ([]byte, error) {
	e = e.For(f)
	switch f {
	case MastodonCSV:
		return e.csv()
	case JSON:
		return indented(e.json())
	case FIRES:
		return indented(e.fires(address))
	case Plain:
	}
	var list strings.Builder
	for _, b := range e.Blocks {
		list.WriteString(b.Target + "\n")
	}
	return []byte(list.String()), nil
}

// csv writes the columns that Mastodon writes, in its order: older GoToSocials accept no other.
func (e Export) csv() ([]byte, error) {
	rows := [][]string{{"#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"}}
	for _, b := range e.Blocks {
		rows = append(rows, []string{
			b.Target, b.text("severity"), strconv.FormatBool(b.flag("reject_media")), strconv.FormatBool(b.flag("reject_reports")),
			b.text("public_comment"), strconv.FormatBool(b.flag("obfuscate")),
		})
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	err := w.WriteAll(rows)
	return out.Bytes(), err
}

// listed is one entry of the JSON list: first what GoToSocial reads, then what is known here.
type listed struct {
	Domain        string   `json:"domain"`
	SuspendedAt   string   `json:"suspended_at,omitempty"` // RFC 3339; "" where it is not in force yet
	PublicComment string   `json:"public_comment,omitempty"`
	Obfuscate     bool     `json:"obfuscate,omitempty"`
	Severity      string   `json:"severity"`
	Reason        string   `json:"reason,omitempty"`
	Articles      []string `json:"articles,omitempty"`
	Proposal      int      `json:"proposal,omitempty"`
	Until         string   `json:"until,omitempty"` // RFC 3339
}

func (e Export) json() []listed {
	list := []listed{}
	for _, b := range e.Blocks {
		list = append(list, listed{
			b.Target, b.Since.String(), b.text("public_comment"), b.flag("obfuscate"), b.text("severity"), b.Reason, b.Articles, b.Proposal, b.Until,
		})
	}
	return list
}

func indented(document any) ([]byte, error) {
	var out bytes.Buffer
	w := json.NewEncoder(&out)
	w.SetEscapeHTML(false)
	w.SetIndent("", "  ")
	err := w.Encode(document)
	return out.Bytes(), err
}
