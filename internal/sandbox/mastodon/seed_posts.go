package mastodon

import "time"

// seedPosts is what people wrote in the last year before bylaw came, newest last, and whom they answered.
func (s *State) seedPosts(founded time.Time) {
	var last int64
	for n, p := range []struct {
		by, visibility, text string
		answers              bool
	}{
		{"@troll@bad.example", "public", "Nobody asked for your opinion, Freya.", false},
		{"@troll@bad.example", "unlisted", "Cry about it.", false},
		{"@freya", "public", "The sourdough starter is two years old today. Slices for everybody who comes by.", false},
		{"@friend@friendly.example", "public", "Happy birthday to the starter!", true},
		{"@hana", "public", "Counted 41 curlews on the marsh this morning. Bring boots.", false},
		{"@goran", "public", "The repair café is open on Saturday, from ten to four. We have a new soldering iron.", false},
		{"@grumbler", "public", "Four hours for a repair? In my day things did not break.", true},
		{"@stranger@elsewhere.example", "public", "Is there room on this server for a letterpress printer?", false},
		{"@dana", "public", "Minutes of the general meeting are up. Thank you for a short evening.", false},
		{"@seller@spam-farm.example", "public", "BEST PRICE best price followers cheap", false},
		{"@megaphone@loud.example", "public", "EVERYBODY LISTEN", false},
		{"@emre", "private", "Away until Monday.", false},
	} {
		at := founded.AddDate(2, 1, n)
		status := &Status{ID: s.NextID(at), Account: s.lookup(p.by).ID, Text: p.text, Visibility: p.visibility, Language: "en", CreatedAt: at}
		if p.answers {
			status.InReplyTo = last
		}
		last = status.ID
		s.Statuses = append(s.Statuses, status)
	}
}
