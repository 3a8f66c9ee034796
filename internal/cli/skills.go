package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// catalogue is the JSON form of what bylaw can and cannot do.
type catalogue struct {
	Skills     []skill.Skill      `json:"skills"`
	Extensions []skill.Skill      `json:"extensions"` // ours, beyond the specification's 29
	Impossible []skill.Impossible `json:"impossible"` // what no API of the server does
}

func (a *app) skillsCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "skills",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &none{}, func(context.Context, none) error {
			if a.json {
				return writeJSON(a.Stdout, catalogue{skill.Catalogue(), skill.Extensions(), skill.Cannot()})
			}
			_, err := fmt.Fprint(a.Stdout, render.Skills(skill.Catalogue(), skill.Cannot())+render.Extensions(skill.Extensions()))
			return err
		}),
	}
}
