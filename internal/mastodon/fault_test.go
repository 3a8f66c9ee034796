package mastodon_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// task is something that bylaw does to a server, prepared beforehand, with the writes that it is made of.
type task struct {
	prepare func(t *testing.T, w *world)
	run     func(t *testing.T, w *world) error
	writes  []sandbox.Fault // method and path of each write, Nth among the like
}

const blocks, posts = "/api/v1/admin/domain_blocks", "/api/v1/statuses"

func tasks() map[string]task {
	nothing := func(*testing.T, *world) {}
	blocked := func(t *testing.T, w *world) {
		must(t, w.instance.Execute(t.Context(), block("spam.example", "silence")))
	}
	oldThread := constitution("aaaa1111aaaa", "The old text.", "Article 1.")
	newThread := constitution("bbbb2222bbbb", "The new text.", "Article 1.", "Article 2.")
	publish := func(wanted thread.Thread) func(t *testing.T, w *world) error {
		return func(t *testing.T, w *world) error { _, err := w.instance.Post(t.Context(), wanted); return err }
	}
	threadWrites := []sandbox.Fault{
		{Method: "POST", Path: posts, Nth: 1}, {Method: "POST", Path: posts, Nth: 2}, {Method: "POST", Path: posts, Nth: 3},
		{Method: "POST", Path: posts + "/*/pin"}, {Method: "PUT", Path: posts + "/*"}, {Method: "POST", Path: posts + "/*/unpin"},
	}
	return map[string]task{
		"create a block": {nothing, func(t *testing.T, w *world) error {
			return w.instance.Execute(t.Context(), block("spam.example", "suspend"))
		}, []sandbox.Fault{{Method: "POST", Path: blocks}}},
		"change a block": {blocked, func(t *testing.T, w *world) error {
			return w.instance.Execute(t.Context(), update(block("spam.example", "suspend"), "public_comment", "Lies"))
		}, []sandbox.Fault{{Method: "PUT", Path: blocks + "/*"}}},
		"lift a block": {blocked, func(t *testing.T, w *world) error {
			return w.instance.Execute(t.Context(), unblock("spam.example"))
		}, []sandbox.Fault{{Method: "DELETE", Path: blocks + "/*"}}},
		"suspend an account": {people, func(t *testing.T, w *world) error {
			return w.instance.Execute(t.Context(), measure(skill.SuspendAccount, "@troll@bad.example"))
		}, []sandbox.Fault{{Method: "POST", Path: "/api/v1/admin/accounts/*/action"}}},
		"unsuspend an account": {func(t *testing.T, w *world) {
			people(t, w)
			must(t, w.instance.Execute(t.Context(), measure(skill.SuspendAccount, "@troll@bad.example")))
		}, func(t *testing.T, w *world) error {
			return w.instance.Execute(t.Context(), lift(skill.UnsuspendAccount, "@troll@bad.example"))
		}, []sandbox.Fault{{Method: "POST", Path: "/api/v1/admin/accounts/*/unsuspend"}}},
		"publish the first constitution": {nothing, publish(newThread), threadWrites[:4]},
		"replace the constitution": {func(t *testing.T, w *world) {
			_, err := w.instance.Post(t.Context(), oldThread)
			must(t, err)
		}, publish(newThread), threadWrites},
		"replace the constitution on the last free pin": {func(t *testing.T, w *world) {
			_, err := w.instance.Post(t.Context(), oldThread)
			must(t, err)
			pinOthers(t, w, 4)
		}, publish(newThread), threadWrites},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pinOthers pins posts of the bot that are no constitution.
func pinOthers(t *testing.T, w *world, n int) {
	t.Helper()
	w.server.Edit(func(s *sandbox.State) {
		bot := s.Accounts[0].ID
		for range n {
			s.Statuses = append(s.Statuses, &sandbox.Status{
				ID: s.NextID(w.at), Account: bot, Text: "House rules", Visibility: "public", CreatedAt: w.at, PinnedAt: w.at, PinOrder: s.NextID(w.at),
			})
		}
	})
}

func faults() []sandbox.Fault {
	reset := map[string]string{"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-21T12:05:00.000000Z"}
	return []sandbox.Fault{
		{Kind: sandbox.ResetBefore}, {Kind: sandbox.ResetAfter}, {Kind: sandbox.Truncated}, {Kind: sandbox.Broken}, {Kind: sandbox.Slow},
		{Kind: sandbox.StatusBefore, Status: 500}, {Kind: sandbox.StatusAfter, Status: 500},
		{Kind: sandbox.StatusBefore, Status: 503}, {Kind: sandbox.StatusAfter, Status: 503},
		{Kind: sandbox.StatusBefore, Status: 429}, {Kind: sandbox.StatusBefore, Status: 429, Header: reset},
		{Kind: sandbox.StatusBefore, Status: 403, Body: "blocked"},
	}
}

// Attack 36: the server did it, the answer never came. Whatever goes wrong with a write, once or three times in a row, a second
// run ends where an undisturbed one does, with nothing done twice.
func TestAfterAFaultASecondRunEndsWhereAnUndisturbedOneDoes(t *testing.T) {
	for name, job := range tasks() {
		t.Run(name, func(t *testing.T) {
			want := perform(t, job, nil)
			for _, write := range job.writes {
				for _, fault := range faults() {
					for _, times := range []int{1, 3} {
						scripted := fault
						scripted.Method, scripted.Path, scripted.Nth = write.Method, write.Path, write.Nth
						t.Run(fmt.Sprintf("%s %s %d %s %d %d times", write.Method, write.Path, write.Nth, fault.Kind, fault.Status, times), func(t *testing.T) {
							script := []sandbox.Fault{scripted}
							for range times - 1 {
								script = append(script, scripted)
							}
							if diff := cmp.Diff(want, perform(t, job, script)); diff != "" {
								t.Errorf("-undisturbed +disturbed:\n%s", diff)
							}
						})
					}
				}
			}
		})
	}
}

// perform runs a task under faults, in new runs of the program until one succeeds and one more, and looks at the server.
// In its bubble a time-out takes no time.
func perform(t *testing.T, job task, script []sandbox.Fault) (seen picture) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { seen = disturb(t, job, script) })
	return seen
}

func disturb(t *testing.T, job task, script []sandbox.Fault) picture {
	t.Helper()
	w := newWorld(t, sandbox.Options{Empty: true})
	job.prepare(t, w)
	for n, fault := range script {
		fault.Nth = max(fault.Nth, 1) + n
		w.server.Fail(fault)
	}
	runUntilDone(t, w, job, len(script))
	if len(script) > 0 && w.server.PendingFaults() == len(script) {
		t.Fatal("no fault struck")
	}
	runUntilDone(t, w, job, len(script))
	return w.picture()
}

// runUntilDone starts the program again until it succeeds; each run may meet no more than the faults that are left.
func runUntilDone(t *testing.T, w *world, job task, faults int) {
	t.Helper()
	for tries := 0; ; tries++ {
		w.reopen(t)
		err := job.run(t, w)
		if err == nil {
			return
		}
		if tries > faults {
			t.Fatalf("run %d: %v", tries, err)
		}
	}
}

func TestOneLostAnswerDoesNotStopARun(t *testing.T) {
	for name, job := range tasks() {
		for _, write := range job.writes {
			for _, kind := range []sandbox.Kind{sandbox.ResetBefore, sandbox.ResetAfter, sandbox.Truncated, sandbox.Broken} {
				w := newWorld(t, sandbox.Options{Empty: true})
				job.prepare(t, w)
				w.server.Fail(sandbox.Fault{Method: write.Method, Path: write.Path, Nth: write.Nth, Kind: kind})
				if err := job.run(t, w); err != nil {
					t.Errorf("%s, %s %s, %s: %v", name, write.Method, write.Path, kind, err)
				}
			}
		}
	}
}

func TestAWriteWhoseEffectCannotBeReadIsNotRepeated(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Fail(sandbox.Fault{Method: "POST", Path: blocks, Kind: sandbox.ResetAfter})
	w.server.Fail(sandbox.Fault{Method: "GET", Path: blocks, Kind: sandbox.StatusBefore, Status: 503})
	err := w.instance.Execute(t.Context(), block("spam.example", "suspend"))
	wantMessage(t, err, "whether it was done is not known")
	if n := w.server.Count("POST", blocks); n != 1 {
		t.Errorf("posted %d times", n)
	}
}

func TestASuccessThatSaysSomethingElseIsAnError(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.server.Fail(sandbox.Fault{Method: "POST", Path: blocks, Kind: sandbox.Vanish})
	must(t, w.instance.Execute(t.Context(), block("vanish.example", "suspend")))
	_, instance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		answer := `{"id":"8","domain":"spam.example","severity":"noop","reject_media":false,"public_comment":"Spam"}`
		if r.Method == http.MethodGet {
			answer = "[" + answer + "]"
		}
		fmt.Fprint(w, answer)
	})
	err := instance.Execute(t.Context(), block("spam.example", "suspend"))
	if mismatch, ok := errors.AsType[*mastodon.MismatchError](err); !ok || mismatch.Field != "severity" || mismatch.Got != "noop" {
		t.Errorf("error = %v", err)
	}
	wantMessage(t, err, `"spam.example": the server answers severity = "noop", asked was "suspend"`)
}
