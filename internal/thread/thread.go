// Package thread turns a constitution into posts: Markdown to plain text that reads well, split at the server's limit. It
// does not post them.
package thread

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Limits is what an instance allows, as it states itself.
type Limits struct {
	Characters    int // grapheme clusters in a post, content warning included
	URLCharacters int // what each URL counts, however long it is
	Pins          int // pinned posts of one account
}

// Post is one post, and the range of the rendered text that it holds.
type Post struct {
	Text       string // as it is posted: with its number, and one empty line where Thread.Text has two
	Start, End int    // byte offsets in Thread.Text
}

// Thread is a constitution ready to be posted.
type Thread struct {
	Text       string // the whole rendered text
	Digest     string // SHA-256 of constitution.md in hex, its line ends being line feeds
	Marker     string // the marker line by which the thread is found again
	Posts      []Post
	Language   string // ISO 639
	Visibility string // of the first post
	Replies    string // visibility of the other posts
	Mode       string // repost or edit
	Warning    string // the content warning of every post, "" for none
	Quotes     string // who may quote the posts: public, followers or no one; "" leaves it to the server
}

// Begins says whether posts that hang on a server are the beginning of this thread. The head of the first one may be
// another: it reports the ledger, which has moved on since an interrupted run began to post; its marker line may not.
func (t Thread) Begins(texts []string) bool {
	if len(texts) > len(t.Posts) {
		return false
	}
	for n, text := range texts {
		want, got := strings.TrimSpace(t.Posts[n].Text), strings.TrimSpace(text)
		if n == 0 {
			want, got = fromMarker(want), fromMarker(got)
		}
		if want != got {
			return false
		}
	}
	return true
}

// fromMarker is what follows in a first post from its marker line on.
func fromMarker(post string) string {
	if at := marker.FindStringIndex(post); at != nil {
		return post[at[0]:]
	}
	return post
}

// Posted is a thread as it is published on the server.
type Posted struct {
	RootID string
	URL    string
	Digest string // the short digest of its marker line
	Texts  []string
	IDs    []string
	Pinned bool
	// Missing is how many posts are no longer there, by the numbers of those that are.
	Missing int
	// Shown are the texts as the server shows them, without what it shows them as; only of a thread that was read to compare it.
	Shown []string
	// RootEdited and RepliesEdited say when the first post, and any other, was last edited; zero where none was.
	RootEdited, RepliesEdited time.Time
}

// EditedSince reports whether a thread no longer says this text because of an edit after a moment: one of its first post, which
// the bot edits itself to name the head of the ledger, or one of the others. What is above the marker line is not compared.
func (t Thread) EditedSince(p Posted, root, replies time.Time) bool {
	return (p.RootEdited.After(root) || p.RepliesEdited.After(replies)) && len(p.Shown) > 0 && !t.says(p.Shown)
}

// Holds says whether posts that hang on a server, and others that may hang below them, are a whole thread of this text. They
// may be split elsewhere: the head of the first one has its own length, and reports another moment.
func (t Thread) Holds(texts []string) bool {
	if len(texts) == 0 {
		return false
	}
	return len(texts) >= len(t.Posts) && t.Begins(texts[:len(t.Posts)]) || t.says(texts)
}

// says reports whether posts have the text of a thread, wherever it is split.
func (t Thread) says(texts []string) bool {
	_, of, several := FindNumber(texts[0])
	if !several {
		of = 1
	}
	var body strings.Builder
	for i := range min(of, len(texts)) {
		text := texts[i]
		if i == 0 {
			text = strings.TrimPrefix(fromMarker(strings.TrimSpace(text)), t.Marker)
		}
		body.WriteString(numberLine.ReplaceAllString(text, ""))
	}
	return len(texts) >= of && dense(body.String()) == dense(t.Text)
}

// dense is a text without its white space.
func dense(text string) string { return strings.Join(strings.Fields(text), "") }

var numberLine = regexp.MustCompile(`(?:^|\n)([0-9]{1,5})/([0-9]{1,5})\s*$`)

// FindNumber gives the place in its thread with which a post ends, such as 3 of 12 for "3/12"; ok is false where it ends in
// something else, as the only post of a thread does, and as what people write.
func FindNumber(post string) (n, of int, ok bool) {
	found := numberLine.FindStringSubmatch(post)
	if found == nil {
		return 0, 0, false
	}
	n, errN := strconv.Atoi(found[1])
	of, errOf := strconv.Atoi(found[2])
	return n, of, errN == nil && errOf == nil
}
