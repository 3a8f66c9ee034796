// Package governance embeds the sample charter: the governance repository of an invented co-operative, which `bylaw
// demo` plays and which tests read. It is also the governance repository of this very tree, so that `bylaw plan
// --sandbox` works at its root. Nothing here is read by a running community: that owns its files.
package governance

import "embed"

// Files is the sample without its folder's name: Files.Open("constitution.md") finds the constitution.
//
//go:embed bylaw.yaml constitution.md roster.yaml cases instance
var Files embed.FS
