package mastodon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func signUp(name string) plan.Change {
	change := actOn(skill.CreateAccount, "@"+name+"@social.example")
	change.Params = map[string]any{"username": name, "email_from": "env:BYLAW_SECRET_MAIL", "password_from": "env:BYLAW_SECRET_WORD"}
	return change
}

// Trap 12: it needs a token of the application, the token that comes back is the new person's, and neither may be used for
// anything else.
func TestAnAccountIsCreatedWithATokenThatIsNotKept(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.withSecrets(t)
	must(t, w.instance.Execute(t.Context(), signUp("newton")))
	if a := w.person(t, "newton"); a == nil || a.Email != "newton@post.example" || !a.Pending {
		t.Fatalf("account %+v", a)
	}
	self, err := w.instance.Whoami(t.Context())
	if err != nil || self.Acct != "bylaw" {
		t.Errorf("the bot acts as %q now, %v", self.Acct, err)
	}
	if said := fmt.Sprintf("%+v %#v", w.instance, w.instance); strings.Contains(said, "sandbox-token") || strings.Contains(said, "correct horse") {
		t.Error("a secret can be printed")
	}
}

func TestANameThatIsTakenMeanwhileIsNotOurs(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.withSecrets(t)
	err := w.instance.Execute(t.Context(), signUp("bruno"))
	wantMessage(t, err, `create_account "@bruno@social.example": the name was taken since the plan was made`)
	if n := w.server.Count("POST", "/oauth/token"); n != 0 {
		t.Errorf("%d tokens were asked for", n)
	}
}

// Attack 42: no proposal can name another secret than those that are kept for proposals.
func TestOnlySecretsWithThePrefixAreRead(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.withSecrets(t)
	for _, name := range []string{"env:MASTODON_ACCESS_TOKEN", "env:BYLAW_SECRET_CLIENT_SECRET", "hunter2", "env:BYLAW_SECRET_"} {
		change := signUp("newton")
		change.Params["email_from"] = name
		err := w.instance.Execute(t.Context(), change)
		if err == nil || strings.Contains(err.Error(), sandbox.BotToken) || strings.Contains(err.Error(), sandbox.ClientSecret) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	change := signUp("newton")
	change.Params["email_from"] = "env:BYLAW_SECRET_UNSET"
	wantMessage(t, w.instance.Execute(t.Context(), change), "email_from names env:BYLAW_SECRET_UNSET, which is not set")
	if w.person(t, "newton") != nil || w.server.Count("POST", "/api/v1/accounts") != 0 {
		t.Error("something was sent")
	}
}

func TestWithoutCredentialsOfAnApplicationNothingIsSent(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.secretly(t, map[string]string{"BYLAW_SECRET_MAIL": "a@post.example", "BYLAW_SECRET_WORD": "correct horse"})
	wantMessage(t, w.instance.Execute(t.Context(), signUp("newton")), "accounts are created with a token of the application")
	if got := w.readOne(t, plan.BotResource, plan.BotResource); got["app_token"] != false || got["sign_ups"] != true {
		t.Errorf("the bot is %v", got)
	}
}

// Trap 22: an error keeps its status, and shows no secret even if the server repeats what it was sent.
func TestARefusedSignUpShowsNoSecret(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.withSecrets(t)
	w.server.Fail(sandbox.Fault{
		Method: "POST", Path: "/api/v1/accounts", Kind: sandbox.StatusBefore, Status: 422,
		Body: "newton@post.example with correct horse is not welcome",
	})
	err := w.instance.Execute(t.Context(), signUp("newton"))
	wantMessage(t, err, "422")
	if said := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(said, "correct horse") || strings.Contains(said, "newton@post") {
		t.Errorf("the error shows %s", said)
	}
}

func TestWrongCredentialsOfTheApplicationAreReportedWithoutThem(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.secretly(t, map[string]string{
		"BYLAW_SECRET_CLIENT_ID": "nobody", "BYLAW_SECRET_CLIENT_SECRET": "open sesame",
		"BYLAW_SECRET_MAIL": "a@post.example", "BYLAW_SECRET_WORD": "correct horse",
	})
	err := w.instance.Execute(t.Context(), signUp("newton"))
	wantMessage(t, err, "POST /oauth/token: 401")
	if strings.Contains(err.Error(), "open sesame") {
		t.Errorf("the error shows %v", err)
	}
}

// A server that breaks down may say back what it was sent.
func TestABreakdownThatRepeatsTheApplicationsSecretShowsNoSecret(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.withSecrets(t)
	w.server.Fail(sandbox.Fault{
		Method: "POST", Path: "/oauth/token", Kind: sandbox.StatusBefore, Status: 500, Body: "cannot read client_secret=" + sandbox.ClientSecret,
	})
	err := w.instance.Execute(t.Context(), signUp("newton"))
	wantMessage(t, err, "POST /oauth/token: 500")
	if said := fmt.Sprintf("%v %+v", err, err); strings.Contains(said, sandbox.ClientSecret) {
		t.Errorf("the error shows %s", said)
	}
}

// What the server asks of applicants and no action has.
func TestWhatKeepsTheBotFromSigningPeopleUpIsRead(t *testing.T) {
	for want, ups := range map[string]sandbox.SignUps{
		"the server asks for their date of birth":            {MinAge: 16},
		"the server sends people to another site to sign up": {SignUpElsewhere: "https://join.example"},
	} {
		w := newWorld(t, sandbox.Options{})
		w.server.Edit(func(s *sandbox.State) { s.SignUps = ups })
		if got := w.readOne(t, plan.BotResource, plan.BotResource); got[plan.Barrier] != want || got[plan.SignUps] != true {
			t.Errorf("the bot is %v", got)
		}
	}
	w := newWorld(t, sandbox.Options{})
	w.server.Edit(func(s *sandbox.State) { s.SingleSignOn = true })
	w.instance = w.withSecrets(t)
	wantMessage(t, w.instance.Execute(t.Context(), signUp("newton")), "it may take single sign-on alone")
}
