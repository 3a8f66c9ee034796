package mastodon

import (
	"errors"
	"time"
)

// Access is what decides who gets in, and what everyone reads: allows, blocks of networks and mail domains, rules and
// announcements. The slices are in the order of their ids.
type Access struct {
	Limited       bool                   `json:"limited_federation,omitempty"` // only allowed domains federate
	BlocksHidden  bool                   `json:"blocks_hidden,omitempty"`      // the domain blocks are not shown to everybody
	DomainAllows  []*DomainAllow         `json:"domain_allows,omitempty"`
	IPBlocks      []*IPBlock             `json:"ip_blocks,omitempty"`
	EmailDomains  []*EmailDomainBlock    `json:"email_domain_blocks,omitempty"`
	EmailHashes   []*CanonicalEmailBlock `json:"canonical_email_blocks,omitempty"`
	Tags          []*Tag                 `json:"tags,omitempty"`
	Rules         []*Rule                `json:"rules,omitempty"` // in the order of their priority
	Announcements []*Announcement        `json:"announcements,omitempty"`
}

// check refuses what a later request would trip over.
func (a *Access) check() error {
	return errors.Join(
		inOrder("domain allows", a.DomainAllows, func(v *DomainAllow) int64 { return v.ID }),
		inOrder("IP blocks", a.IPBlocks, ipBlockID),
		inOrder("e-mail domain blocks", a.EmailDomains, emailDomainID),
		inOrder("canonical e-mail blocks", a.EmailHashes, canonicalEmailID),
		inOrder("hashtags", a.Tags, tagID),
		inOrder("announcements", a.Announcements, func(v *Announcement) int64 { return v.ID }),
		inOrder("rules", a.Rules, nil),
	)
}

// inOrder makes sure that no item is null and, where they have growing ids, that these grow.
func inOrder[T any](what string, items []*T, id func(*T) int64) error {
	last := int64(0)
	for _, item := range items {
		if item == nil || id != nil && id(item) <= last {
			return errors.New("the " + what + " are not in the order of their ids")
		}
		if id != nil {
			last = id(item)
		}
	}
	return nil
}

// seedAccess is what moderators set up by hand before bylaw came.
func (s *State) seedAccess(founded time.Time) {
	month := func(n int) time.Time { return founded.AddDate(0, n, 0) }
	for n, domain := range []string{"throwaway.example", "tempmail.example"} {
		at := month(n + 1)
		s.EmailDomains = append(s.EmailDomains, &EmailDomainBlock{ID: s.NextID(at), Domain: domain, CreatedAt: at, AllowWithApproval: n == 1})
	}
	// A row for a mail host that the web interface added with the first: the API lists it like any other.
	s.EmailDomains = append(s.EmailDomains, &EmailDomainBlock{
		ID: s.NextID(month(2)), Domain: "mx.throwaway.example", CreatedAt: month(2), Parent: s.EmailDomains[0].ID,
	})
	s.IPBlocks = append(s.IPBlocks, &IPBlock{
		ID: s.NextID(month(3)), IP: "198.51.100.0/24", Severity: "sign_up_requires_approval", Comment: "spam wave", CreatedAt: month(3),
	})
	for n, text := range []string{"Be kind.", "No spam and no advertising.", "Label what may upset others."} {
		s.Rules = append(s.Rules, &Rule{ID: int64(n + 1), Text: text})
	}
	s.Announcements = append(s.Announcements, &Announcement{
		ID: s.NextID(month(4)), Text: "The general meeting is on the first Thursday of the month.", Published: true, PublishedAt: month(4),
	})
}
