#!/usr/bin/env bash
# Runs one command. The program itself writes the outputs and the summary of the step. A vote that is open, lost or vetoed
# is an answer and not a breakdown: check then leaves the step green and says so in its outputs and statuses.
set -euo pipefail

fail() {
	printf '::error::bylaw: %s\n' "$1"
	exit 8
}

[[ $BYLAW_COMMAND =~ ^[a-z]+(\ [a-z]+)?$ ]] || fail "the input command takes the name of a command, such as check; what follows belongs into arguments"
read -ra words <<<"$BYLAW_COMMAND"
lines=()
BYLAW_ARGUMENTS=${BYLAW_ARGUMENTS%$'\n'} # a block of YAML ends its only line with one
if [[ $BYLAW_ARGUMENTS == *$'\n'* ]]; then
	while IFS= read -r line; do
		[[ -z $line ]] || lines+=("$line")
	done <<<"$BYLAW_ARGUMENTS"
else
	read -ra lines <<<"$BYLAW_ARGUMENTS"
fi
for each in ${lines[@]+"${lines[@]}"}; do
	[[ $each != --override* ]] || fail "--override is for a person at a terminal, never for a workflow"
done
cd "$BYLAW_FOLDER" || fail "the input working-directory names no folder of the workspace"

status=0
"$BYLAW_PROGRAM" "${words[@]}" ${lines[@]+"${lines[@]}"} || status=$?
if [[ ${words[0]} == check && ($status == 3 || $status == 4) ]]; then
	status=0
fi
exit "$status"
