package constitution

// Amended gives the citations of the articles that differ between two texts: those that are new or say something else, in
// the order of after, then those that are gone, in the order of before. Whitespace outside code makes no difference, nor
// does the order of articles.
func Amended(before, after Constitution) []string {
	old, present := digests(before), digests(after)
	var cited []string
	for _, a := range after.Articles {
		if old[a.Citation] != a.Digest {
			cited = append(cited, a.Citation)
		}
	}
	for _, a := range before.Articles {
		if _, still := present[a.Citation]; !still {
			cited = append(cited, a.Citation)
		}
	}
	return cited
}

func digests(law Constitution) map[string]string {
	found := make(map[string]string, len(law.Articles))
	for _, a := range law.Articles {
		found[a.Citation] = a.Digest
	}
	return found
}
