package notify

import (
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// amendedPosts gives the posts of the constitution's thread that would be new, in order; none where no article changes.
func amendedPosts(f check.Finding) []string {
	amends := false
	for _, c := range f.Facts.Changes {
		amends = amends || c.Kind == facts.Article
	}
	if !amends || len(f.Proposed.Constitution.Source) == 0 {
		return nil
	}
	known := map[string]bool{}
	for _, post := range postsOf(f.Charter.Constitution) {
		known[post] = true
	}
	var fresh []string
	for _, post := range postsOf(f.Proposed.Constitution) {
		if !known[post] {
			fresh = append(fresh, post)
		}
	}
	return fresh
}

// postsOf splits a constitution as a thread, without the numbers and the first post's head. What cannot be split has no
// preview: publishing says why.
func postsOf(law constitution.Constitution) []string {
	t, err := thread.Compose(law, thread.Options{Limits: UsualLimits()})
	if err != nil {
		return nil
	}
	texts := make([]string, len(t.Posts))
	for i, post := range t.Posts {
		texts[i] = t.Text[post.Start:post.End]
	}
	return texts
}

// UsualLimits is what a Mastodon server allows unless its operator changed it. A check supposes it, which reads no server.
func UsualLimits() thread.Limits { return thread.Limits{Characters: 500, URLCharacters: 23, Pins: 5} }
