package charter

import "regexp"

// The forms of the texts in bylaw.yaml.
var (
	duration       = regexp.MustCompile(`^([1-9][0-9]{0,3}[mhdw]|never)$`)
	percent        = regexp.MustCompile(`^([0-9]{1,3}(\.[0-9]{1,6})?%|[0-9]{1,6}/[1-9][0-9]{0,5})$`)
	repositoryName = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)
	branchName     = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./-]*$`)
	languageCode   = regexp.MustCompile(`^[a-z]{2,3}$`)
	shortLine      = regexp.MustCompile(`^.{1,100}$`)
)

// settingsFields is the table of bylaw.yaml.
func settingsFields() []field {
	return []field{
		{name: "version", shape: wholeShape, required: true, lowest: 1, doc: "Version of the format: 1."},
		{name: "community", shape: textShape, required: true, doc: "The community's name."},
		{name: "instance", shape: textShape, required: true, doc: "Address of the Mastodon server, such as https://social.example."},
		{name: "forge", shape: mapShape, fields: forgeFields(), doc: "Where proposals are made."},
		{name: "publish", shape: mapShape, fields: publishFields(), doc: "How the constitution is posted."},
		{name: "announce", shape: mapShape, fields: announceFields(), doc: "Which events of a proposal the bot posts about."},
		{name: "limits", shape: mapShape, fields: limitsFields(), doc: "What one plan may do before people decide on the mass of it."},
		{name: "ballots", shape: mapShape, fields: ballotsFields(), doc: "How members may vote."},
		{name: "merge", shape: wordShape, absent: "manual", words: []string{"auto", "manual"}, doc: "Who merges what has passed."},
		{name: "close", shape: wordShape, absent: "manual", words: []string{"auto", "manual"}, doc: "Who closes what has finally failed."},
		{name: "remind", shape: textShape, absent: "24h", pattern: duration, like: "24h, 3d or never", doc: "How long before the close bylaw reminds."},
		{name: "drift", shape: choiceShape, absent: "report", words: []string{"report", "repair"}, doc: "What happens to drift, for all resources or for each."},
		{name: "known_drift", shape: tableShape, fields: knownDriftFields(), doc: "Drift that is accepted until a date."},
		{name: "paused", shape: flagShape, absent: "false", doc: "Stops apply."},
	}
}

func forgeFields() []field {
	return []field{
		{name: "kind", shape: wordShape, absent: "github", words: []string{"github"}, doc: "The kind of forge."},
		{name: "repository", shape: textShape, required: true, pattern: repositoryName, like: "example/governance", doc: "Owner and name."},
		{name: "branch", shape: textShape, absent: "main", pattern: branchName, like: "main", doc: "The protected branch."},
		{name: "creator", shape: wholeShape, absent: "0", lowest: 1, doc: "Id of the account that writes bylaw's commit statuses."},
		{name: "merge_method", shape: wordShape, absent: "merge", words: []string{"merge", "squash", "rebase"}, doc: "How bylaw merges."},
	}
}

func publishFields() []field {
	visibilities := []string{"public", "unlisted", "private"}
	return []field{
		{name: "mode", shape: wordShape, absent: "repost", words: []string{"repost", "edit"}, doc: "A new thread for each version, or one that is edited."},
		{name: "visibility", shape: wordShape, absent: "public", words: visibilities, doc: "Of the first post."},
		{name: "replies", shape: wordShape, absent: "unlisted", words: visibilities, doc: "Visibility of the other posts."},
		{name: "language", shape: textShape, absent: "en", pattern: languageCode, like: "en", doc: "ISO 639 code of the text's language."},
		{
			name: "content_warning", shape: textShape, pattern: shortLine, like: "Our constitution",
			doc: "Shown before each post, and counted with it; at most 100 characters.",
		},
		{
			name: "quotes", shape: wordShape, words: []string{"public", "followers", "nobody"},
			doc: "Who may quote the posts, on servers that know quotes; absent leaves it to the server.",
		},
	}
}

func announceFields() []field {
	return []field{
		{name: "opened", shape: flagShape, absent: "false", doc: "Post when a vote opens."},
		{name: "decided", shape: flagShape, absent: "false", doc: "Post when a vote is decided."},
	}
}

func limitsFields() []field {
	return []field{
		{name: "changes", shape: wholeShape, absent: "500", doc: "Changes in one plan."},
		{name: "removals", shape: mapShape, doc: "Removals in one plan; past both numbers they need a decision.", fields: []field{
			{name: "share", shape: textShape, absent: "25%", pattern: percent, like: "25% or 1/4", doc: "Part of what is in force."},
			{name: "floor", shape: wholeShape, absent: "10", doc: "Removals that are always allowed."},
		}},
		{name: "protect", shape: mapShape, doc: "Whom no plan may touch.", fields: []field{
			{name: "domains", shape: domainShape, list: true, doc: "Servers that are never blocked."},
			{name: "accounts", shape: accountShape, list: true, doc: "Accounts that are never moderated."},
		}},
	}
}
