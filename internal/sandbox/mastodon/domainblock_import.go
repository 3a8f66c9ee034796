package mastodon

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// importMax is how many rows a file may have.
const importMax = 20_000

// ImportDomainBlocks does what an administrator does at "Import domain blocks" (/admin/export_domain_blocks) who confirms every
// row: it has no API. It gives how many blocks were made. Rows that the page would not show are left out without a word, as
// there: a name that is invalid, or one for which a block, also of a parent, is there already.
func (s *Server) ImportDomainBlocks(name string, file []byte) (int, error) {
	rows, err := importedRows(file)
	if err != nil {
		return 0, err
	}
	var blocks []*DomainBlock
	s.Edit(func(state *State) {
		now := s.options.Now().UTC()
		comment := fmt.Sprintf("Imported from %s on %s", name, now.Format("Jan 02, 2006, 15:04"))
		for _, row := range rows {
			if b := row.block(comment); b != nil && s.ruleFor(b.Domain) == nil {
				b.ID, b.CreatedAt = state.NextID(now), now
				blocks = append(blocks, b)
			}
		}
		for _, b := range blocks {
			state.DomainBlocks = append(state.DomainBlocks, b)
			state.enforce(b)
		}
	})
	return len(blocks), nil
}

// importedRow holds the cells of a row by column; a column that the file has not is not there.
type importedRow map[string]string

// importedRows reads a file. Without a first column named #domain its first column holds domains, and it has no header.
func importedRows(file []byte) ([]importedRow, error) {
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	switch {
	case err != nil:
		return nil, fmt.Errorf("invalid CSV file. Error: %w", err)
	case !utf8.Valid(file):
		return nil, errors.New("invalid CSV file. Error: invalid byte sequence in UTF-8")
	case len(records) == 0:
		return nil, nil
	}
	header := []string{"#domain"}
	if records[0][0] == "#domain" {
		header, records = records[0], records[1:]
	}
	if len(records) > importMax {
		return nil, fmt.Errorf("contains more than %d rows", importMax)
	}
	var rows []importedRow
	for _, record := range records {
		row := importedRow{}
		for i, column := range header[:min(len(header), len(record))] {
			row[column] = strings.TrimSpace(record[i])
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// block gives what a row asks for, nil where that is invalid. Without the column of severities every row suspends.
func (r importedRow) block(comment string) *DomainBlock {
	domain, valid := normaliseDomain(r["#domain"])
	severity, said := r["#severity"]
	if !said {
		severity = "suspend"
	}
	severity = strings.ToLower(severity)
	if !valid || !slices.Contains([]string{"noop", "silence", "suspend"}, severity) {
		return nil
	}
	b := &DomainBlock{Domain: domain, Severity: severity, PrivateComment: &comment}
	for name, flag := range domainBlockFlags(b) {
		*flag = !slices.Contains([]string{"", "0", "f", "false", "off"}, strings.ToLower(r["#"+name]))
	}
	if public, said := r["#public_comment"]; said {
		b.PublicComment = &public
	}
	return b
}
