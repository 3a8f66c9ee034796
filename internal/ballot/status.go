// Package ballot reads posts on Mastodon as votes. It knows what a post means, and of no server: who asks for posts and who
// records ballots are a use case and an adapter.
package ballot

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// Status is a post as the server shows it. A boost is none: it has no text of its own.
type Status struct {
	ID        string // the server's; opaque
	Account   Account
	CreatedAt time.Time // by the server's clock
	// First is the post as it was first published. It is nil where the post was edited and the server does not show its history.
	First      *Version
	Visibility string   // public, unlisted, private or direct
	Mentions   []string // ids of the accounts that it mentions
	Ancestors  []string // ids of the posts that it answers, the nearest first
}

// Account is an account as the community's own server names it.
type Account struct {
	ID     string // opaque; it decides
	Handle string // @name@host in the canonical form of skill.ParseAccount; for one of the own server with its host too
}

// Version is one text of a post.
type Version struct {
	HTML    string // the content
	Warning string // the content warning, "" without one
}

// breaks are elements that begin a new line.
func breaks(tag string) bool {
	switch tag {
	case "p", "br", "div", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6":
		return true
	}
	return false
}

// Text gives what a reader sees of a post's content, without tags: a line for each paragraph and line break, NFC, without
// white space around lines and without empty lines.
func Text(content string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(content))
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end: there is nothing else that a reader of a string can fail with
			return lines(text.String())
		case html.TextToken:
			text.WriteString(strings.ReplaceAll(string(tokens.Text()), "\n", " "))
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if name, _ := tokens.TagName(); breaks(string(name)) {
				text.WriteString("\n")
			}
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

func lines(text string) string {
	var kept []string
	for line := range strings.SplitSeq(norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD")), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// TextSHA256 is the SHA-256 in hex by which a ballot's text is recorded and compared: of Text, with every white space folded
// into one space.
func TextSHA256(content string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(Text(content)), " ")))
	return hex.EncodeToString(sum[:])
}
