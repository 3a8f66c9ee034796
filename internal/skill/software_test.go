package skill_test

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestUnsupportedSkillsOfOtherSoftware(t *testing.T) {
	for name, c := range map[string]struct {
		software string
		skill    skill.Name
		params   map[string]any
		want     string
	}{
		"Mastodon has everything":     {"mastodon", skill.BlockIP, nil, ""},
		"and so have its forks":       {"Hometown", skill.BlockIP, nil, ""},
		"no such resource":            {"gotosocial", skill.BlockIP, nil, "this server has no IP blocks (GoToSocial)"},
		"the one severity there is":   {"gotosocial", skill.BlockDomain, map[string]any{"severity": "suspend", "reject_media": false}, ""},
		"another severity":            {"gotosocial", skill.BlockDomain, map[string]any{"severity": "silence"}, "this server has no severity of domain blocks but suspend: each of its blocks suspends the other server (GoToSocial)"},
		"a flag that is not there":    {"gotosocial", skill.BlockDomain, map[string]any{"severity": "suspend", "reject_media": true}, "this server has no reject_media and reject_reports of a domain block: each of its blocks rejects everything (GoToSocial)"},
		"a comment alone":             {"gotosocial", skill.BlockDomain, map[string]any{"public_comment": "Spam"}, ""},
		"posts are there":             {"akkoma", skill.PublishConstitution, nil, ""},
		"moderation is another API's": {"akkoma", skill.SuspendAccount, nil, "this server has no moderation through Mastodon's API (Akkoma)"},
	} {
		t.Run(name, func(t *testing.T) {
			s, known := skill.FindSoftware(c.software)
			if got := s.Unsupported(c.skill, c.params); !known || got != c.want {
				t.Errorf("known %t, got %q, want %q", known, got, c.want)
			}
		})
	}
	if s, known := skill.FindSoftware("misskey"); known {
		t.Errorf("misskey is known as %+v", s)
	}
}

func TestResourceIsUnsupportedWithoutASupportedSkill(t *testing.T) {
	gts, _ := skill.FindSoftware("gotosocial")
	for resource, unsupported := range map[string]bool{
		"ip_blocks": true, "email_domain_blocks": true, "announcements": true, "domain_blocks": false, "accounts": false, "rules": false, "profile": false,
	} {
		if why := gts.UnsupportedResource(resource); (why != "") != unsupported {
			t.Errorf("%s: %q", resource, why)
		}
	}
}

func TestGapsNameSkillsOfTheCatalogue(t *testing.T) {
	for _, name := range []string{"gotosocial", "pleroma", "akkoma"} {
		s, _ := skill.FindSoftware(name)
		for _, l := range s.Gaps {
			for _, n := range l.Skills {
				found, known := skill.Find(n)
				for key := range l.Only {
					if !slices.ContainsFunc(found.Params, func(p skill.Param) bool { return p.Name == key }) {
						t.Errorf("%s has no parameter %s", n, key)
					}
				}
				if !known || l.What == "" {
					t.Errorf("%s has no %q for %q", name, n, l.What)
				}
			}
		}
	}
}
