package port

import (
	"context"
	"errors"
	"time"

	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Client is an application that is registered on a server.
type Client struct {
	ID       string
	Secret   secret.Secret
	Redirect string // where a person is sent back to with a code
}

// Authorization is a question to a person: may this application act for you.
type Authorization struct {
	Page     string        // the address where it is asked
	State    string        // comes back with the code, and with no other
	Verifier secret.Secret // of PKCE: who does not know it cannot use the code
	Scopes   []string      // that are asked for
}

// Grant is a token with what a server says about it.
type Grant struct {
	Token   secret.Secret
	Scopes  []string
	Expires time.Time // zero: never, which is usual
}

// Holder is the account that a token acts for. It is zero where the token's scopes do not show it.
type Holder struct {
	Handle      string // "@bylaw@social.example", "" where it is not visible
	Bot         bool   // whether it is marked as automated
	Role        string // its name, "" for none
	Permissions uint64 // bits of the role
}

// OAuthServer is what a server says of its OAuth before anybody is asked.
type OAuthServer struct {
	Software skill.Software
	Scopes   []string // that it knows; nil where it does not say
	PKCE     bool     // whether it says that it checks the verifier
}

var (
	// ErrOtherClient means that a token was issued to another application than the one that asks.
	ErrOtherClient = errors.New("the token belongs to another application")
	// ErrNoToken means that the server does not accept a token: it never did, or no longer.
	ErrNoToken = errors.New("the server does not accept this token")
)

// OAuth is a server that gives tokens.
type OAuth interface {
	// Describe reads what the server says of itself.
	Describe(ctx context.Context) (OAuthServer, error)
	// Register makes an application that may ask for scopes.
	Register(ctx context.Context, name, redirect string, scopes []string) (Client, error)
	// Ask makes a question, with a state and a verifier that no one can guess.
	Ask(c Client, scopes []string) Authorization
	// Exchange gives the token that a code stands for. A code serves once.
	Exchange(ctx context.Context, c Client, asked Authorization, code secret.Secret) (Grant, error)
	// Revoke ends a token of an application; ErrOtherClient where it is not the application's.
	Revoke(ctx context.Context, c Client, token secret.Secret) error
	// Holder says whose a token is; ErrNoToken where the server does not accept it.
	Holder(ctx context.Context, token secret.Secret) (Holder, error)
}

// Consent is how a person is asked, and where the answer arrives.
type Consent interface {
	// Redirect is the address at which the answer arrives.
	Redirect() string
	// Code waits for the answer to a question. A refusal of the person is *diag.Refusal.
	Code(ctx context.Context, asked Authorization) (secret.Secret, error)
}

// RegisteredClient is a client that is kept, with what it was registered for.
type RegisteredClient struct {
	Client
	Server  string // base URL
	Purpose string
	At      time.Time
}

// Clients keeps the applications that were registered: only they can revoke their tokens.
type Clients interface {
	Add(c RegisteredClient) error
	Remove(id string) error
	// List gives those of a server, the newest first.
	List(server string) ([]RegisteredClient, error)
}

// Vault is where a token goes. It is checked before a person is asked, so that no token is lost for want of a place.
type Vault interface {
	Check(ctx context.Context) error
	Put(ctx context.Context, token secret.Secret) error
}
