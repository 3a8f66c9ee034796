package mastodon

import "time"

// The roles of the seed, with the ranks that the real server gives those of the same name.
func owner() *Role { return &Role{ID: 3, Name: "Owner", Position: 1000, Permissions: Administrator} }

func administrators() *Role {
	return &Role{ID: 2, Name: "Admin", Position: 100, Permissions: ManageReports | ManageFederation | ManageBlocks | ManageUsers | DeleteUserData}
}

func moderators() *Role {
	return &Role{ID: 1, Name: "Moderator", Position: 10, Permissions: ManageReports | ManageUsers}
}

// people are who else is known to the server: staff with ranks, members, applicants, and people elsewhere. Whom a domain
// block hits follows from the blocks of the seed.
func people() []Account {
	return []Account{
		{Username: "olga", DisplayName: "Olga", Note: "Owns the machine.", Role: owner()},
		{Username: "anselm", DisplayName: "Anselm", Note: "Administrator.", Role: administrators()},
		{Username: "chidi", DisplayName: "Chidi", Note: "Moderator.", Role: moderators()},
		{Username: "dana", DisplayName: "Dana", Note: "Secretary."},
		{Username: "emre", DisplayName: "Emre"},
		{Username: "freya", DisplayName: "Freya"},
		{Username: "goran", DisplayName: "Goran"},
		{Username: "hana", DisplayName: "Hana"},
		{Username: "grumbler", DisplayName: "A grumbler"},
		{Username: "asleep", DisplayName: "Long gone", Disabled: true},
		{Username: "newcomer", Pending: true, InviteRequest: "Freya told me about you. I bake."},
		{Username: "hopeful", Pending: true, InviteRequest: "I run the bird group in town.", IP: "198.51.100.7"},
		{Username: "cheap_pills", Pending: true, InviteRequest: "best pills best price", IP: "203.0.113.66"},
		{Username: "stranger", Domain: "elsewhere.example", DisplayName: "A stranger"},
		{Username: "friend", Domain: "friendly.example", DisplayName: "A friend"},
		{Username: "troll", Domain: "bad.example", DisplayName: "A troll"},
		{Username: "shouter", Domain: "bad.example", DisplayName: "A shouter", Silenced: true},
		{Username: "gone", Domain: "friendly.example", Suspended: true, SuspendedAtHome: true},
		{Username: "seller", Domain: "spam-farm.example", DisplayName: "A seller"},
		{Username: "megaphone", Domain: "loud.example", DisplayName: "A megaphone"},
	}
}

// seedReports are open reports, and one that a moderator has closed.
func (s *State) seedReports(founded time.Time) {
	file := func(by, against, category, comment string, days int) *Report {
		at := founded.AddDate(2, 0, days)
		r := &Report{
			ID: s.NextID(at), Account: s.lookup(by).ID, Target: s.lookup(against).ID, Category: category, Comment: comment, CreatedAt: at,
		}
		s.Reports = append(s.Reports, r)
		return r
	}
	answered := file("@freya", "@shouter@bad.example", "violation", "Shouts at everybody.", 1)
	answered.ActionTakenBy, answered.ActionTakenAt = s.lookup("@ada").ID, answered.CreatedAt.AddDate(0, 0, 1)
	file("@freya", "@troll@bad.example", "violation", "Insults under every post of mine.", 3)
	file("@hana", "@troll@bad.example", "violation", "The same here.", 4)
	file("@goran", "@grumbler", "other", "Not a word but complaints.", 5)
}
