package thread

// Requests counts what hanging a thread up takes on Mastodon, as far as a plan can know it. Each post is posted and read
// back; once, pins and recent posts are searched, the first post is looked at twice and its replies are found, and it is
// pinned. An old thread is read, edited and unpinned. Every other pin of the bot's account takes one request more, and so
// does every 40 posts of it. A thread that is edited in place is read before and after; how many of its posts differ is
// not known before, so all of them are counted.
func (t Thread) Requests(replaces bool) int {
	const eachPost, once, oldThread = 2, 7, 3
	if replaces && t.Mode == "edit" {
		return (eachPost+1)*len(t.Posts) + once
	}
	count := eachPost*len(t.Posts) + once
	if replaces {
		count += oldThread
	}
	return count
}

// QuoteRequests counts what a change of who may quote a thread takes: pins are searched, each post is changed, and who may
// quote them is read before.
func (t Thread) QuoteRequests() int { return len(t.Posts) + 7 }
