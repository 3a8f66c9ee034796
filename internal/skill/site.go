package skill

// The resources of what a server says of itself. Each is read by a call of its own, or with the description of the server.
const (
	Site                = "site"
	Registrations       = "registrations"
	ExtendedDescription = "extended_description"
	TermsOfService      = "terms_of_service"
)

const siteFile = "instance/site.yaml"

// Who may sign up.
const (
	SignUpsOpen     = "open"
	SignUpsApproved = "approval"
	SignUpsClosed   = "closed"
)

// maxDescription is the longest short description that Mastodon takes, in characters. app/models/form/admin_settings.rb.
const maxDescription = 200

func site() []Skill {
	const words = "Markdown; what a reader sees is compared, not the markup"
	terms := onPage(PublishTerms, "/admin/terms_of_service", "Publish terms of service", "Publish the server's terms of service.",
		Param{Name: TermsOfService, Type: Text, Required: true, Doc: words})
	terms.Since = "4.4"
	terms.Limits = append(terms.Limits, "The server shows terms with a date in the future once that date has come; until then the task stays open.")
	return []Skill{
		onPage(UpdateSite, "/admin/settings/branding", "Change what the server says of itself", "Change the server's title, its short description or its contact.",
			Param{Name: "title", Type: Text, Doc: "the name of the server"},
			Param{Name: "short_description", Type: Text, Max: maxDescription, Doc: "the description that is shown with the name"},
			Param{Name: "contact_account", Type: Account, Doc: "an account of this server that people can write to"},
			Param{Name: "contact_email", Type: Text, Doc: "a mail address that people can write to"}),
		onPage(UpdateRegistrations, "/admin/settings/registrations", "Change who may sign up", "Open or close the server to new people, or have them wait for approval.",
			Param{Name: Registrations, Type: Word, Required: true, Words: []string{SignUpsOpen, SignUpsApproved, SignUpsClosed}, Doc: "anyone may sign up, after approval, or no one"}),
		onPage(UpdateExtendedDescription, "/admin/settings/about", "Change the extended description", "Change the text on the server's page /about.",
			Param{Name: ExtendedDescription, Type: Text, Required: true, Doc: words}),
		terms,
	}
}

// onPage is a skill that has a person change what a server has one of, on a page.
func onPage(name Name, page, title, summary string, params ...Param) Skill {
	return Skill{
		Name: name, Category: AdminWebOnly, Kind: Manual, Single: true, Built: true, Page: page, Title: title, Summary: summary, Params: params,
		Reversible: true, Inverse: name, Confirmation: true, Authority: "governance approval",
		Limits: []string{"A person changes it on the page " + page + "; bylaw reads it back."},
	}
}
