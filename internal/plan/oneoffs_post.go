package plan

import "fmt"

// ruleOnPost: the API deletes the bot's own posts alone. For others a report is filed once, and a moderator does the rest.
func (d *difference) ruleOnPost(a OneOffAction) ruling {
	post, known := d.live[PostResource][a.Target]
	switch {
	case !d.read[PostResource]:
		return ruling{}
	case !known || post.Params[Unseen] == true:
		return d.ruleOnUnseen(a, post.Params)
	case post.Params[Constitution] == true:
		return ruling{why: fmt.Sprintf("post %s is the published constitution", a.Target)}
	case post.Params[Ours] == true:
		return ruling{}
	}
	return askForPost(a, post.Params, "")
}

// ruleOnUnseen: that the server does not show a post to the bot proves nothing, for its author may block the bot or be
// suspended. Only together with a resolved report of the bot about it, the post is gone.
func (d *difference) ruleOnUnseen(a OneOffAction, post map[string]any) ruling {
	report, _ := post[FiledReport].(string)
	if report != "" && post[Resolved] == true && post[Public] != true {
		return ruling{so: fmt.Sprintf("the server shows post %s to no reader any more, and the bot's report %s about it is resolved", a.Target, report)}
	}
	why := "it may be deleted, private, or by an author who is suspended or blocks the bot"
	switch {
	case post[Public] == true:
		why = "other readers see it, so its author may block the bot"
	case report != "":
		why += "; if it is gone, close the report or remove the action"
	default:
		why += "; if it is gone, remove the action"
	}
	r := askForPost(a, post, fmt.Sprintf(" (the server does not show it to the bot: %s)", why))
	r.wait = report == "" // nothing was filed, and nothing can be
	return r
}

// askForPost asks a person to delete a post; the remark follows what names it.
func askForPost(a OneOffAction, post map[string]any, remark string) ruling {
	r := ruling{page: "/admin/reports", task: fmt.Sprintf("delete post %s", a.Target)}
	switch report, _ := post[FiledReport].(string); {
	case report != "":
		r.page += "/" + report
		r.task += fmt.Sprintf(", which is attached to report %s", report)
	case post[Unseen] != true:
		r.task += ", which is attached to the bot's report about it"
	}
	r.task += remark
	if message, _ := a.Params["message"].(string); message != "" {
		r.task, r.text = r.task+", and send the person this", message
	}
	return r
}
