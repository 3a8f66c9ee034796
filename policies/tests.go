package policies

import "embed"

// Tests is the unit tests of the modules. "bylaw test" runs them, so that everybody can see for themselves that the
// policies by which they are judged keep their word; nothing else reads them.
//
//go:embed *_test.rego
var Tests embed.FS
