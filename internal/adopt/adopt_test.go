package adopt_test

import (
	"context"
	"errors"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/adopt"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Nothing is read of a server before it is known that members may be written about: the ports have no server.
func TestPeopleAreReadForAPrivateRepositoryAlone(t *testing.T) {
	unreachable := errors.New("no answer")
	for name, test := range map[string]struct {
		private, asked, stated bool
		err                    error
		refused                bool
	}{
		"public":                           {asked: true, refused: true},
		"public, whatever a person states": {asked: true, stated: true, refused: true},
		"not known":                        {refused: true},
		"the forge does not answer":        {stated: true, err: unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			ports := adopt.Ports{Private: func(context.Context) (bool, bool, error) { return test.private, test.asked, test.err }}
			_, err := adopt.Read(t.Context(), ports, nil, adopt.Request{People: true, Private: test.stated})
			refusal, ok := errors.AsType[*diag.Refusal](err)
			if ok != test.refused || test.refused && (refusal.Why == "" || diag.HintOf(err) == "") || test.err != nil && !errors.Is(err, test.err) {
				t.Errorf("got %v, hint %q", err, diag.HintOf(err))
			}
		})
	}
}
