package opa

import "github.com/open-policy-agent/opa/v1/version"

// Engine is the version of OPA that decides.
func Engine() string { return version.Version }
