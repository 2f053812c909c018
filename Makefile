# What a contributor runs. Only Go, Node and npm are needed beforehand:
# `make test` fetches the rest and says so.

browser_test := ui/testdata/browser
lighthouse_test := ui/testdata/lighthouse
installed := node_modules/.package-lock.json

data := $(or $(VERBATIM_DATA),../shared/data)

# The systems that releases are made for and that the tests do not run on. What
# differs between processors is left to the compiler.
elsewhere := linux/arm64 darwin/arm64 windows/amd64

.PHONY: help test test-node test-opensearch lint cross race vuln soak bench bench-compare bench-peers relevance lighthouse notices dist image

help: ## show these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

# -count=1, since the browser test builds and runs the whole program, whose
# sources go test's cache does not watch for it. What takes longest begins first, and
# three packages at once, since the browser and the servers that are tested wait a lot.
test: $(browser_test)/$(installed) lint cross ## run everything: the checks, the tests, the browser test
	@VERBATIM_BROWSER="$$(.ci/browser)" && export VERBATIM_BROWSER && go test -count=1 -p 3 ./ui ./cmd/verbatim ./index ./...

# Apart from the others, since it takes a Java and 160 MB from Maven Central. In short it
# asks one node a tenth of the questions, and passes where there is no Java or archive:
# .ci/opensearch says so in a line. CI runs that. Wholly it takes a quarter of an hour.
test-node: ## test the engine on OpenSearch in short, on one node, where one can be had
	@if found="$$(.ci/opensearch)"; then eval "$$found" && go test -count=1 -short ./index/opensearch; fi

test-opensearch: ## test the engine on OpenSearch wholly: on one node and on three, on loopback
	@eval "$$(.ci/opensearch || echo exit 1)" && go test -count=1 -timeout 60m ./index/opensearch

lint: ## run the checks alone
	@unformatted="$$(gofmt -l .)"; test -z "$$unformatted" || { echo "gofmt -w is due on:" $$unformatted; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go fix -diff ./...

cross: ## check that all of it compiles for the other systems
	go run .ci/cross.go $(elsewhere)

# What tests the time of a processor is left out: the detector takes ten times as much.
timed := FuzzParseTakesNoTime|TestNothingTakesLong|TestReadingIsLinear|TestNothingGoesOnWithoutItsReader

race: ## run the shorter tests with the race detector; needs a C compiler
	@command -v "$$(go env CC)" >/dev/null || { \
		echo "race: Go's race detector needs a C compiler, and there is no $$(go env CC): please install gcc or clang"; exit 1; }
	CGO_ENABLED=1 go test -race -short -skip '^($(timed))$$' -timeout 30m ./...

# Not in go.mod: it is to be the newest, and CI without a network does without.
vuln: ## look for known vulnerabilities in what is compiled in
	@status="$$(curl -fsS -m 10 -o /dev/null -w '%{http_code}' https://vuln.go.dev/index/db.json 2>/dev/null)" || \
		{ echo "vuln: Go's vulnerability database, https://vuln.go.dev, cannot be reached from here: nothing was looked up"; exit 0; }; \
	go run golang.org/x/vuln/cmd/govulncheck@latest ./...

soak: ## run a server for 10 minutes, or SOAK=2m, under all that can happen to it at once
	go run ./cmd/bench soak --for $(or $(SOAK),10m)

bench: ## run the benchmarks
	go test -run '^$$' -bench . -benchmem ./...

bench-compare: ## measure the working tree against a commit, BASE=…, by turns; prints ratios
	@cmd/bench/compare.sh "$(or $(BASE),HEAD)"

bench-peers: ## build the programs that ask Lucene and tantivy, for cmd/bench/peers; needs Maven, Java 21 or newer, and cargo
	cd cmd/bench/peers/lucene && mvn -q -B compile dependency:copy-dependencies -DoutputDirectory=target/lib
	cd cmd/bench/peers/tantivy && cargo build --release --locked

relevance: ## measure the ranking on collections with known answers
	go run ./cmd/relevance -corpora $(data)/corpora $(data)/relevance/cranfield $(data)/relevance/cacm $(data)/relevance/npl

lighthouse: $(browser_test)/$(installed) $(lighthouse_test)/$(installed) ## have Lighthouse look at the pages
	@VERBATIM_BROWSER="$$(.ci/browser)" && export VERBATIM_BROWSER && \
		VERBATIM_LIGHTHOUSE=1 go test -count=1 -v -run 'TestBrowser/lighthouse' ./ui

notices: ## write the licences of all that is compiled in to dist/THIRD_PARTY_NOTICES.txt
	@.ci/notices dist/THIRD_PARTY_NOTICES.txt

dist: ## make the archives of a release in dist/
	@.ci/dist

image: ## write a container image to dist/ and check that it runs; no daemon is needed
	@.ci/image/build

%/$(installed): %/package-lock.json
	@echo "npm packages: installing those of $*"
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@
