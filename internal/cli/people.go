package cli

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// affected is the JSON form of whom one proposal affects.
type affected struct {
	Number int `json:"number"`
	plan.People
}

// people counts whom the open proposals affect, and shows it on each.
func (a *app) people(ctx context.Context) error {
	if err := a.wire.ServerNamed(); err != nil {
		return err
	}
	h, err := a.wire.Forge(ctx)
	if err != nil {
		return err
	}
	if err := h.Writable("nothing was counted", "see the numbers in \"bylaw plan\" on a clone of the proposal"); err != nil {
		return err
	}
	source, err := a.wire.Source("")
	if err != nil {
		return err
	}
	server, err := a.wire.OperatorServer(ctx, source, h.Ports.Ledger, h.Ports.Judge)
	if err != nil {
		return err
	}
	counted, err := apply.CountPeople(ctx, h.Ports, server.Ports)
	if err != nil {
		return err
	}
	report := []affected{}
	for _, one := range counted {
		if err := h.Notifier.ShowPeople(ctx, one.Finding, one.People); err != nil {
			return fmt.Errorf("proposal #%d: %w", one.Finding.Pull.Number, err)
		}
		report = append(report, affected{one.Finding.Pull.Number, one.People})
	}
	return a.showPeople(report)
}

func (a *app) showPeople(report []affected) error {
	if a.json {
		return writeJSON(a.Stdout, report)
	}
	if len(report) == 0 {
		_, err := fmt.Fprintln(a.Stdout, "no open proposal changes the block of a server")
		return err
	}
	for _, one := range report {
		if _, err := fmt.Fprintf(a.Stdout, "#%d  %s\n", one.Number, render.PeopleLine(one.People)); err != nil {
			return err
		}
	}
	return nil
}
