package github_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// TestNoCallTakesAnEmptySuccessForAnAnswer calls every method that asks the server something.
func TestNoCallTakesAnEmptySuccessForAnAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	client, err := github.Open(forge.Options{API: server.URL, Repository: "coop/governance"})
	if err != nil {
		t.Fatal(err)
	}
	values := map[reflect.Type]reflect.Value{
		reflect.TypeFor[context.Context]():    reflect.ValueOf(t.Context()),
		reflect.TypeFor[string]():             reflect.ValueOf("x"),
		reflect.TypeFor[int]():                reflect.ValueOf(1),
		reflect.TypeFor[int64]():              reflect.ValueOf(int64(1)),
		reflect.TypeFor[time.Time]():          reflect.ValueOf(time.Time{}),
		reflect.TypeFor[any]():                reflect.ValueOf(map[string]int{}),
		reflect.TypeFor[facts.CommitStatus](): reflect.ValueOf(facts.CommitStatus{State: "success"}),
		reflect.TypeFor[facts.Pull]():         reflect.ValueOf(facts.Pull{HeadRepo: "coop/governance"}),
		reflect.TypeFor[inspect.Repository](): reflect.ValueOf(inspect.Repository{Owner: "coop"}),
	}
	called := 0
	for i := range reflect.TypeOf(client).NumMethod() {
		name, method := reflect.TypeOf(client).Method(i).Name, reflect.ValueOf(client).Method(i)
		if method.Type().NumIn() == 0 || method.Type().In(0) != reflect.TypeFor[context.Context]() || name == "WhileMoving" {
			continue
		}
		called++
		arguments := make([]reflect.Value, method.Type().NumIn())
		for a := range arguments {
			if arguments[a] = values[method.Type().In(a)]; !arguments[a].IsValid() {
				t.Fatalf("%s: no value of type %s", name, method.Type().In(a))
			}
		}
		results := method.Call(arguments)
		if err, _ := results[len(results)-1].Interface().(error); !errors.Is(err, forge.ErrNoAnswer) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if called < 30 {
		t.Errorf("%d calls were tried", called)
	}
}
