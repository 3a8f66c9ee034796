#!/usr/bin/env bash
# Puts the program into the job's own temporary folder, by version, and names it to the next step. Nothing is taken from or
# goes into the runner's tool folder or the cache of the workflows: other jobs can write there.
set -euo pipefail

action=$GITHUB_ACTION_PATH
os=${RUNNER_OS:-$(uname -s)} arch=${RUNNER_ARCH:-$(uname -m)}
tools=${RUNNER_TEMP:?the runner names no temporary folder}/bylaw
# For an action that is called as ./, or inside another one, the runner names no repository. Releases are on github.com also where
# the runner belongs to another server; BYLAW_RELEASES_SERVER names a mirror. What comes is held against the checksum.
releases=${BYLAW_RELEASES:-bylaw-dev/bylaw}
server=${BYLAW_RELEASES_SERVER:-https://github.com}
program=bylaw
[[ $os != Windows ]] || program=bylaw.exe

fail() {
	printf '::error::bylaw: %s\n' "$1"
	exit 1
}

# known prints "VERSION SHA256" of the wanted release for this machine, of the newest where none is wanted.
known() { awk -v v="$1" -v o="$os" -v a="$arch" '!/^#/ && (v == "" || $1 == v) && $2 == o && $3 == a {print $1, $4; exit}' "$action/.github/action/releases"; }

sum() {
	if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# download brings an archive. The address is a public one, so no token is sent.
download() {
	local version=$1 wanted=$2 to=$3 archive found
	scratch=$(mktemp -d)
	trap 'rm -rf "$scratch"' EXIT
	archive=$scratch/bylaw.tar.gz
	curl --fail --silent --show-error --location --retry 3 --output "$archive" \
		"$server/$releases/releases/download/$version/bylaw_${os}_$arch.tar.gz" ||
		fail "release $version could not be downloaded; with version: source the action builds itself"
	found=$(sum "$archive")
	[[ $found == "$wanted" ]] || fail "release $version has the checksum $found, expected $wanted: it is not installed"
	# An attestation is one proof more where the runner can ask for it; the checksum has to hold in any case.
	if [[ ${GITHUB_SERVER_URL:-} == https://github.com && -n ${GH_TOKEN:-} ]] && gh attestation verify --help >/dev/null 2>&1; then
		gh attestation verify "$archive" --repo "$releases" || fail "release $version has no attestation of its repository"
	fi
	mkdir -p "$to"
	tar -xzf "$archive" -C "$to" "$program"
}

# source_version names the source by its content, so that another commit of the action is another program.
source_version() (
	cd "$action"
	list=$(find action.yml go.mod go.sum cmd internal policies governance -type f | LC_ALL=C sort)
	printf '%s' "$list" | tr '\n' '\0' | xargs -0 cat | { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; } | cut -c 1-16
)

build() {
	command -v go >/dev/null ||
		fail "this runner has no Go, and the action has no release for $os $arch: add a step that installs Go before this one"
	mkdir -p "$1"
	echo "bylaw: building the action's own source with $(go version)"
	(cd "$action" && GOFLAGS= GOWORK=off GOTOOLCHAIN=auto go build -buildvcs=false -trimpath -ldflags='-s -w' -o "$1/$program.new" ./cmd/bylaw) || fail "the action's source does not build on this runner"
	mv "$1/$program.new" "$1/$program"
}

version=${BYLAW_VERSION:-}
[[ $version =~ ^[A-Za-z0-9.+-]*$ ]] || fail "the input version may hold letters, digits, dots, plus and minus"
release=
if [[ $version != source ]]; then
	release=$(known "$version")
	[[ -n $release || -z $version ]] || fail "this action knows no release $version for $os $arch; leave version empty, or update the action"
fi
if [[ -n $release ]]; then
	folder=$tools/${release% *}/$arch
	[[ -x $folder/$program ]] || download "${release% *}" "${release#* }" "$folder"
else
	folder=$tools/source-$(source_version)/$arch
	[[ -x $folder/$program ]] || build "$folder"
fi
"$folder/$program" version
printf 'program=%s\n' "$folder/$program" >>"$GITHUB_OUTPUT"
