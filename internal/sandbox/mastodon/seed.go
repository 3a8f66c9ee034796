package mastodon

import "time"

// The tokens of the seed. They open nothing but a sandbox, so they may be written here.
const (
	BotToken       = "sandbox-bot"       // everything that bylaw needs
	ReadToken      = "sandbox-read"      // the bot's, for reading alone
	ModeratorToken = "sandbox-moderator" // a person with a role that has no federation permission
	MemberToken    = "sandbox-member"    // a member without a role
)

// seed is a small community that existed before bylaw came: members, posts, and blocks without a vote.
func seed(o Options) *State {
	founded := time.Date(2023, 4, 2, 9, 30, 0, 0, time.UTC)
	s := &State{Version: stateVersion, Domain: o.Domain, Title: "Example Social Co-operative", Site: Site{Description: "A community that governs itself."}, DomainBlocks: []*DomainBlock{}}
	add := func(a Account) *Account {
		a.ID, a.CreatedAt = s.NextID(founded), founded
		if a.Domain == "" {
			a.Email = a.Username + "@mail.example"
		}
		s.Accounts = append(s.Accounts, &a)
		return &a
	}
	bot := add(Account{
		Username: "bylaw", DisplayName: "Bylaw", Bot: true, Privacy: "public", Language: "en",
		Note: "I carry out what the members of this server decide, and nothing else.\n\nEverything I do is on record.",
		Fields: []Field{
			{Name: "Run by", Value: "the members"}, {Name: "Stop me", Value: "ask @ada, or set BYLAW_PAUSED"},
			{Name: "Source", Value: "https://bylaw.example", VerifiedAt: founded},
		},
		Role: &Role{ID: 4, Name: "Bylaw", Position: 50, Permissions: ViewDashboard | ManageReports | ManageFederation | ManageBlocks | ManageTaxonomies | ManageUsers | DeleteUserData},
	})
	moderator := add(Account{
		Username: "ada", DisplayName: "Ada", Note: "Moderator.", Language: "en",
		Role: moderators(),
	})
	member := add(Account{Username: "bruno", DisplayName: "Bruno", Note: "Bread, bikes, birds.", Language: "en"})
	s.Tokens = seedTokens(bot, moderator, member)
	if o.Empty {
		return s
	}
	add(Account{Username: "chiara", DisplayName: "Chiara", Language: "en"})
	add(Account{Username: "dmitri", DisplayName: "Dmitri", Language: "en"})
	for _, a := range people() {
		add(a)
	}
	s.lookup("@newcomer").InvitedBy = s.lookup("@freya").ID
	s.Elsewhere = []string{"@unseen@elsewhere.example"}
	s.FollowCounts = []FollowCount{{"friendly.example", 31, 24}, {"loud.example", 2, 9}, {"bad.example", 0, 3}}
	s.seedHistory(founded, moderator, member)
	s.seedAccess(founded)
	s.seedSite(founded)
	s.seedTags(founded)
	s.seedReports(founded)
	s.seedPosts(founded)
	return s
}

func seedTokens(bot, moderator, member *Account) []*Token {
	ordinary := []string{"read", "write"}
	return []*Token{
		{Secret: BotToken, Account: bot.ID, App: "bylaw", Scopes: []string{
			"read:accounts", "read:statuses", "read:search", "write:statuses", "write:accounts", "write:reports", "admin:read", "admin:write",
		}},
		{Secret: ReadToken, Account: bot.ID, App: "bylaw, reading", Scopes: []string{"read", "admin:read"}},
		{Secret: ModeratorToken, Account: moderator.ID, App: "web", Scopes: append(ordinary, "admin:read", "admin:write")},
		{Secret: MemberToken, Account: member.ID, App: "web", Scopes: ordinary},
	}
}

// seedHistory is what the moderators did by hand.
func (s *State) seedHistory(founded time.Time, moderator, member *Account) {
	spam, harassment, seen := "Spam", "Harassment", "Seen in three reports"
	for n, b := range []DomainBlock{
		{Domain: "spam-farm.example", Severity: "suspend", PublicComment: &spam},
		{Domain: "loud.example", Severity: "silence", PublicComment: &harassment, PrivateComment: &seen, RejectReports: true},
		{Domain: "heavy-media.example", Severity: "noop", RejectMedia: true},
	} {
		b.CreatedAt = founded.AddDate(0, n+1, 0)
		b.ID = s.NextID(b.CreatedAt)
		s.DomainBlocks = append(s.DomainBlocks, &b)
		s.enforce(&b)
	}
	for n, text := range []string{"Good morning from the canal.", "General meeting on Thursday, bring biscuits."} {
		author := []*Account{member, moderator}[n]
		at := founded.AddDate(1, 0, n)
		s.Statuses = append(s.Statuses, &Status{
			ID: s.NextID(at), Account: author.ID, Text: text, Visibility: "public", Language: "en", CreatedAt: at,
		})
	}
}
