package thread

// Split measures a text and cuts it.
func Split(s string, l Limits, first, rest int) ([]Range, error) {
	if err := checkRoom(l, rest); err != nil {
		return nil, err
	}
	return measure(s, l).split(l, first, rest)
}
