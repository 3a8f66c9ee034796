package port

// Note hears what a person should know and what stops nothing, in sentences without a full stop. nil hears nothing.
type Note func(string)

// Say passes a sentence on, unless it is empty or no one hears it.
func (n Note) Say(text string) {
	if n != nil && text != "" {
		n(text)
	}
}
