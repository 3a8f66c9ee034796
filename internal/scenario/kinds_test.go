package scenario_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// someHash is of adalove@mail.example.
const someHash = "235ed3a3981746ec7d792286305e3b1784188d1c963764c6e9cf1504e11f4b5d"

// everyKind declares two entries of each kind with all their parameters, of which the first is changed by hand.
func everyKind() map[string]string {
	return map[string]string{
		"instance/federation.yaml": `domain_blocks:
  - {domain: a.example, severity: silence, reject_media: true, reject_reports: false, obfuscate: false, public_comment: Spam, private_comment: Seen}
  - {domain: b.example, severity: noop}
domain_allows:
  - {domain: friend.example}
  - {domain: pal.example}
`,
		"instance/access.yaml": `ip_blocks:
  - {ip: 203.0.113.7/32, severity: sign_up_block, comment: spam, until: 2027-06-01}
  - {ip: 203.0.113.8/32, severity: sign_up_block}
email_domain_blocks:
  - {domain: mail.example, allow_with_approval: false}
  - {domain: post.example}
canonical_email_blocks:
  - {canonical_email_hash: "` + someHash + `"}
`,
		"instance/hashtags.yaml": "hashtags:\n  - {hashtag: birds, usable: true, listable: true, trendable: true}\n",
		"instance/site.yaml": `site:
  title: Canal
  short_description: A place by the canal.
  contact_account: "@bylaw@social.example"
  contact_email: hello@social.example
registrations: approval
extended_description: |
  # Who we are

  A *co-operative* with [rules](https://social.example/about):
  - be kind
  - be brief
terms_of_service: You own what you post.
`,
		"instance/accounts.yaml": "accounts:\n  - {account: \"@loud@far.example\", state: [silenced]}\n  - {account: \"@calm@far.example\", state: []}\n",
		"instance/profile.yaml":  "profile:\n  display_name: Bylaw\n  note: Decided by members.\n  fields:\n    - {name: Run by, value: the members}\n",
	}
}

// byHand is what moderators can do to the first entry of a kind on the server, each at random.
func byHand() map[string][]func(*sandbox.State, *rand.Rand) {
	block := func(change func(*sandbox.DomainBlock, *rand.Rand)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, r *rand.Rand) { change(s.DomainBlocks[0], r) }
	}
	ip := func(change func(*sandbox.IPBlock, *rand.Rand)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, r *rand.Rand) { change(s.IPBlocks[0], r) }
	}
	loud := func(change func(*sandbox.Account)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, _ *rand.Rand) {
			change(s.Accounts[slices.IndexFunc(s.Accounts, func(a *sandbox.Account) bool { return a.Username == "loud" })])
		}
	}
	bot := func(change func(*sandbox.Account, *rand.Rand)) func(*sandbox.State, *rand.Rand) {
		return func(s *sandbox.State, r *rand.Rand) { change(s.Accounts[0], r) }
	}
	changes := map[string][]func(*sandbox.State, *rand.Rand){
		"domain_blocks": {
			func(s *sandbox.State, _ *rand.Rand) { s.DomainBlocks = s.DomainBlocks[1:] },
			block(func(b *sandbox.DomainBlock, r *rand.Rand) { b.Severity = []string{"noop", "suspend"}[r.IntN(2)] }),
			block(func(b *sandbox.DomainBlock, _ *rand.Rand) { b.RejectMedia = !b.RejectMedia }),
			block(func(b *sandbox.DomainBlock, _ *rand.Rand) { b.RejectReports = !b.RejectReports }),
			block(func(b *sandbox.DomainBlock, _ *rand.Rand) { b.Obfuscate = !b.Obfuscate }),
			block(func(b *sandbox.DomainBlock, r *rand.Rand) { b.PublicComment = word(r) }),
			block(func(b *sandbox.DomainBlock, r *rand.Rand) { b.PrivateComment = word(r) }),
		},
		"domain_allows": {func(s *sandbox.State, _ *rand.Rand) { s.DomainAllows = s.DomainAllows[1:] }},
		"ip_blocks": {
			func(s *sandbox.State, _ *rand.Rand) { s.IPBlocks = s.IPBlocks[1:] },
			ip(func(b *sandbox.IPBlock, r *rand.Rand) {
				b.Severity = []string{"sign_up_requires_approval", "no_access"}[r.IntN(2)]
			}),
			ip(func(b *sandbox.IPBlock, r *rand.Rand) { b.Comment = fmt.Sprint("by hand ", r.IntN(9)) }),
			ip(func(b *sandbox.IPBlock, r *rand.Rand) {
				b.ExpiresAt = b.ExpiresAt.Add(time.Duration(1+r.IntN(99)) * time.Hour)
			}),
			ip(func(b *sandbox.IPBlock, _ *rand.Rand) { b.ExpiresAt = time.Time{} }),
		},
		"email_domain_blocks": {
			func(s *sandbox.State, _ *rand.Rand) { s.EmailDomains = s.EmailDomains[1:] },
			func(s *sandbox.State, _ *rand.Rand) { s.EmailDomains[0].AllowWithApproval = true },
		},
		skill.Accounts: {
			loud(func(a *sandbox.Account) { a.Silenced = false }),
			loud(func(a *sandbox.Account) { a.Suspended, a.SuspendedAt = true, a.CreatedAt }),
			loud(func(a *sandbox.Account) { a.Sensitized = true }),
			loud(func(a *sandbox.Account) { a.Silenced, a.Sensitized = false, true }),
		},
		"profile": {
			bot(func(a *sandbox.Account, r *rand.Rand) { a.DisplayName = fmt.Sprint("Bot ", r.IntN(9)) }),
			bot(func(a *sandbox.Account, r *rand.Rand) { a.Note = fmt.Sprint("Run by Ada ", r.IntN(9)) }),
			bot(func(a *sandbox.Account, _ *rand.Rand) { a.Fields = nil }),
			bot(func(a *sandbox.Account, _ *rand.Rand) {
				a.Fields = append(slices.Clone(a.Fields), sandbox.Field{Name: "Ask", Value: "Ada"})
			}),
		},
		"rules": {
			func(s *sandbox.State, _ *rand.Rand) { s.Rules = s.Rules[1:] },
			func(s *sandbox.State, _ *rand.Rand) {
				s.Rules = append(s.Rules, &sandbox.Rule{ID: 99, Text: "No jokes."})
			},
			func(s *sandbox.State, _ *rand.Rand) { slices.Reverse(s.Rules) },
		},
		"announcements": {
			func(s *sandbox.State, _ *rand.Rand) { s.Announcements = s.Announcements[1:] },
			func(s *sandbox.State, _ *rand.Rand) { s.Announcements[0].Published = false },
			func(s *sandbox.State, _ *rand.Rand) {
				s.Announcements[0].EndsAt = s.Announcements[0].EndsAt.Add(time.Hour)
			},
		},
	}
	maps.Copy(changes, aboutServer())
	return changes
}

// aboutServer is what people can do on the pages about the server, and with a hashtag and the hash of a mail address.
func aboutServer() map[string][]func(*sandbox.State, *rand.Rand) {
	const other = "Who we are: a co-operative with rules: be kind, be brief."
	return map[string][]func(*sandbox.State, *rand.Rand){
		skill.EmailHashes: {func(s *sandbox.State, _ *rand.Rand) { s.EmailHashes = nil }},
		skill.Hashtags: {
			func(s *sandbox.State, _ *rand.Rand) { s.Tags[0].Trendable = nil },
			func(s *sandbox.State, _ *rand.Rand) { s.Tags[0].Usable, s.Tags[0].Listable = new(bool), new(bool) },
		},
		skill.Site: {
			func(s *sandbox.State, r *rand.Rand) { s.Title = fmt.Sprint("Harbour ", r.IntN(9)) },
			func(s *sandbox.State, r *rand.Rand) { s.Description = []string{"", "A place."}[r.IntN(2)] },
			func(s *sandbox.State, r *rand.Rand) { s.Contact = []string{"", "ada"}[r.IntN(2)] },
			func(s *sandbox.State, r *rand.Rand) { s.ContactEmail = []string{"", "ada@mail.example"}[r.IntN(2)] },
		},
		skill.Registrations: {
			func(s *sandbox.State, _ *rand.Rand) { s.SignUpsOpen = true },
			func(s *sandbox.State, _ *rand.Rand) { s.SignUpsClosed = true },
		},
		skill.ExtendedDescription: {func(s *sandbox.State, r *rand.Rand) { s.ExtendedDescription = []string{"", other}[r.IntN(2)] }},
		skill.TermsOfService:      {func(s *sandbox.State, r *rand.Rand) { s.Terms = []string{"", "We own what you post."}[r.IntN(2)] }},
	}
}

// word is a comment as a moderator writes one, or none.
func word(r *rand.Rand) *string {
	text := fmt.Sprint("by hand ", r.IntN(9))
	return []*string{&text, nil}[r.IntN(2)]
}
