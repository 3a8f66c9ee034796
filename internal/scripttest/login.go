package scripttest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/cli"
)

// withPerson gives a command a person with a browser, as far as the script's environment says: BROWSER is what they do on the
// page (allow, deny, or otherstate: another page sends the browser back), BROWSER_AS the account that they sign in as. With
// PASTE they have no browser here, and paste the code that the page shows. GH is what gh does: set, or fail when it sets.
func withPerson(ts *testscript.TestScript, p *cli.Process) {
	p.Config = ts.MkAbs("config")
	if does := ts.Getenv("BROWSER"); does != "" {
		p.Browse = func(page string) error { return visit(ts, page, does) }
	}
	if ts.Getenv("PASTE") != "" {
		person := &paster{ts: ts, out: p.Stderr}
		p.Stderr, p.Stdin = person, person
	}
	if does := ts.Getenv("GH"); does != "" {
		p.Run = func(_ context.Context, stdin io.Reader, name string, args ...string) (string, error) {
			return gh(ts, does, stdin, name, args)
		}
	}
}

// visit does on a page what a person does, follows the server to where it sends the browser, and keeps the last page in the
// file "closing".
func visit(ts *testscript.TestScript, page, does string) error {
	back, err := answerPage(ts, page, does)
	if err != nil {
		return err
	}
	if does == "otherstate" {
		query := back.Query()
		query.Set("state", "forged")
		back.RawQuery = query.Encode()
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, back.String(), nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	return errors.Join(err, response.Body.Close(), os.WriteFile(ts.MkAbs("closing"), body, 0o600))
}

// answerPage reads the page and sends its form, and gives the address to which the server then sends the browser.
func answerPage(ts *testscript.TestScript, page, does string) (*url.URL, error) {
	at, err := url.Parse(page)
	if err != nil {
		return nil, err
	}
	form := at.Query()
	form.Set("account", ts.Getenv("BROWSER_AS"))
	if does == "deny" {
		form.Set("_method", "delete")
	}
	at.RawQuery = ""
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, at.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusFound {
		body, _ := io.ReadAll(response.Body)
		ts.Fatalf("the page answers %s: %s", response.Status, body)
	}
	return at.Parse(response.Header.Get("Location"))
}

// paster reads the address of the page from standard error, visits it, and types the code.
type paster struct {
	ts    *testscript.TestScript
	out   io.Writer
	said  bytes.Buffer
	typed io.Reader
}

func (p *paster) Write(b []byte) (int, error) {
	p.said.Write(b)
	return p.out.Write(b)
}

var pageAddress = regexp.MustCompile(`https?://\S+/oauth/authorize\?\S+`)

func (p *paster) Read(b []byte) (int, error) {
	if p.typed == nil {
		back, err := answerPage(p.ts, pageAddress.FindString(p.said.String()), "allow")
		if err != nil {
			return 0, err
		}
		p.typed = strings.NewReader(back.Query().Get("code") + "\n")
	}
	return p.typed.Read(b)
}

// gh keeps what it is given in the files gh.args and gh.stdin.
func gh(ts *testscript.TestScript, does string, stdin io.Reader, name string, args []string) (string, error) {
	line := name + " " + strings.Join(args, " ")
	if args[1] == "list" {
		return "", nil
	}
	token, err := io.ReadAll(stdin)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("gh.args"), []byte(line+"\n"), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("gh.stdin"), token, 0o600))
	if does == "fail" {
		return "HTTP 403: refused " + string(token), errors.New("exit status 1")
	}
	return "", nil
}

// tokenFrom puts the token of a file into the environment: "token FILE".
func tokenFrom(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv("MASTODON_ACCESS_TOKEN", strings.TrimSpace(ts.ReadFile(args[0])))
}

// private makes sure that no one but its owner may read a file: "private FILE".
func private(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if info.Mode().Perm() != 0o600 {
		ts.Fatalf("%s has mode %s", args[0], info.Mode())
	}
}
