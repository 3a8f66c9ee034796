# make is a convenience: each target is a line that you could type.
.DEFAULT_GOAL := help

LINT := go tool -modfile=tools/go.mod golangci-lint
OPA  := go tool -modfile=tools/opa/go.mod opa

.PHONY: help build test race browser rego fuzz cover bench bench-peers bench-docs golden matrix lint fmt gen openapi demo pictures dist ci clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 13

build: ## build bin/bylaw, as a release is
	go build -trimpath -ldflags='-s -w' -o bin/bylaw ./cmd/bylaw

test: ## run the tests
	go test ./...

race: ## run the tests with the race detector, in random order
	go test -race -shuffle=on ./...

matrix: ## try every fault at every request and every push of an apply, and print how many cases those are
	go test ./internal/scenario/matrix -timeout 30m -v -args -matrix
	go test ./internal/process -run 'WhateverHappensToAProcess/killed' -timeout 30m -v -args -matrix

browser: ## use the pages of bylaw in a real browser; it needs Chromium and npm, and keeps pictures in SCREENSHOTS
	dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	npm pack --silent --pack-destination "$$dir" axe-core@4.14.1 && tar -xzf "$$dir"/axe-core-*.tgz -C "$$dir" package/axe.min.js && \
	AXE="$$dir/package/axe.min.js" go -C tools/browser test -count=1 ./...

rego: ## check and test the policies
	$(OPA) fmt --list --fail policies
	$(OPA) check --strict policies
	$(OPA) test policies

fuzz: ## fuzz one target for a minute: make fuzz PKG=./internal/charter NAME=FuzzParse
	go test -run '^$$' -fuzz '^$(NAME)$$' -fuzztime 1m $(PKG)

cover: ## show the test coverage of each function
	go test -coverpkg=./... -coverprofile=cover.out ./...
	go tool cover -func=cover.out

bench: ## measure each step at 100, 10,000 and 100,000, as a table
	go run ./internal/bench steps

bench-peers: ## measure processes, alone and in turns with opa, conftest and terraform, and the binary
	go run ./internal/bench peers processes binary

bench-docs: ## write all these tables into docs/explanation/performance.md
	go run ./internal/bench -write docs/explanation/performance.md steps peers processes binary

golden: ## rewrite the golden files; read the difference before you commit it
	git grep -lE 'internal/golden"|scripttest\.Run' -- '*_test.go' ':!internal/golden' | xargs -n1 dirname | sort -u | sed 's,^,./,' | xargs -I{} go test {} -update

lint: ## run the linters
	$(LINT) run ./...

fmt: ## format Go and Rego
	$(LINT) fmt ./...
	$(OPA) fmt --write policies

gen: ## rewrite the generated files
	go generate ./...

openapi: ## reduce GitHub's description of its API to what the fake GitHub answers; it needs npm
	dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	npm pack --silent --pack-destination "$$dir" @octokit/openapi@23.0.2 && \
	tar -xzf "$$dir"/octokit-openapi-*.tgz -C "$$dir" package/generated/api.github.com.json && \
	go test ./internal/sandbox/github -run TestTheDescriptionIsReduced -args -openapi "$$dir/package/generated/api.github.com.json"

demo: ## play the demo in a sandbox
	go run ./cmd/bylaw demo

pictures: ## make the pictures of the README again; it needs Chromium, fonts with emoji, and script of util-linux
	go -C tools/browser run ./pictures

dist: ## build the archives of a release into dist/, for every system
	rm -rf dist
	.github/release/dist dist

ci: ## the very command that CI runs
	.ci/run

clean: ## remove what builds leave behind
	rm -rf bin dist cover.out
