package facts

import "slices"

// Cast says how facts must speak of people: for every place that names one, what stands there instead.
type Cast struct {
	Account func(Person) Person
	Seat    func(Seat) Seat     // everything but its Delegate
	Name    func(string) string // of a seat that another one delegates to; never called with ""
	Ballot  func(Ballot) Ballot
}

// Of gives facts in which every person was replaced. The facts given stay as they are.
func (c Cast) Of(f Facts) Facts {
	f.Proposal.Author = c.Account(f.Proposal.Author)
	f.Roster = slices.Clone(f.Roster)
	for i, s := range f.Roster {
		f.Roster[i] = c.Seat(s)
		if s.Delegate != "" {
			f.Roster[i].Delegate = c.Name(s.Delegate)
		}
	}
	f.Reviews = slices.Clone(f.Reviews)
	for i, r := range f.Reviews {
		f.Reviews[i].Author = c.Account(r.Author)
		if r.Dismissed != nil {
			gone := *r.Dismissed
			gone.By = c.Account(gone.By)
			f.Reviews[i].Dismissed = &gone
		}
	}
	f.Ballots = slices.Clone(f.Ballots)
	for i, b := range f.Ballots {
		f.Ballots[i] = c.Ballot(b)
	}
	return f
}
