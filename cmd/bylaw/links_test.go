package main

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const sources = "../.."

var (
	linked    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	mentioned = regexp.MustCompile(`(\w*/)?(docs/[a-z/-]+\.md)\b`)
	heading   = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	fenced    = regexp.MustCompile("(?ms)^ *```.*?^ *```")
	unslugged = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// TestLinksBetweenPagesLeadSomewhere follows every link of a page to a file of the repository, and to its heading.
func TestLinksBetweenPagesLeadSomewhere(t *testing.T) {
	links := 0
	walkSources(t, func(file, text string) {
		if filepath.Ext(file) != ".md" || strings.Contains(file, "testdata") {
			return
		}
		for _, match := range linked.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			target, err := url.Parse(match[1])
			if err != nil || target.Scheme != "" {
				continue
			}
			links++
			page := file
			if target.Path != "" {
				page = filepath.Join(filepath.Dir(file), target.Path)
			}
			if _, err := os.Stat(page); err != nil {
				t.Errorf("%s links to %s, which does not exist", file, match[1])
			} else if target.Fragment != "" && !hasHeading(t, page, target.Fragment) {
				t.Errorf("%s links to %s: there is no such heading", file, match[1])
			}
		}
	})
	if links < 50 {
		t.Errorf("%d links were found", links)
	}
}

// TestPagesThatAreNamedExist looks for every page of docs/ that code, workflows, tests and messages name.
func TestPagesThatAreNamedExist(t *testing.T) {
	walkSources(t, func(file, text string) {
		for _, match := range mentioned.FindAllStringSubmatch(text, -1) {
			if elsewhere := len(match[1]) > len("/"); elsewhere {
				continue // a page of a repository that a test makes
			}
			if _, err := os.Stat(filepath.Join(sources, match[2])); err != nil {
				t.Errorf("%s names %s, which does not exist", file, match[2])
			}
		}
	})
}

// hasHeading says whether a page has the heading to which GitHub leads from a fragment.
func hasHeading(t *testing.T, page, fragment string) bool {
	t.Helper()
	for _, match := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(read(t, page), ""), -1) {
		slug := strings.ReplaceAll(unslugged.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-")
		if slug == fragment {
			return true
		}
	}
	return false
}

// walkSources gives every text file of the repository.
func walkSources(t *testing.T, visit func(file, text string)) {
	t.Helper()
	err := filepath.WalkDir(sources, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == ".bylaw"):
			return filepath.SkipDir
		case d.Type().IsRegular():
			if data, err := os.ReadFile(file); err == nil && len(data) < 1<<20 && !strings.Contains(string(data), "\x00") {
				visit(file, string(data))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
