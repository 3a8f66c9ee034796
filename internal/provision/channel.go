package provision

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// The channels by which votes are cast.
const (
	Review   = "review"   // by reviewing the pull request
	Mastodon = "mastodon" // by a post that answers bylaw's inbox
)

// Channels are all channels.
func Channels() []string { return []string{Review, Mastodon} }

// Takes says whether votes of a channel count under the rule, if the settings have the channel.
func (r Rule) Takes(channel string) bool {
	return r.Channels == nil || slices.Contains(r.Channels, channel)
}

// parseChannels reads the channels that a provision keeps to; nil where it names none.
func parseChannels(v yamldoc.Value) []string {
	var channels []string
	for _, element := range v.OneOrMore() {
		channel := element.Word("", Channels()...)
		if slices.Contains(channels, channel) {
			element.Fail("", "channel %q is named twice", channel)
			continue
		}
		channels = append(channels, channel)
	}
	if v.Present() && !slices.Contains(channels, Review) {
		v.Fail("write channels: [review], or remove the key", "reviews always count")
	}
	return channels
}
