package charter

import (
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// knownDriftFields is the table of an entry of known_drift.
func knownDriftFields() []field {
	var resources []string
	for _, r := range skill.Resources() {
		resources = append(resources, r.Name)
	}
	return []field{
		{name: "resource", shape: wordShape, required: true, words: resources, doc: "What differs, such as domain_blocks."},
		{name: "target", shape: textShape, doc: "Which entry of it, as its file names it; absent where a server has only one."},
		{name: "reason", shape: textShape, required: true, doc: "Why the difference is accepted."},
		{name: "until", shape: momentShape, required: true, doc: "When it is drift again; a date counts through 24:00 UTC."},
	}
}

// knownDrift reads the differences that are accepted until a date. An entry with a mistake accepts nothing.
func knownDrift(rows []section, own string) []plan.KnownDrift {
	var all []plan.KnownDrift
	seen := map[[2]string]int{}
	for _, row := range rows {
		k := plan.KnownDrift{Resource: row.word("resource"), Reason: row.text("reason"), Until: written(through(row.At("until"))), Place: row.Place()}
		if k.Target = driftTarget(row, k.Resource, own); k.Target == "" || k.Reason == "" || k.Until == "" {
			continue
		}
		entry := [2]string{k.Resource, k.Target}
		if line, twice := seen[entry]; twice {
			row.At("resource").Fail("keep one of the two", "%s %q is in known_drift twice; first on line %d", k.Resource, k.Target, line)
			continue
		}
		seen[entry] = k.Place.Line
		all = append(all, k)
	}
	return all
}

// driftTarget reads the target of an entry in the canonical form of its resource; "" where there is a mistake.
func driftTarget(row section, resource, own string) string {
	r, known := skill.FindResource(resource)
	put, _ := skill.Find(r.Put)
	switch {
	case !known:
		return ""
	case put.Single:
		if row.Has("target") && row.At("target").Text() != resource {
			row.At("target").Fail("remove the key target", "a server has one %s only", r.Noun)
			return ""
		}
		return resource
	}
	p := r.Entry()[0]
	target, _ := readParam(p, row.Need("target")).(string)
	switch {
	case resource == skill.Accounts:
		return local(target, own)
	case r.Put == skill.CreateAnnouncement:
		return skill.Paragraphs(target)
	}
	return target
}
