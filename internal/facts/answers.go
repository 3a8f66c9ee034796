package facts

import "errors"

// What a forge may answer that is a fact rather than a breakdown: the steps go on from it, each in its own way.
var (
	// ErrNotFound means that it does not exist, or that this token may not see it.
	ErrNotFound = errors.New("not found, or not visible to this token")
	// ErrForbidden means that the token may not do this.
	ErrForbidden = errors.New("the token may not do this")
	// ErrInvalid means that the server refused the values, or that a bound of its own was reached.
	ErrInvalid = errors.New("the server refused the values")
	// ErrHeadMoved means that a merge named a commit that is no longer the head.
	ErrHeadMoved = errors.New("the head is not the commit that was decided on")
	// ErrBaseMoved means that the target branch moved while merging: another look is all it needs.
	ErrBaseMoved = errors.New("the target branch moved while merging")
	// ErrNotMergeable means that a person must act: a conflict, a rule of the branch, or workflow files.
	ErrNotMergeable = errors.New("the proposal cannot be merged as it is")
)
