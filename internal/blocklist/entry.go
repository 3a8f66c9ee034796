package blocklist

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// allowed refuses domains that no list may bring in: the community's own server, what it protects, and names under which
// everybody registers theirs. Names under which one company lets others have theirs are warned of.
func (p *parser) allowed(domain string, at diag.Place) error {
	if own := p.options.Own; own != "" && (domain == own || strings.HasSuffix(own, "."+domain)) {
		return diag.WithHint(fmt.Errorf("%q is the community's own server, or covers it", domain), "delete the line, and ask the publisher why it is there")
	}
	if name, hit := p.options.Limits.Protects(domain); hit {
		return diag.WithHint(fmt.Errorf("%q touches %q, which is protected (limits.protect)", domain, name), "delete the line, or propose to protect the server no longer")
	}
	switch suffix, everybody := publicsuffix.PublicSuffix(domain); {
	case suffix != domain || !strings.Contains(domain, "."):
	case everybody:
		return diag.WithHint(fmt.Errorf("%q is a public suffix: the block would cover every server below it", domain), "name the servers one by one")
	default:
		p.diags.Warnf(at, "name the servers one by one, unless all of them are meant", "others have their own servers below %q: the block covers all of them", domain)
	}
	return nil
}

// comment keeps what the list says where moderators see it, with its source: what strangers wrote about a server is
// published only if the community chooses so.
func (p *parser) comment(item plan.Item, cells map[string]string) {
	if p.options.Verbatim {
		setText(item, "public_comment", cells["public_comment"])
		setText(item, "private_comment", cells["private_comment"])
		return
	}
	said, private := strings.Join(strings.Fields(cells["public_comment"]), " "), strings.Join(strings.Fields(cells["private_comment"]), " ")
	source := "from " + path.Base(p.file)
	if private != "" {
		source = private + "; " + source
	}
	if said != "" {
		if p.options.PublicComments {
			item.Params["public_comment"] = said
		}
		source = said + "; " + source
	}
	item.Params["private_comment"] = source
}

func setText(item plan.Item, name, text string) {
	if text != "" {
		item.Params[name] = text
	}
}
