package github

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Run is a workflow run that the real server would have started. Source is the ref whose workflow files run: what a
// proposal brings along for a pull request, the default branch for the rest.
type Run struct {
	Event   string
	Action  string
	Source  string
	Ref     string
	Commit  string
	Actor   string
	Payload json.RawMessage // of a repository_dispatch, or the issue of an event about one
}

// trigger notes a run. What the Actions bot does starts none, so that workflows do not trigger each other for ever; dispatches are
// the exception.
func (s *Server) trigger(who *account, event, action, ref, commit string) {
	if who.ID == ActionsBot {
		return
	}
	s.runs = append(s.runs, Run{Event: event, Action: action, Source: ref, Ref: ref, Commit: commit, Actor: who.Login})
}

// Runs gives the workflow runs since the start, in order.
func (s *Server) Runs() []Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.runs)
}

// invalidRequest is what the server says of a body that does not fit the description of a route.
func invalidRequest(why string) *problem {
	return &problem{status: http.StatusUnprocessableEntity, message: "Invalid request.\n\n" + why}
}

func (c *call) dispatch() (int, any, error) {
	if err := c.writer(); err != nil {
		return 0, nil, err
	}
	var wanted struct {
		Type    string          `json:"event_type"`
		Payload json.RawMessage `json:"client_payload"`
	}
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	keys := map[string]json.RawMessage{}
	if len(wanted.Payload) > 0 && json.Unmarshal(wanted.Payload, &keys) != nil {
		return 0, nil, invalidRequest("client_payload is not an object.")
	}
	switch {
	case wanted.Type == "" || len(wanted.Type) > 100:
		return 0, nil, invalidRequest("event_type must have 1 to 100 characters.")
	case len(keys) > 10:
		return 0, nil, invalidRequest("No more than 10 properties are allowed; " + itoa(len(keys)) + " were supplied.")
	case len(wanted.Payload) >= 65_535:
		return 0, nil, invalidRequest("client_payload is too large.")
	}
	source := branches + c.repo.protects
	c.runs = append(c.runs, Run{
		Event: "repository_dispatch", Action: wanted.Type, Source: source, Ref: source,
		Commit: c.repo.Tip(source).String(), Actor: c.who.Login, Payload: wanted.Payload,
	})
	return http.StatusNoContent, nil, nil
}
