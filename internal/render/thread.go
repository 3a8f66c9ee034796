package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Thread is a constitution's thread to be shown before it is posted.
type Thread struct {
	Thread    thread.Thread
	Limits    thread.Limits
	LimitFrom string // where the limit is from, in a few words
	Community string
	Domain    string // of the server
}

// ThreadReport is the JSON form of a preview.
type ThreadReport struct {
	Digest     string       `json:"digest"`
	Limit      int          `json:"limit"`
	LimitFrom  string       `json:"limit_from"`
	Mode       string       `json:"mode"`
	Visibility string       `json:"visibility"`
	Replies    string       `json:"replies"`
	Language   string       `json:"language"`
	Posts      []ThreadPost `json:"posts"`
}

// ThreadPost is one post and how many of the limit's characters it takes, counted never shorter than a server does.
type ThreadPost struct {
	Characters int    `json:"characters"`
	Text       string `json:"text"`
}

// Report gives the JSON form.
func (t Thread) Report() ThreadReport {
	r := ThreadReport{
		Digest: t.Thread.Digest, Limit: t.Limits.Characters, LimitFrom: t.LimitFrom, Mode: t.Thread.Mode,
		Visibility: t.Thread.Visibility, Replies: t.Thread.Replies, Language: t.Thread.Language,
		Posts: make([]ThreadPost, len(t.Thread.Posts)),
	}
	for i, post := range t.Thread.Posts {
		r.Posts[i] = ThreadPost{thread.Count(post.Text, t.Limits), post.Text}
	}
	return r
}

// ThreadText writes the posts for a terminal, each with its count.
func ThreadText(t Thread, s Style) string {
	var out strings.Builder
	r := t.Report()
	fmt.Fprintf(&out, "%s of at most %d characters (%s)\n", Count(len(r.Posts), "post"), r.Limit, Outside(r.LimitFrom))
	for i, post := range r.Posts {
		title := fmt.Sprintf("post %d", i+1)
		if i == 0 {
			title += ", pinned"
		}
		fmt.Fprintf(&out, "\n%s\n", s.paint(colourHeading, fmt.Sprintf("%s: %d of %d", title, post.Characters, r.Limit)))
		for _, line := range strings.Split(post.Text, "\n") {
			out.WriteString(strings.TrimRight("  "+Outside(line), " ") + "\n")
		}
	}
	return out.String()
}
