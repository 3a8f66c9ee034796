package bylaw.reviews

# METADATA
# description: |
#   Why a comment by a seat that was meant as a ballot, or may have been, is none, with the right form; undefined where it was
#   not meant so. Words stand alone in the first line, so that no remark counts by accident.
misread(review) := form if {
	review.state == "COMMENTED"
	not unread(review)
	count(said(review)) == 0
	holders[review.author.id]
	review.digest == input.proposal.digest
	not _other_word(review)
	form := _form(review, _meant(review))
}

# METADATA
# description: Whether an objection was meant as a block and is not written as one, so that it counts as a plain no.
misread_block(review) if {
	review.state == "CHANGES_REQUESTED"
	not unread(review)
	_meant(review) == "/block"
	_first_line(review) != "/block"
}

# The word that the first line begins with, also within a quotation or marks of a list, and with a full stop behind it.
_meant(review) := trim(split(trim_left(_first_line(review), "> *-`\t"), " ")[0], "`*.,:;!?")

# Words that are no ballots, written as they must be.
_other_word(review) if regex.match(`^/(second|casting\s+(yes|no)|judge\s+(pass|fail))$`, _first_line(review))

_form(review, "/yes") := "only the proposer says /yes: approve the proposal in a review" if not by_proposer(review)

_form(review, "/no") := "only the proposer says /no: request changes in a review" if not by_proposer(review)

_form(review, word) := _alone(word) if {
	word in {"/yes", "/no"}
	by_proposer(review)
}

_form(_, word) := _alone(word) if word in {"/abstain", "/withdraw", "/second"}

_form(_, "/block") := "a block is a review that requests changes, with /block alone in its first line"

_form(_, "/casting") := "a casting vote is /casting yes or /casting no, alone in the first line of a review"

_form(_, "/judge") := "a ruling is /judge pass or /judge fail, alone in the first line of a review"

_form(_, word) := "no word of a vote: approve, request changes, or write /abstain alone in the first line of a review" if {
	regex.match(`^/[a-z]+$`, word)
	not word in {"/yes", "/no", "/block", "/abstain", "/withdraw", "/second", "/casting", "/judge"}
}

_alone(word) := sprintf("%s counts alone in the first line of a review, with the reason below it", [word])
