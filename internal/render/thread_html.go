package render

import (
	_ "embed"
	"html/template"
	"regexp"
	"strings"
)

//go:embed thread.html
var threadPage string

var link = regexp.MustCompile(`(?i)https?://[^\s<>"]*[^\s<>".,:;!?'*)\]]`)

// htmlPost is a post as the page shows it.
type htmlPost struct {
	Number, Characters int
	Share              int // how much of the limit it takes, in per cent
	Paragraphs         [][]htmlPiece
}

// htmlPiece is a piece of a paragraph: text, or a link, which a server shows without its scheme.
type htmlPiece struct{ Text, URL string }

// ThreadHTML writes the posts as a page that looks like a profile with the pinned thread. It needs nothing from anywhere
// else, and loads nothing.
func ThreadHTML(t Thread) (string, error) {
	page, err := template.New("thread").Parse(threadPage)
	if err != nil {
		return "", err
	}
	r := t.Report()
	data := struct {
		ThreadReport
		Community, Domain, Initial string
		Cards                      []htmlPost
	}{ThreadReport: r, Community: Outside(t.Community), Domain: Outside(t.Domain), Initial: initial(Outside(t.Community))}
	for i, post := range r.Posts {
		data.Cards = append(data.Cards, htmlPost{
			Number: i + 1, Characters: post.Characters, Share: 100 * post.Characters / r.Limit, Paragraphs: htmlParagraphs(post.Text),
		})
	}
	var out strings.Builder
	err = page.Execute(&out, data)
	return out.String(), err
}

func initial(name string) string {
	for _, r := range name {
		return strings.ToUpper(string(r))
	}
	return "§"
}

func htmlParagraphs(text string) [][]htmlPiece {
	paragraphs := strings.Split(text, "\n\n")
	shown := make([][]htmlPiece, len(paragraphs))
	for i, paragraph := range paragraphs {
		last := 0
		for _, at := range link.FindAllStringIndex(paragraph, -1) {
			url := paragraph[at[0]:at[1]]
			_, bare, _ := strings.Cut(url, "://")
			shown[i] = append(shown[i], htmlPiece{Text: paragraph[last:at[0]]}, htmlPiece{bare, url})
			last = at[1]
		}
		shown[i] = append(shown[i], htmlPiece{Text: paragraph[last:]})
	}
	return shown
}
