# What a contributor runs. Only Go, Node and npm are needed beforehand:
# `make test` fetches the rest and says so.

browser_test := ui/testdata/browser
npm_packages := $(browser_test)/node_modules/.package-lock.json

data := $(or $(VERBATIM_DATA),../shared/data)

.PHONY: help test lint bench relevance

help: ## show these targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

# -count=1, since the browser test builds and runs the whole program, whose
# sources go test's cache does not watch for it.
test: $(npm_packages) lint ## run everything: the checks, the tests, the browser test
	@VERBATIM_BROWSER="$$(.ci/browser)" && export VERBATIM_BROWSER && go test -count=1 ./...

lint: ## run the checks alone
	@unformatted="$$(gofmt -l .)"; test -z "$$unformatted" || { echo "gofmt -w is due on:" $$unformatted; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go fix -diff ./...

bench: ## run the benchmarks
	go test -run '^$$' -bench . -benchmem ./...

relevance: ## measure the ranking on collections with known answers
	go run ./cmd/relevance $(data)/relevance/cranfield $(data)/relevance/cacm $(data)/relevance/npl

$(npm_packages): $(browser_test)/package-lock.json
	@echo "npm packages: installing those of the browser test in $(browser_test)"
	@cd $(browser_test) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@
