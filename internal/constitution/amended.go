package constitution

// Amendment is the articles in which two texts differ, by their citations.
type Amendment struct {
	Added   []string // in the order of the new text
	Changed []string // in the order of the new text
	Removed []string // in the order of the old text
}

// Amended compares two texts article by article. Whitespace outside code makes no difference, nor does the order of
// articles.
func Amended(before, after Constitution) Amendment {
	old, present := digests(before), digests(after)
	var a Amendment
	for _, article := range after.Articles {
		was, known := old[article.Citation]
		switch {
		case !known:
			a.Added = append(a.Added, article.Citation)
		case was != article.Digest:
			a.Changed = append(a.Changed, article.Citation)
		}
	}
	for _, article := range before.Articles {
		if _, still := present[article.Citation]; !still {
			a.Removed = append(a.Removed, article.Citation)
		}
	}
	return a
}

func digests(constitution Constitution) map[string]string {
	found := make(map[string]string, len(constitution.Articles))
	for _, a := range constitution.Articles {
		found[a.Citation] = a.Digest
	}
	return found
}
