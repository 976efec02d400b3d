# The tasks of Onefold. Building and testing need Go and nothing else; race
# needs a C compiler as well, bench needs Python with numpy.

SHELL    := /bin/bash
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
FUZZTIME ?= 10s
SIZE     ?= 200000
SEED     ?= 42
SET      ?= contacts

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build ./onefold
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o onefold ./cmd/onefold

.PHONY: test
test: ## run all tests
	go test ./... ./testdata/generate

.PHONY: lint
lint: ## go vet, staticcheck, gofumpt, go.mod in order, the rules of the house
	scripts/lint

.PHONY: fix
fix: ## format all files, put go.mod in order
	go tool gofumpt -w $$(git ls-files --cached --others --exclude-standard '*.go')
	go mod tidy

.PHONY: race
race: ## run the packages that use goroutines with the race detector
	scripts/race

.PHONY: fuzz
fuzz: ## run each fuzz test for FUZZTIME (10s)
	scripts/fuzz $(FUZZTIME)

.PHONY: accuracy
accuracy: ## measure the labelled sets; fails below a floor (ONEFOLD_SHARED: folder of the shared sets)
	go run ./scripts/measure accuracy

.PHONY: ablation
ablation: ## measure the labelled sets without one part of the matcher at a time
	go run ./scripts/measure ablation

.PHONY: blocking
blocking: ## measure which true pairs are compared, and the candidates of a record, by set and at 1 M
	go run ./scripts/measure blocking

.PHONY: errors
errors: ## show the worst false pairs and the misses by cause of SET (contacts)
	go run ./scripts/measure errors $(SET)

.PHONY: bench
bench: ## measure time and memory on SIZE (200000) generated contacts; SPLINK=1 runs Splink beside
	go run ./scripts/measure bench -size $(SIZE) -seed $(SEED) $(if $(SPLINK),-splink)

.PHONY: conformance
conformance: ## score the kinds of normalize on the conformance suites (ONEFOLD_SHARED)
	scripts/conformance $(SUITE)

.PHONY: docs
docs: ## write docs/cli from the help of the program
	scripts/docs

.PHONY: sample
sample: ## write the sample data in testdata again
	go run ./testdata/generate -o testdata

.PHONY: ci
ci: ## everything that the continuous integration runs
	.ci/run
