package parallel

import "context"

// Until runs work that cannot be interrupted, and gives up on it when the context ends: the error is the cause of that. The
// work then goes on unseen, so it must change nothing that others use.
func Until[T any](ctx context.Context, work func() T) (value T, err error) {
	if err := context.Cause(ctx); err != nil {
		return value, err
	}
	done := make(chan T, 1)
	go func() { done <- work() }()
	select {
	case value = <-done:
		return value, nil
	case <-ctx.Done():
		return value, context.Cause(ctx)
	}
}
