package setup

import "regexp"

// The versions of a Go module that name a commit: a tag, and a pseudo-version, which ends in twelve digits of the hash.
var (
	tagged = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$`)
	pseudo = regexp.MustCompile(`[-.][0-9]{14}-([0-9a-f]{12})$`)
)

// Reference gives what names, in a module's repository, the commit of one of its versions: a tag, or the beginning of a hash; ""
// where the version names none.
func Reference(version string) string {
	if found := pseudo.FindStringSubmatch(version); found != nil {
		return found[1]
	}
	if tagged.MatchString(version) {
		return version
	}
	return ""
}
