package mastodon

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Each text is Markdown as people write it, with what Redcarpet makes of it with the options of Mastodon's serializers.
func TestATextIsRecognizedInWhatAServerMakesOfIt(t *testing.T) {
	for markdown, content := range map[string]string{
		"Be *kind*.\n\nBe **brief**.":             "<p>Be <em>kind</em>.</p>\n\n<p>Be <strong>brief</strong>.</p>\n",
		"# Who\n\nWe\nare.":                       "<h1>Who</h1>\n\n<p>We\nare.</p>\n",
		"#Who\n\nWe.":                             "<h1>Who</h1>\n\n<p>We.</p>\n",
		"Rules:\n- be kind\n- be brief":           "<p>Rules:\n- be kind\n- be brief</p>\n",
		"Rules:\n1. be kind\n2. be brief":         "<p>Rules:\n1. be kind\n2. be brief</p>\n",
		"Rules:\n\n1. be kind\n2. be brief\n":     "<p>Rules:</p>\n\n<ol>\n<li>be kind</li>\n<li>be brief</li>\n</ol>\n",
		"- a\n    - b\n- c":                       "<ul>\n<li>a\n\n<ul>\n<li>b</li>\n</ul></li>\n<li>c</li>\n</ul>\n",
		"Ask [us](https://a.example).":            "<p>Ask <a href=\"https://a.example\">us</a>.</p>\n",
		"See https://a.example/b_c_d & \"more\".": "<p>See https://a.example/b_c_d &amp; &quot;more&quot;.</p>\n",
		"> quoted\n\nand `code`":                  "<blockquote>\n<p>quoted</p>\n</blockquote>\n\n<p>and <code>code</code></p>\n",
		"One line  \nand another":                 "<p>One line<br>\nand another</p>\n",
		"Mail: <a@b.example>":                     "<p>Mail: <a href=\"mailto:a@b.example\">a@b.example</a></p>\n",
		"1 < 2 > 0, 5 * 3 [sic]":                  "<p>1 &lt; 2 &gt; 0, 5 * 3 [sic]</p>\n",
		"":                                        "",
	} {
		got, err := markdownOf(content)
		if err != nil || !skill.SameToReaders(markdown, got) {
			t.Errorf("%q was read as %q, %v", markdown, got, err)
		}
	}
}
