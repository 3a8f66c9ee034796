package diag

// Refusal means that bylaw will not do what was asked, and did nothing. It is a "no", not a breakdown.
type Refusal struct {
	Why  string
	Next string // what to do about it, "" where there is nothing
}

// Error says why.
func (r *Refusal) Error() string { return r.Why }
