package wire

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/moderation"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// Lists opens the server whose lists a moderator reads: the operator's, or that of the sandbox. Requests counts what it has
// answered so far.
func (w *Wire) Lists(ctx context.Context, ofSandbox bool) (server moderation.Server, requests func() int, err error) {
	instance, err := w.lists(ctx, ofSandbox)
	if err != nil {
		return nil, nil, err
	}
	return instance, instance.Requests, nil
}

func (w *Wire) lists(ctx context.Context, ofSandbox bool) (*mastodon.Instance, error) {
	if !ofSandbox {
		if err := w.ServerNamed(); err != nil {
			return nil, err
		}
		how := w.operator("")
		how.Stop = ctx.Done()
		return mastodon.Open(how)
	}
	if err := w.InSandbox(); err != nil {
		return nil, err
	}
	source, err := w.Source("")
	if err != nil {
		return nil, err
	}
	how := w.server("", "")
	how.Token, how.Stop = secret.New(sandbox.BotToken), ctx.Done()
	instance, _, err := w.sandboxInstance(source.Charter.Settings, how)
	return instance, err
}
