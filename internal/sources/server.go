package sources

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// severities are the measures from the mildest on.
var severities = []string{"noop", "silence", "suspend"}

const (
	silence = "silence"
	suspend = "suspend"
)

func rank(severity string) int { return slices.Index(severities, severity) }

// severityOf is the measure of an entry.
func severityOf(item plan.Item) string {
	severity, _ := item.Params["severity"].(string)
	return severity
}

// server says what comes of one server that is in lists.
func (e *evaluation) server(domain string, votes []vote) {
	lists := names(votes)
	item, there := e.entries[domain]
	ignored := func(why string) { e.Ignored = append(e.Ignored, Left{domain, lists, why}) }
	switch by := e.ignoredBy(domain); {
	case by != "":
		ignored(fmt.Sprintf("%s is under ignore", by))
		return
	case there && len(provenance(item)) == 0:
		ignored("the entry is the community's own")
		return
	case len(lists) < e.Threshold:
		why := fmt.Sprintf("in %d of the %d lists that it needs", len(lists), e.Threshold)
		if there {
			why += "; the entry stays as long as a list has it"
		}
		e.Below = append(e.Below, Left{domain, lists, why})
		return
	}
	says := e.agreed(votes)
	if !there {
		e.enter(domain, votes, says, ignored)
		return
	}
	e.update(item, votes, says)
}

// ignoredBy gives the domain under ignore that covers a server, "" where none does.
func (e *evaluation) ignoredBy(domain string) string {
	for _, name := range e.settings.Ignore {
		if domain == name || strings.HasSuffix(domain, "."+name) {
			return name
		}
	}
	return ""
}

// agreed gives the most severe measure that so many lists name, or one more severe, as the threshold says; no more than
// max_severity.
func (e *evaluation) agreed(votes []vote) string {
	for _, severity := range []string{suspend, silence} {
		count := 0
		for _, v := range votes {
			if rank(severityOf(v.item)) >= rank(severity) {
				count++
			}
		}
		if count >= e.Threshold && rank(severity) <= rank(e.settings.MaxSeverity) {
			return severity
		}
	}
	return severities[0]
}

// flagged reports whether so many lists reject the media or the reports of a server, as the threshold says. A suspension does.
func (e *evaluation) flagged(votes []vote, flag string) bool {
	count := 0
	for _, v := range votes {
		if v.item.Params[flag] == true || severityOf(v.item) == suspend {
			count++
		}
	}
	return count >= e.Threshold
}

// enter adds an entry for a server that has none.
func (e *evaluation) enter(domain string, votes []vote, says string, ignored func(why string)) {
	item := plan.Item{Resource: "domain_blocks", Target: domain, Params: map[string]any{"severity": says}}
	if says == suspend && e.settings.First != "" {
		item.Params["severity"] = e.settings.First
	}
	for _, flag := range []string{"reject_media", "reject_reports"} {
		if says != suspend && e.flagged(votes, flag) {
			item.Params[flag] = true
		}
	}
	if says == severities[0] && len(item.Params) == 1 {
		ignored("the lists note it, and limit nothing")
		return
	}
	var comments []string
	for _, v := range votes {
		said, _ := v.item.Params["private_comment"].(string)
		comments = append(comments, shortened(said))
	}
	item.Params["private_comment"] = strings.Join(comments, "; ")
	item.Params[plan.Sources] = e.seen(nil, votes)
	item.Reason = "listed by " + strings.Join(names(votes), ", ")
	e.Changes = append(e.Changes, Change{Add, domain, severityOf(item), says, names(votes), item})
}

// longComment bounds what one list says of a server, in characters.
const longComment = 200

func shortened(text string) string {
	if runes := []rune(text); len(runes) > longComment {
		return string(runes[:longComment]) + "…"
	}
	return text
}

// seen gives the provenance of an entry: the lists that have it, those that are new with today's date.
func (e *evaluation) seen(before map[string]any, votes []vote) map[string]any {
	days := map[string]any{}
	for _, name := range names(votes) {
		days[name] = e.today.Format(time.DateOnly)
		if since, known := before[name]; known {
			days[name] = since
		}
	}
	return days
}

// update changes the measure of an entry that comes from lists, where they say another. An entry that began as a limit is
// raised only after its time.
func (e *evaluation) update(item plan.Item, votes []vote, says string) {
	is, to := severityOf(item), says
	lists := names(votes)
	staged := says == suspend && e.settings.First != "" && rank(is) < rank(suspend)
	if staged && is == e.settings.First {
		due, ever := e.due(item)
		if !ever || e.today.Before(due) {
			why := "the lists say suspend, and raise_after is never"
			if ever {
				why = "the lists say suspend, which is proposed from " + due.Format(time.DateOnly) + " on"
			}
			e.Waiting = append(e.Waiting, Left{item.Target, lists, why})
			return
		}
	} else if staged {
		to = e.settings.First
	}
	change := Change{Raise, item.Target, to, says, lists, item}
	switch {
	case rank(to) == rank(is):
		return
	case rank(to) < rank(is):
		change.Kind = Lower
		if why := e.unsure(item.Target, provenance(item)); why != "" {
			e.Held = append(e.Held, Left{item.Target, lists, why})
			return
		}
	}
	change.Item.Params = maps.Clone(item.Params)
	change.Item.Params["severity"] = to
	change.Item.Params[plan.Sources] = e.seen(provenance(item), votes)
	e.Changes = append(e.Changes, change)
}

// due gives the day from which on an entry that began as a limit may be raised; false where that is never.
func (e *evaluation) due(item plan.Item) (time.Time, bool) {
	first := e.today
	for _, since := range provenance(item) {
		text, _ := since.(string)
		if day, err := time.Parse(time.DateOnly, text); err == nil && day.Before(first) {
			first = day
		}
	}
	return first.Add(e.settings.RaiseAfter), e.settings.RaiseAfter > 0
}
