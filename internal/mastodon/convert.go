package mastodon

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// domainBlock is the server's form of a domain block. A comment may be null, which means the same as empty.
type domainBlock struct {
	ID             string     `json:"id"`
	Domain         domainName `json:"domain"`
	Severity       string     `json:"severity"`
	RejectMedia    bool       `json:"reject_media"`
	RejectReports  bool       `json:"reject_reports"`
	Obfuscate      bool       `json:"obfuscate"`
	PublicComment  *string    `json:"public_comment"`
	PrivateComment *string    `json:"private_comment"`
}

// blockFields are the parameters of block_domain besides its target, under the names that the catalogue and the server
// share. A rename on either side belongs here.
func blockFields() []string {
	return []string{"severity", "reject_media", "reject_reports", "obfuscate", "public_comment", "private_comment"}
}

func (b domainBlock) item() plan.Item {
	return plan.Item{Resource: domainBlocks, Target: string(b.Domain), ID: b.ID, Params: map[string]any{
		"severity": b.Severity, "reject_media": b.RejectMedia, "reject_reports": b.RejectReports, "obfuscate": b.Obfuscate,
		"public_comment": orEmpty(b.PublicComment), "private_comment": orEmpty(b.PrivateComment),
	}}
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// compare finds the first way in which a block is not what a change asked for.
func (b domainBlock) compare(change plan.Change) error {
	if b.ID == "" || string(b.Domain) != change.Target {
		return &MismatchError{change.Target, "domain", change.Target, string(b.Domain)}
	}
	live := b.item().Params
	for _, field := range blockFields() {
		if want, asked := change.Params[field]; asked && live[field] != want {
			return &MismatchError{change.Target, field, want, live[field]}
		}
	}
	return nil
}

// blockRequest is what a change sends: the parameters that it has, and no default of ours.
func blockRequest(change plan.Change) (map[string]any, error) {
	body := map[string]any{}
	for _, field := range blockFields() {
		if value, asked := change.Params[field]; asked {
			body[field] = value
		}
	}
	if severity, _ := body["severity"].(string); severity == "" {
		return nil, fmt.Errorf("domain block %q has no severity, and the server's own default is not ours to use", change.Target)
	}
	return body, nil
}

// retiredLine is the marker line of a thread that has been replaced.
var retiredLine = regexp.MustCompile(`(?m)^bylaw constitution ([0-9a-f]{12}) superseded$`)

// digestIn gives the short digest of a text's marker line, or "".
func digestIn(text string) string {
	short, _ := thread.FindMarker(text)
	return short
}

// retiredText is what an old thread's first post is edited to. It keeps the digest, so that the bot knows its own post.
func retiredText(digest, successor string) string {
	return "This text of the constitution has been replaced. The one that follows it: " + successor +
		"\n\n" + thread.Marker(digest) + " superseded"
}

// stored is a text as the server keeps it.
func stored(text string) string { return strings.TrimSpace(text) }
