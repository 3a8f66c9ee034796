// Package policies holds the Rego that bylaw decides by, embedded so that a binary always judges with the policies that it
// was built and tested with. It evaluates nothing: package opa does.
package policies

import "embed"

// Files is every module. The tests next to them stay out of the binary, which no pattern can say: a new module is named
// here.
//
//go:embed ballots.rego ballots_channel.rego ballots_count.rego ballots_time.rego clock.rego close.rego close_stages.rego condition.rego
//go:embed decision.rego decision_ballots.rego engine.rego engine_early.rego engine_enact.rego engine_judge.rego engine_veto.rego explain.rego
//go:embed governing.rego needed.rego number.rego reviews.rego reviews_case.rego reviews_posts.rego reviews_time.rego reviews_words.rego tally.rego words.rego
var Files embed.FS
