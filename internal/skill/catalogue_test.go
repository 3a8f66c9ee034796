package skill_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestTheCatalogueHoldsTheSpecifiedSkillsInOrder(t *testing.T) {
	want := strings.Fields(`
		suspend_account unsuspend_account silence_account unsilence_account disable_account enable_account
		mark_account_sensitive unmark_account_sensitive delete_status
		approve_account reject_account delete_account_data create_account
		assign_report unassign_report resolve_report reopen_report
		block_domain unblock_domain allow_domain disallow_domain
		block_ip unblock_ip block_email_domain unblock_email_domain
		publish_constitution update_profile update_instance_rules create_announcement`)
	if diff := cmp.Diff(want, skill.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestEverySkillIsDescribed(t *testing.T) {
	for _, s := range skill.All() {
		if s.Category == "" || s.Kind == "" || s.Authority == "" || s.Title == "" || !strings.HasSuffix(s.Summary, ".") || len(s.Params) == 0 {
			t.Errorf("%s is not fully described: %+v", s.Name, s)
		}
		for _, limit := range s.Limits {
			if !strings.HasSuffix(limit, ".") {
				t.Errorf("%s: %q is no sentence", s.Name, limit)
			}
		}
		if manual := s.Kind == skill.Manual; manual == (s.Endpoint != "" && s.Scope != "" && s.Since != "") {
			t.Errorf("%s: kind %s does not fit the endpoint %q with scope %q since %q", s.Name, s.Kind, s.Endpoint, s.Scope, s.Since)
		}
		if s.Built && s.Kind == skill.Manual && !strings.HasPrefix(s.Page, "/admin/") {
			t.Errorf("%s is built, but names no page for the person who does it", s.Name)
		}
	}
}

func TestEveryTargetIsAParameterThatMustBeGiven(t *testing.T) {
	for _, s := range skill.All() {
		if !s.Single && !s.Params[0].Required {
			t.Errorf("%s: the target %s may be left out", s.Name, s.Params[0].Name)
		}
		names := map[string]bool{}
		for _, p := range s.Params {
			if names[p.Name] || p.Doc == "" || p.Type == "" || (p.Type == skill.Word) != (len(p.Words) > 0) {
				t.Errorf("%s: bad parameter %+v", s.Name, p)
			}
			names[p.Name] = true
		}
	}
}

func TestInversesUndoEachOther(t *testing.T) {
	for _, s := range skill.All() {
		if s.Inverse == "" {
			if s.Reversible && s.Kind != skill.Manual {
				t.Errorf("%s is reversible, but nothing undoes it", s.Name)
			}
			continue
		}
		inverse, ok := skill.Find(s.Inverse)
		if !ok || inverse.Inverse != s.Name || !s.Reversible {
			t.Errorf("%s is undone by %s, which is undone by %s", s.Name, s.Inverse, inverse.Inverse)
		}
		if inverse.Params[0].Type != s.Params[0].Type {
			t.Errorf("%s and %s have different targets", s.Name, s.Inverse)
		}
	}
}

func TestEverySkillIsBuilt(t *testing.T) {
	for _, s := range skill.All() {
		if !s.Built {
			t.Errorf("%s is not built", s.Name)
		}
	}
	for _, r := range skill.Resources() {
		if !r.Built() {
			t.Errorf("resource %s is not built", r.Name)
		}
	}
}

func TestResourcesNameSkillsOfTheCatalogue(t *testing.T) {
	for _, r := range skill.Resources() {
		for _, name := range []skill.Name{r.Put, r.Remove} {
			if _, ok := skill.Find(name); !ok && name != "" {
				t.Errorf("resource %s names %q", r.Name, name)
			}
		}
		if found, ok := skill.FindResource(r.Name); !ok || found != r {
			t.Errorf("resource %s is not found", r.Name)
		}
	}
	if _, ok := skill.FindResource("domains"); ok {
		t.Error("a resource was found that does not exist")
	}
}

func TestARemovalKnowsTheConditionsOfWhatItTakesAway(t *testing.T) {
	unblock, _ := skill.Find(skill.UnblockDomain)
	for _, key := range []string{"domain", "severity", "obfuscate", "scope", "subject", "until_within", "until_beyond"} {
		if !slices.Contains(unblock.Conditions(), key) {
			t.Errorf("unblock_domain does not know %s", key)
		}
	}
	if p, ok := unblock.Compared("severity"); !ok || !slices.Contains(p.Words, skill.Suspend) {
		t.Errorf("severity is compared as %+v", p)
	}
	if _, ok := unblock.Compared("scope"); ok {
		t.Error("scope is derived, but has a parameter")
	}
	approve, _ := skill.Find(skill.ApproveAccount)
	if slices.Contains(approve.Conditions(), "severity") {
		t.Error("approve_account knows severity")
	}
}

func TestTheCallerMayChangeTheCatalogueThatItGets(t *testing.T) {
	skill.Catalogue()[0].Params[0].Name = "changed"
	if got := skill.Catalogue()[0].Params[0].Name; got != "account" {
		t.Errorf("the next caller gets %q", got)
	}
}

func TestWhatTheAPICannotDoNamesAWay(t *testing.T) {
	for _, c := range skill.Cannot() {
		if c.What == "" || c.Page == "" && c.Command == "" {
			t.Errorf("no way for %+v", c)
		}
		if c.Page != "" && !strings.HasPrefix(c.Page, "/admin/") {
			t.Errorf("%s is no admin page", c.Page)
		}
	}
}

func TestEveryMeasureHasAWordAndASkillThatLiftsIt(t *testing.T) {
	r, _ := skill.FindResource(skill.Accounts)
	words := r.Entry()[1].Words
	for n, m := range skill.Measures() {
		put, known := skill.Find(m.Put)
		if !known || put.Inverse != m.Lift || words[n] != m.State {
			t.Errorf("%+v: put is undone by %s, the word is %s", m, put.Inverse, words[n])
		}
		for _, name := range []skill.Name{m.Put, m.Lift} {
			if found, ok := skill.FindMeasure(name); !ok || found != m || !slices.Contains(r.Skills(), name) {
				t.Errorf("%s is part of %+v", name, found)
			}
		}
	}
	if m, ok := skill.FindMeasure(""); ok {
		t.Errorf("no skill is part of %+v", m)
	}
}

func TestExtensionsAreFoundAndNotCountedAmongTheSpecified(t *testing.T) {
	for _, s := range skill.Extensions() {
		if found, ok := skill.Find(s.Name); !ok || found.Name != s.Name || slices.Contains(skill.Names(), string(s.Name)) {
			t.Errorf("%s is found as %+v", s.Name, found)
		}
	}
	for _, s := range skill.All() {
		if found, ok := skill.Find(s.Name); !ok || found.Name != s.Name || found.Summary != s.Summary {
			t.Errorf("%s is found as %+v", s.Name, found)
		}
	}
	if len(skill.All()) != len(skill.Names())+len(skill.Extensions()) {
		t.Error("not all skills are among all")
	}
}
