package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// peer is a program that does what a command of bylaw does. Prepare gives both commands; its error says why the peer
// cannot be measured here.
type peer struct {
	name, what string
	prepare    func(*fixture, context.Context) (ours, theirs command, err error)
}

var known = []peer{
	{"opa", "decide a proposal", (*fixture).opa},
	{"conftest", "decide a proposal", (*fixture).conftest},
	{"terraform", "plan 1,000 entries", (*fixture).terraform},
}

// peers returns the table of bylaw next to its peers.
func peers(ctx context.Context, runs int, progress io.Writer) (table string, err error) {
	f, err := prepare(ctx, progress)
	if err != nil {
		return "", err
	}
	defer f.remove(&err)
	return f.compare(ctx, runs)
}

// compare runs bylaw and each peer in turns. A ratio is of two processes that ran one after the other.
func (f *fixture) compare(ctx context.Context, runs int) (string, error) {
	var out, missing strings.Builder
	fmt.Fprintf(&out, "%s; %d pairs, one process after the other; median (lowest to highest).\n\n", machine(), runs)
	out.WriteString("| what | process | time | memory | ratio of the pairs |\n|---|---|---|---|---|\n")
	for _, p := range known {
		ours, theirs, err := p.prepare(f, ctx)
		if err != nil {
			fmt.Fprintf(&missing, "\nNot measured: %s (%v).\n", p.name, err)
			continue
		}
		taken, err := turns(ctx, runs, f.progress, ours, theirs)
		if err != nil {
			return "", err
		}
		for i, c := range []command{ours, theirs} {
			fmt.Fprintf(&out, "| %s | `%s` | %s | %s | %s |\n", p.what, c.name, each(taken[i], clock).spread(seconds),
				mebibytes(each(taken[i], memory).median()), []string{ratios(taken[0], taken[1]).spread(ratio), ""}[i])
		}
	}
	return out.String() + missing.String(), nil
}

// ratios gives our share of the peer's seconds, pair by pair.
func ratios(ours, theirs []usage) sample {
	shares := make([]float64, len(ours))
	for i := range ours {
		shares[i] = ours[i].seconds / theirs[i].seconds
	}
	return sampleOf(shares)
}

func (f *fixture) opa(ctx context.Context) (ours, theirs command, err error) {
	opa, err := f.build(ctx, "opa", "-modfile=tools/opa/go.mod", "github.com/open-policy-agent/opa")
	if err != nil {
		return ours, theirs, err
	}
	bundle, err := f.bundle(ctx)
	if err != nil {
		return ours, theirs, err
	}
	argv := []string{opa, "eval", "--strict-builtin-errors", "--fail", "-b", bundle, "-i", facts, "data.bylaw.decision.decision"}
	return f.check(), command{"opa eval", ".", argv}, nil
}

// gate makes conftest ask for the decision: it evaluates nothing but rules of such names.
const gate = `package main

deny contains "the proposal has not passed" if data.bylaw.decision.decision.outcome != "passed"
`

func (f *fixture) conftest(ctx context.Context) (ours, theirs command, err error) {
	conftest, err := f.build(ctx, "conftest", "-modfile=tools/conftest/go.mod", "github.com/open-policy-agent/conftest")
	if err != nil {
		return ours, theirs, err
	}
	bundle, err := f.bundle(ctx)
	if err != nil {
		return ours, theirs, err
	}
	dir := filepath.Join(f.dir, "unpacked")
	if err := unpack(bundle, dir); err != nil {
		return ours, theirs, err
	}
	rule := filepath.Join(f.dir, "gate.rego")
	if err := os.WriteFile(rule, []byte(gate), 0o600); err != nil {
		return ours, theirs, err
	}
	argv := []string{conftest, "test", facts, "-p", filepath.Join(dir, "policies"), "-p", rule, "-d", filepath.Join(dir, "data.json")}
	return f.check(), command{"conftest test", ".", argv}, nil
}

// terraform plans the same entries as resources of their own: with for_each it takes several times as long.
func (f *fixture) terraform(ctx context.Context) (ours, theirs command, err error) {
	const n = 1_000
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		return ours, theirs, err
	}
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "resource \"terraform_data\" \"s%d\" {\n  input = { domain = %q, severity = \"suspend\", private_comment = %q }\n}\n", i, domain(i), comment(i))
	}
	dir := filepath.Join(f.dir, "terraform")
	if err := write(filepath.Join(dir, "main.tf"), list.String()); err != nil {
		return ours, theirs, err
	}
	if _, err := (command{"terraform init", dir, []string{terraform, "init", "-input=false"}}).run(ctx); err != nil {
		return ours, theirs, err
	}
	repository, err := f.repository(n)
	return command{"bylaw plan --sandbox", repository, []string{f.bylaw, "plan", "--sandbox"}},
		command{"terraform plan", dir, []string{terraform, "plan", "-input=false"}}, err
}
