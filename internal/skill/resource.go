package skill

// Resource is a key of a desired-state file whose entries are created on the server by one skill and removed by another.
type Resource struct {
	Name   string // the key, such as domain_blocks
	File   string // its file below governance/, such as instance/federation.yaml
	Noun   string // for people, such as "domain block"
	Put    Name   // creates and changes an entry; empty where each word of the entry's state has a skill of its own
	Remove Name   // removes it; empty where nothing can be removed
}

// Resources gives every key of the desired-state files, also those that this version cannot enact, in a fixed order.
func Resources() []Resource {
	return []Resource{
		{"domain_blocks", "instance/federation.yaml", "domain block", BlockDomain, UnblockDomain},
		{"domain_allows", "instance/federation.yaml", "domain allow", AllowDomain, DisallowDomain},
		{"ip_blocks", "instance/access.yaml", "IP block", BlockIP, UnblockIP},
		{"email_domain_blocks", "instance/access.yaml", "e-mail domain block", BlockEmailDomain, UnblockEmailDomain},
		{EmailHashes, "instance/access.yaml", "e-mail address block", BlockEmailHash, UnblockEmailHash},
		{Hashtags, "instance/hashtags.yaml", "hashtag", UpdateHashtag, ResetHashtag},
		{"accounts", "instance/accounts.yaml", "account", "", ""},
		{"profile", "instance/profile.yaml", "profile", UpdateProfile, ""},
		{"rules", "instance/rules.yaml", "server rule", UpdateInstanceRules, ""},
		{"announcements", "instance/announcements.yaml", "announcement", CreateAnnouncement, ""},
		{Site, siteFile, "server information", UpdateSite, ""},
		{Registrations, siteFile, "registrations", UpdateRegistrations, ""},
		{ExtendedDescription, siteFile, "extended description", UpdateExtendedDescription, ""},
		{TermsOfService, siteFile, "terms of service", PublishTerms, ""},
	}
}

// FindResource looks a resource up by its key.
func FindResource(name string) (Resource, bool) {
	for _, r := range Resources() {
		if r.Name == name {
			return r, true
		}
	}
	return Resource{}, false
}

// Built reports whether this version can create and remove the resource's entries on a server.
func (r Resource) Built() bool {
	for _, name := range r.Skills() {
		if s, known := Find(name); !known || !s.Built {
			return false
		}
	}
	return true
}
