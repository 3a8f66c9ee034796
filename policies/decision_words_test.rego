package bylaw.decision_test

alone := "%s counts alone in the first line of a review, with the reason below it"

test_words_that_are_written_otherwise_are_listed_with_the_right_form if {
	every body, form in {
		"/abstain because I know them": sprintf(alone, ["/abstain"]),
		"> /abstain": sprintf(alone, ["/abstain"]),
		"- `/Abstain`.\nI know them": sprintf(alone, ["/abstain"]),
		"/withdraw my vote": sprintf(alone, ["/withdraw"]),
		"/second!": sprintf(alone, ["/second"]),
		"/yes please": "only the proposer says /yes: approve the proposal in a review",
		"/yes": "only the proposer says /yes: approve the proposal in a review",
		"/no": "only the proposer says /no: request changes in a review",
		"/block\nit leaks": "a block is a review that requests changes, with /block alone in its first line",
		"/casting vote": "a casting vote is /casting yes or /casting no, alone in the first line of a review",
		"/judge": "a ruling is /judge pass or /judge fail, alone in the first line of a review",
		"/nay": "no word of a vote: approve, request changes, or write /abstain alone in the first line of a review",
	} {
		d := reviewed({}, [review(1, "ben", "COMMENTED", body)])
		d.ballots == [{"seat": "ben", "choice": "none", "counted": false, "why": form}]
	}
}

test_remarks_and_words_that_are_no_ballots_are_not_listed if {
	every body in ["fine", "and/or", "/", "//", "what of /abstain?", "yes", "/second", "/casting  no\nbecause", "/judge pass", ""] {
		reviewed({}, [review(1, "ben", "COMMENTED", body)]).ballots == []
	}
	reviewed({}, [review(1, "zed", "COMMENTED", "/no")]).ballots == []
	reviewed({}, [object.union(review(1, "ben", "COMMENTED", "/no"), {"digest": "old"})]).ballots == []
	reviewed({}, [review(1, "ada", "COMMENTED", "/no please")]).ballots[0].why == sprintf(alone, ["/no"])
}

test_an_objection_that_was_meant_as_a_block_is_a_no_and_a_warning if {
	d := reviewed({}, [review(1, "ben", "CHANGES_REQUESTED", "/block because it leaks")])
	d.ballots[0].choice == "no"
	d.warnings[0].text == "the review by ben counts as a no: /block is alone in the first line of a block"
	reviewed({}, [review(1, "ben", "CHANGES_REQUESTED", "/block\nit leaks"), review(2, "cas", "CHANGES_REQUESTED", "no")]).warnings == []
}
