// Package skill is the catalogue of what bylaw can do to a server: one entry for each skill, with its parameters, its
// limits and its inverse. Validation, planning, reference pages and doctor read the same catalogue. It does nothing
// itself: the instance adapter executes.
package skill

// Name is a skill's fixed name, such as block_domain.
type Name string

// Category groups skills as the specification does.
type Category string

// The categories.
const (
	AccountModeration Category = "account_moderation"
	AccountManagement Category = "account_management"
	Reports           Category = "reports"
	Federation        Category = "federation"
	Security          Category = "security"
	Constitution      Category = "constitution"
	Profile           Category = "profile"
	Taxonomies        Category = "taxonomies"
	AdminWebOnly      Category = "admin_web_only"
)

// Kind says how a skill is declared in a governance repository.
type Kind string

// The kinds of skill.
const (
	State  Kind = "state"  // follows from an entry of a desired-state file
	Act    Kind = "act"    // a one-off action, declared in governance/actions/
	Manual Kind = "manual" // the server has no write API: a task for a person
)

// Type is the type of a parameter's value.
type Type string

// The types of parameter values.
const (
	Text    Type = "text"    // Unicode text
	Flag    Type = "flag"    // true or false
	Word    Type = "word"    // one of Param.Words
	Domain  Type = "domain"  // a host name, kept as ParseDomain gives it
	Network Type = "network" // an IP network, kept as ParseNetwork gives it
	Account Type = "account" // a person's account, kept as ParseAccount gives it
	ID      Type = "id"      // a server's id, an opaque word
	Moment  Type = "moment"  // RFC 3339 time
	List    Type = "list"    // a list of texts or of name and value pairs
	Secret  Type = "secret"  // env:BYLAW_SECRET_NAME, never the value itself

	Hashtag   Type = "hashtag"    // kept as ParseHashtag gives it
	EmailHash Type = "email_hash" // of a mail address, kept as ParseEmailHash gives it
	Username  Type = "username"   // the name of a new account, kept as ParseUsername gives it
)

// Param is one parameter of a skill.
type Param struct {
	Name     string   `json:"name"`
	Type     Type     `json:"type"`
	Required bool     `json:"required,omitempty"`
	Words    []string `json:"words,omitempty"`   // what a Word may be
	Max      int      `json:"max,omitempty"`     // the longest text in characters, or List in elements; 0 is no bound of ours
	Each     int      `json:"each,omitempty"`    // the longest element of a List, in characters
	Pairs    bool     `json:"pairs,omitempty"`   // a List of name and value pairs
	Links    int      `json:"links,omitempty"`   // what a URL in a Text counts, whatever its length; 0 where it counts as text
	Default  bool     `json:"default,omitempty"` // a Flag that is true where nothing is said
	Doc      string   `json:"doc"`
}

// Skill is one entry of the catalogue.
type Skill struct {
	Name         Name     `json:"name"`
	Category     Category `json:"category"`
	Kind         Kind     `json:"kind"`
	Title        string   `json:"title"`                 // what it does, as the heading of a list of targets
	Summary      string   `json:"summary"`               // one sentence for people
	Params       []Param  `json:"params"`                // the first is the target, unless Single
	Single       bool     `json:"single,omitempty"`      // a server has one; its target is its resource's name
	Reversible   bool     `json:"reversible"`            // whether an inverse exists
	Until        string   `json:"until,omitempty"`       // how long it can be undone, where that ends
	Inverse      Name     `json:"inverse,omitempty"`     // the skill that undoes it
	Destructive  bool     `json:"destructive,omitempty"` // loses data or relations that nothing restores
	Confirmation bool     `json:"confirmation"`          // asks before it runs at a terminal
	Authority    string   `json:"authority"`             // the kind of article that usually allows it
	Endpoint     string   `json:"endpoint,omitempty"`    // method and path
	Scope        string   `json:"scope,omitempty"`       // OAuth scope of the token
	Page         string   `json:"page,omitempty"`        // path of the page where a person does it, of a Manual skill
	Permission   string   `json:"permission,omitempty"`  // what the bot's role must have
	Since        string   `json:"since,omitempty"`       // first server version
	Limits       []string `json:"limits,omitempty"`      // what it cannot do, in sentences
	Built        bool     `json:"built"`                 // whether this version can execute it
}
