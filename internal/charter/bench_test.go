package charter_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// blocks writes a federation file with n entries as people write them.
func blocks(n int) []byte {
	var b strings.Builder
	b.WriteString("domain_blocks:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {domain: spam-%06d.example, severity: suspend, reject_media: true, public_comment: Spam, reason: \"report %d\"}\n", i, i)
	}
	return []byte(b.String())
}

// BenchmarkLoad shows that loading grows linearly; 10,000 blocks are to take less than 150 ms.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			files := repository(map[string]string{charter.FederationFile: string(blocks(n))})
			b.ReportAllocs()
			for b.Loop() {
				if c, mistakes := charter.Load(files); len(mistakes) > 0 || len(c.Instance.Items) != n {
					b.Fatalf("%d items, mistakes: %v", len(c.Instance.Items), mistakes.Err())
				}
			}
		})
	}
}

// BenchmarkAddBlocks adds one block to a long file.
func BenchmarkAddBlocks(b *testing.B) {
	src := blocks(10_000)
	for b.Loop() {
		if _, _, err := charter.AddBlocks(charter.FederationFile, src, []plan.Item{block("new.example", "severity", "noop")}); err != nil {
			b.Fatal(err)
		}
	}
}

// repository is a small governance repository with some files replaced; a file that is replaced by "" is left out.
func repository(replaced map[string]string) fstest.MapFS {
	files := map[string]string{
		charter.SettingsFile:     "version: 1\ncommunity: Example\ninstance: https://social.example\n",
		charter.ConstitutionFile: "# Constitution\n\n## 1 Members\n\nMembers decide.\n",
		charter.RosterFile:       "seats:\n  - {seat: ada, github: {login: ada, id: 101}, roles: [member]}\n",
	}
	for name, text := range replaced {
		files[name] = text
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return fsys
}
