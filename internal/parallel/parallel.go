// Package parallel does several slow things side by side, and gives what one after another would have given.
package parallel

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// atOnce is how many are under way at a time: enough to hide the way to a server, and few enough not to press it.
const atOnce = 8

// Map reads a value for each of a list, and keeps their order. Of several errors it gives that of the first in the list,
// whichever came first: one that fails ends those after it, and never one before it.
func Map[S, T any](ctx context.Context, from []S, read func(context.Context, S) (T, error)) ([]T, error) {
	values, errs := make([]T, len(from)), make([]error, len(from))
	contexts, ends := make([]context.Context, len(from)), make([]context.CancelFunc, len(from))
	for n := range from {
		contexts[n], ends[n] = context.WithCancel(ctx)
		defer ends[n]()
	}
	var group errgroup.Group
	group.SetLimit(atOnce)
	for n := range from {
		group.Go(func() error {
			if errs[n] = contexts[n].Err(); errs[n] == nil {
				values[n], errs[n] = read(contexts[n], from[n])
			}
			if errs[n] != nil && contexts[n].Err() == nil {
				for _, end := range ends[n+1:] {
					end()
				}
			}
			return nil // Wait would give the error that came first
		})
	}
	_ = group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}
