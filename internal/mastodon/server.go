package mastodon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

const (
	instancePath  = "/api/v2/instance"
	pinsBefore43  = 5   // the limit of servers that do not state it
	urlLength     = 23  // what a URL counts where the server does not say
	charactersMin = 200 // fewer are not enough for a thread
)

// Server is what a server says of itself.
type Server struct {
	Domain     string // the part after the second @ of its handles
	Title      string
	Version    string // for people; features depend on APIVersion
	Software   string // as nodeinfo names it, where it is not plainly Mastodon itself; "" where it is
	APIVersion int    // api_versions.mastodon, 0 before 4.3
	Open       bool   // whether it says that it federates with every server
	SignUps    SignUps
	About      About
	Limits     thread.Limits
	Profile    ProfileLimits
}

// SignUps is how the server takes new people in.
type SignUps struct {
	Enabled   bool
	Reason    bool   // applicants must say why
	Language  string // the server's first one
	MinAge    int    // in years; where it is not 0, applicants give their date of birth
	Elsewhere bool   // another site takes applications
	Approval  bool   // applicants wait for approval
}

// About is what a server says of itself to people.
type About struct {
	Title, Description string
	ContactAccount     string // such as @ada; "" for none
	ContactEmail       string
}

// ProfileLimits are the longest texts of a profile, in characters, and the most fields.
type ProfileLimits struct{ DisplayName, Note, Fields, FieldName, FieldValue int }

// The limits of servers that do not state theirs, which they do since 4.6.
const (
	nameBefore46  = 30
	noteBefore46  = 500
	fieldsMax     = 4
	fieldBefore46 = 255
)

// Describe states what the server allows in a thread. It fails with *ForeignError where the server is not Mastodon.
func (i *Instance) Describe(ctx context.Context) (thread.Limits, error) {
	server, err := i.FetchServer(ctx)
	return server.Limits, err
}

// FetchServer reads GET /api/v2/instance once and keeps it.
func (i *Instance) FetchServer(ctx context.Context) (Server, error) {
	if known := i.server.Load(); known != nil {
		return *known, nil
	}
	var answer instanceAnswer
	_, err := i.call(ctx, http.MethodGet, instancePath, nil, nil, &answer)
	if err != nil && statusOf(err) != http.StatusNotFound {
		return Server{}, i.notMastodon(err)
	}
	software := ""
	if !answer.isPlainMastodon() {
		if software, err = i.recognise(ctx, err, &answer); err != nil {
			return Server{}, err
		}
	}
	server, err := answer.server(i.base.Host)
	if err != nil {
		return Server{}, err
	}
	server.Software = software
	i.server.Store(&server)
	return server, nil
}

// notMastodon distinguishes a server that is something else from one that is unreachable or unwell.
func (i *Instance) notMastodon(err error) error {
	if _, unreadable := errors.AsType[*AnswerError](err); unreadable {
		return &ForeignError{i.base.Host, "GET " + instancePath + " does not answer with JSON"}
	}
	if statusOf(err) == http.StatusNotFound {
		return &ForeignError{i.base.Host, "it has no /api/v2/instance, which Mastodon has since 4.0"}
	}
	return err
}

type instanceAnswer struct {
	Domain        string         `json:"domain"`
	Title         string         `json:"title"`
	Version       string         `json:"version"`
	Description   string         `json:"description"`
	APIVersions   map[string]int `json:"api_versions"`
	Languages     []string       `json:"languages"`
	Registrations struct {
		Enabled        bool   `json:"enabled"`
		Approval       bool   `json:"approval_required"`
		ReasonRequired bool   `json:"reason_required"`
		MinAge         int    `json:"min_age"` // since 4.4; null for none
		URL            string `json:"url"`     // since 4.2; null for none
	} `json:"registrations"`
	Contact struct {
		Email   string `json:"email"`
		Account *struct {
			Acct string `json:"acct"`
		} `json:"account"` // null for none
	} `json:"contact"`
	Configuration struct {
		LimitedFederation *bool `json:"limited_federation"` // nil where the server does not say, which is no "no"
		Statuses          struct {
			MaxCharacters int `json:"max_characters"`
			PerURL        int `json:"characters_reserved_per_url"`
		} `json:"statuses"`
		Accounts struct {
			MaxPinned  int `json:"max_pinned_statuses"`
			Fields     int `json:"max_profile_fields"`
			FieldName  int `json:"profile_field_name_limit"`
			FieldValue int `json:"profile_field_value_limit"`
			Name       int `json:"max_display_name_length"`
			Note       int `json:"max_note_length"`
		} `json:"accounts"`
	} `json:"configuration"`
}

// open reports whether the server says that it federates with every server.
func (a instanceAnswer) open() bool {
	limited := a.Configuration.LimitedFederation
	return limited != nil && !*limited
}

// server recognises Mastodon and its forks by the shape of the answer.
func (a instanceAnswer) server(host string) (Server, error) {
	statuses := a.Configuration.Statuses
	switch {
	case a.Domain == "" || a.Version == "":
		return Server{}, &ForeignError{host, "GET " + instancePath + " names no domain or no version"}
	case statuses.MaxCharacters < charactersMin:
		return Server{}, &ForeignError{host, fmt.Sprintf("it states %d characters a post, and at least %d are needed", statuses.MaxCharacters, charactersMin)}
	}
	limits := thread.Limits{
		Characters:    statuses.MaxCharacters,
		URLCharacters: cmp.Or(statuses.PerURL, urlLength),
		Pins:          cmp.Or(a.Configuration.Accounts.MaxPinned, pinsBefore43),
	}
	return Server{
		Domain: httpapi.Plain(a.Domain), Title: httpapi.Plain(a.Title), Version: httpapi.Plain(a.Version), APIVersion: a.APIVersions["mastodon"],
		Open: a.open(), Limits: limits, SignUps: a.signUps(), Profile: a.profile(), About: a.about(),
	}, nil
}

func (a instanceAnswer) signUps() SignUps {
	language := "en"
	if len(a.Languages) > 0 {
		language = httpapi.Plain(a.Languages[0])
	}
	r := a.Registrations
	return SignUps{r.Enabled, r.ReasonRequired, language, r.MinAge, r.URL != "", r.Approval}
}

func (a instanceAnswer) about() About {
	about := About{Title: written(a.Title), Description: written(a.Description), ContactEmail: written(a.Contact.Email)}
	if account := a.Contact.Account; account != nil && account.Acct != "" {
		about.ContactAccount = "@" + account.Acct
	}
	return about
}

func (a instanceAnswer) profile() ProfileLimits {
	accounts := a.Configuration.Accounts
	return ProfileLimits{
		DisplayName: cmp.Or(accounts.Name, nameBefore46), Note: cmp.Or(accounts.Note, noteBefore46), Fields: cmp.Or(accounts.Fields, fieldsMax),
		FieldName: cmp.Or(accounts.FieldName, fieldBefore46), FieldValue: cmp.Or(accounts.FieldValue, fieldBefore46),
	}
}

// readServer gives what the server says of itself, for what it would refuse.
func (i *Instance) readServer(ctx context.Context) (plan.Item, error) {
	server, err := i.FetchServer(ctx)
	if err != nil {
		return plan.Item{}, err
	}
	return plan.ServerItem(plan.ServerLimits{
		OpenFederation: server.Open, Software: server.Software, DisplayName: server.Profile.DisplayName, Note: server.Profile.Note,
		Fields: server.Profile.Fields, FieldName: server.Profile.FieldName, FieldValue: server.Profile.FieldValue,
	}), nil
}
