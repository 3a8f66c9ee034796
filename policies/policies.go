// Package policies holds the Rego that bylaw decides by, embedded so that a binary always judges with the policies that it
// was built and tested with. It evaluates nothing: package judge does.
package policies

import "embed"

// Files is every module, and the tests of each beside it.
//
//go:embed *.rego
var Files embed.FS
