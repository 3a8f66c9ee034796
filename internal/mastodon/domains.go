package mastodon

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

const (
	domainBlocks = "domain_blocks"
	blocksPath   = "/api/v1/admin/domain_blocks"
	blocksPage   = 500 // the largest page since 4.3; older servers give fewer without a word
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
	CreatedAt      string     `json:"created_at"`
}

// blockFields are the parameters of block_domain apart from its target, under the names that the catalogue and the server
// share. A rename on either side belongs here.
func blockFields() []string {
	return []string{"severity", "reject_media", "reject_reports", "obfuscate", "public_comment", "private_comment"}
}

func (b domainBlock) item() plan.Item {
	return plan.Item{Resource: domainBlocks, Target: string(b.Domain), ID: b.ID, Since: since(b.CreatedAt), Params: map[string]any{
		"severity": b.Severity, "reject_media": b.RejectMedia, "reject_reports": b.RejectReports, "obfuscate": b.Obfuscate,
		"public_comment": orEmpty(b.PublicComment), "private_comment": orEmpty(b.PrivateComment),
	}}
}

// since gives the moment at which a server got an entry; "" where it writes none that can be read.
func since(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// orEmpty gives a text with one kind of line ending: browsers send two characters for one.
func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return strings.ReplaceAll(*text, "\r\n", "\n")
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

// blockItems gives all domain blocks: the server has no filter by domain.
func (i *Instance) blockItems(ctx context.Context) ([]plan.Item, error) {
	blocks, err := i.readBlocks(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]plan.Item, len(blocks))
	for n, block := range blocks {
		items[n] = block.item()
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return cmp.Compare(a.Target, b.Target) })
	return items, nil
}

// readBlocks pages through all domain blocks and remembers their ids. The server has no filter by domain.
func (i *Instance) readBlocks(ctx context.Context) ([]domainBlock, error) {
	blocks, err := readPages[domainBlock](ctx, i, blocksPath, blocksPage)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(blocks))
	for n, block := range blocks {
		blocks[n].Severity = i.severityOf(block)
		if block.ID == "" || block.Domain == "" {
			return nil, &AnswerError{http.MethodGet, blocksPath, "a domain block has no id or no domain"}
		}
		if _, twice := ids[string(block.Domain)]; twice {
			return nil, &AnswerError{http.MethodGet, blocksPath, fmt.Sprintf("the domain %q is listed twice", httpapi.Plain(string(block.Domain)))}
		}
		ids[string(block.Domain)] = block.ID
	}
	i.blockIDs.replace(ids)
	return blocks, nil
}

// blockDomain creates a block, or changes the one that exists.
func (i *Instance) blockDomain(ctx context.Context, change plan.Change) error {
	body, err := blockRequest(change)
	if err != nil {
		return err
	}
	if change.Action == plan.Update {
		return i.updateBlock(ctx, change, body)
	}
	return i.createBlock(ctx, change, body)
}

// createBlock posts a block. A block of the same domain, made by hand since the plan was made, is changed instead.
func (i *Instance) createBlock(ctx context.Context, change plan.Change, body map[string]any) error {
	create := maps.Clone(body)
	create["domain"] = change.Target
	err := i.settle(ctx, func() error {
		var block domainBlock
		if _, err := i.call(ctx, http.MethodPost, blocksPath, nil, create, &block); err != nil {
			return err
		}
		return i.accept(block, change)
	}, func() (bool, error) { return i.blockMatches(ctx, change) })
	existing, found := existingBlock(err)
	switch {
	case found && string(existing.Domain) == change.Target:
		i.blockIDs.keep(string(existing.Domain), existing.ID)
		return i.updateBlock(ctx, change, body)
	case i.otherwise(err, change.Target):
		return i.updateBlock(ctx, change, body)
	case found && strings.HasSuffix(change.Target, "."+string(existing.Domain)):
		return &ParentError{change.Target, httpapi.Plain(string(existing.Domain)), httpapi.Plain(existing.Severity)}
	default:
		return err
	}
}

// existingBlock finds the block that is in the way in a 422. Its presence distinguishes a duplicate or a parent from other
// mistakes; the text is in any language.
func existingBlock(err error) (domainBlock, bool) {
	api, ok := errors.AsType[*APIError](err)
	if !ok || !invalid(api.Status) {
		return domainBlock{}, false
	}
	var body struct {
		Existing *domainBlock `json:"existing_domain_block"`
	}
	if json.Unmarshal(api.Body, &body) != nil || body.Existing == nil || body.Existing.ID == "" {
		return domainBlock{}, false
	}
	return *body.Existing, true
}

// updateBlock changes a block that exists; a block that is gone is an error, for the plan was made in another world.
func (i *Instance) updateBlock(ctx context.Context, change plan.Change, body map[string]any) error {
	id, err := i.blockID(ctx, change.Target)
	if err != nil {
		return err
	}
	if id == "" {
		return fmt.Errorf("domain block %q is no longer on the server", change.Target)
	}
	write := func() error {
		var block domainBlock
		if _, err := i.call(ctx, http.MethodPut, blocksPath+"/"+id, nil, body, &block); err != nil {
			return err
		}
		return i.accept(block, change)
	}
	return i.settle(ctx, write, func() (bool, error) { return i.blockMatches(ctx, change) })
}

// unblockDomain deletes a block; one that is gone already is as good.
func (i *Instance) unblockDomain(ctx context.Context, change plan.Change) error {
	id, err := i.blockID(ctx, change.Target)
	if err != nil || id == "" {
		return err
	}
	write := func() error {
		_, err := i.call(ctx, http.MethodDelete, blocksPath+"/"+id, nil, nil, nil)
		if statusOf(err) == http.StatusNotFound {
			err = nil
		}
		return err
	}
	if err := i.settle(ctx, write, func() (bool, error) { return i.blockGone(ctx, id) }); err != nil {
		return err
	}
	i.blockIDs.drop(change.Target)
	return nil
}

// accept takes an answer for the read-back if it says what was asked.
func (i *Instance) accept(block domainBlock, change plan.Change) error {
	block.Severity = i.severityOf(block)
	if err := block.compare(change); err != nil {
		return err
	}
	i.blockIDs.keep(string(block.Domain), block.ID)
	return nil
}

// blockID resolves a domain, from the last reading or from a new one; "" means that there is no such block.
func (i *Instance) blockID(ctx context.Context, domain string) (string, error) {
	if id, known := i.blockIDs.find(domain); known {
		return id, nil
	}
	_, err := i.readBlocks(ctx)
	id, _ := i.blockIDs.find(domain)
	return id, err
}

// blockMatches reads the list again and reports whether a change is in it as asked.
func (i *Instance) blockMatches(ctx context.Context, change plan.Change) (bool, error) {
	blocks, err := i.readBlocks(ctx)
	if err != nil {
		return false, err
	}
	for _, block := range blocks {
		if string(block.Domain) == change.Target {
			return block.compare(change) == nil, nil
		}
	}
	return false, nil
}

func (i *Instance) blockGone(ctx context.Context, id string) (bool, error) {
	var block domainBlock
	_, err := i.call(ctx, http.MethodGet, blocksPath+"/"+id, nil, nil, &block)
	if statusOf(err) == http.StatusNotFound {
		return true, nil
	}
	return false, err
}
