package cli

import (
	"context"
	"errors"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// status is an exit status of the process. As an error it is a result that has been reported already: nothing more is printed.
type status int

// The exit statuses; 2 is left to Go's own crashes.
const (
	done        status = 0
	fault       status = 1
	refused     status = 3
	open        status = 4
	differs     status = 5
	partway     status = 6
	credentials status = 7
	usage       status = 8
	interrupted status = 130
)

// Error is for the error interface only: a status is notified by the process's end.
func (s status) Error() string { return "exit status " + strconv.Itoa(int(s)) }

// result turns a status into what a command returns.
func result(s status) error {
	if s == done {
		return nil
	}
	return s
}

// statusOf maps an error to the exit status that design section 10 gives it.
func statusOf(ctx context.Context, err error) status {
	if _, ok := errors.AsType[*usageMistake](err); ok {
		return usage
	}
	if _, ok := errors.AsType[*apply.Partway](err); ok {
		if ctx.Err() != nil {
			return interrupted
		}
		return partway
	}
	if _, ok := errors.AsType[*diag.Refusal](err); ok {
		return refused
	}
	if _, ok := errors.AsType[*ledger.Broken](err); ok {
		return refused
	}
	if ctx.Err() != nil {
		return interrupted
	}
	return statusOfAdapter(err)
}
