package constitution_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

func TestARuleIsNamedByItsProvisionOrElseItsArticle(t *testing.T) {
	of := func(citation, id, role string) provision.Provision {
		return provision.Provision{Citation: citation, ID: id, Rule: provision.Rule{Electorate: provision.Electorate{Role: role}}}
	}
	law := constitution.Constitution{Provisions: []provision.Provision{
		of("4", "severing", "first"), of("4", "limiting", "second"), of("5", "5", "third"), of("6", "4.0", "fourth"),
	}}
	tests := []struct{ name, want string }{
		{"severing", "first"}, {"limiting", "second"}, {"4", "first"}, {"5", "third"}, {"4.0", "fourth"}, {"7", ""}, {"", ""},
	}
	for _, tt := range tests {
		got, ok := law.Rule(tt.name)
		if got.Electorate.Role != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: got %q, %t, want %q", tt.name, got.Electorate.Role, ok, tt.want)
		}
	}
}
