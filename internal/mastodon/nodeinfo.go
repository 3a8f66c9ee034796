package mastodon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const nodeInfoPath = "/.well-known/nodeinfo"

// ownVersion is how Mastodon and its forks write their version since the API that bylaw needs.
var ownVersion = regexp.MustCompile(`^[4-9]\.\d+\.\d+`)

// isPlainMastodon recognizes an answer that only Mastodon and its forks give. For any other, nodeinfo is asked.
func (a instanceAnswer) isPlainMastodon() bool {
	return a.APIVersions["mastodon"] > 0 && ownVersion.MatchString(a.Version) && !strings.Contains(a.Version, "(compatible;")
}

// recognise gives the software of a server that is not plainly Mastodon, "" where it is Mastodon after all. A server that has
// only the old description, failed, is asked for that. Others than those known are *ForeignError.
func (i *Instance) recognise(ctx context.Context, failed error, answer *instanceAnswer) (string, error) {
	name, err := i.fetchSoftware(ctx)
	if err != nil {
		return "", err
	}
	software, known := skill.FindSoftware(name)
	switch {
	case name != "" && !known:
		return "", &ForeignError{i.base.Host, fmt.Sprintf("its nodeinfo says that it is %q", httpapi.Plain(name))}
	case failed != nil && (!known || software.Name == skill.MastodonSoftware):
		return "", i.notMastodon(failed)
	case !known && strings.Contains(answer.Version, "(compatible;"):
		return "", &ForeignError{i.base.Host, fmt.Sprintf("it says of itself %q", httpapi.Plain(answer.Version))}
	case failed != nil:
		*answer, err = i.fetchOldDescription(ctx)
	}
	if software.Name == skill.MastodonSoftware {
		return "", err
	}
	return software.Name, err
}

// fetchSoftware asks nodeinfo for the name of the software, "" where the server has no nodeinfo. Only the path of its link is
// used: no other host than the operator's is asked.
func (i *Instance) fetchSoftware(ctx context.Context) (string, error) {
	var links struct {
		Links []struct {
			Rel  string `json:"rel"`
			Href string `json:"href"`
		} `json:"links"`
	}
	if _, err := i.call(ctx, http.MethodGet, nodeInfoPath, nil, nil, &links); err != nil {
		return "", none(err)
	}
	for _, link := range links.Links {
		place, err := url.Parse(link.Href)
		if err != nil || !strings.Contains(link.Rel, "/ns/schema/2.") {
			continue
		}
		var info struct {
			Software struct {
				Name string `json:"name"`
			} `json:"software"`
		}
		_, err = i.call(ctx, http.MethodGet, place.Path, nil, nil, &info)
		return info.Software.Name, none(err)
	}
	return "", nil
}

// none takes an answer that is not nodeinfo for no nodeinfo; a server that does not answer at all is an error.
func none(err error) error {
	_, unreadable := errors.AsType[*AnswerError](err)
	_, elsewhere := errors.AsType[*RedirectError](err)
	if status := statusOf(err); unreadable || elsewhere || status >= 400 && status < 500 {
		return nil
	}
	return err
}

// fetchOldDescription reads GET /api/v1/instance, which software that follows Mastodon's API from afar still has alone.
func (i *Instance) fetchOldDescription(ctx context.Context) (instanceAnswer, error) {
	var old struct {
		instanceAnswer
		Registrations bool   `json:"registrations"`
		URI           string `json:"uri"`
		Characters    int    `json:"max_toot_chars"`
	}
	if _, err := i.call(ctx, http.MethodGet, "/api/v1/instance", nil, nil, &old); err != nil {
		return instanceAnswer{}, i.notMastodon(err)
	}
	answer := old.instanceAnswer
	answer.Domain, answer.Registrations.Enabled = hostIn(old.URI), old.Registrations
	statuses := &answer.Configuration.Statuses
	statuses.MaxCharacters = cmp.Or(statuses.MaxCharacters, old.Characters)
	return answer, nil
}

// hostIn gives the host of an address, which may be written without its scheme.
func hostIn(address string) string {
	if parsed, err := url.Parse(address); err == nil && parsed.Host != "" {
		return parsed.Host
	}
	return address
}

// software is what the server runs, once it was described; before that, and for Mastodon itself, nothing is missing.
func (i *Instance) software() skill.Software {
	if server := i.server.Load(); server != nil {
		known, _ := skill.FindSoftware(server.Software)
		return known
	}
	return skill.Software{}
}

// severityOf gives the severity of a block. A server that has no severities cuts off whom it blocks.
func (i *Instance) severityOf(block domainBlock) string {
	if block.Severity == "" && i.software().Unsupported(skill.BlockDomain, map[string]any{"severity": skill.Silence}) != "" {
		return skill.Suspend
	}
	return block.Severity
}

// invalid recognizes the statuses by which servers say that what was sent is not valid, or is there already.
func invalid(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusConflict || status == http.StatusUnprocessableEntity
}

// otherwise reports that a server answered a creation with the entry that was there before, under the same name.
func (i *Instance) otherwise(err error, target string) bool {
	mismatch, ok := errors.AsType[*MismatchError](err)
	return ok && i.software().Name != "" && mismatch.Target == target && mismatch.Field != "domain"
}
