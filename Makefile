# One word to know: make check. CONTRIBUTING.md says when to use which.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: check test bench build cross fuzz clean

VERSION := $(shell git describe --tags --always --dirty=+changed 2>/dev/null)
STAMP := $(if $(VERSION),-X bartizan/internal/cli.Version=$(VERSION:v%=%))
HOST := $(shell go env GOOS)-$(shell go env GOARCH)$(shell go env GOEXE)
FUZZTIME ?= 10s

# gofmt, vet, staticcheck, all tests.
check:
	@unformatted=$$(gofmt -l cmd internal rules scripts) && [ -z "$$unformatted" ] || { echo "gofmt -w is missing on: $$unformatted" >&2; exit 1; }
	go vet ./...
	go tool -modfile=tools.mod staticcheck ./...
	go test ./...

# What a release needs: check, and the binary as it is shipped.
test:
	@scripts/need.sh git gcc
	@$(MAKE) --no-print-directory check build

# Benchmarks of packages, then whole processes, beside a peer where docs/benchmarks.md names one.
bench:
	@scripts/need.sh git gcc python3
	go test -run='^$$' -bench=. -benchmem ./...
	scripts/bench.py

# The binary for this platform; on Linux it is static and runs on every distribution.
ifneq ($(findstring linux,$(HOST)),)
build: STATIC := -linkmode external -extldflags -static
build: TAGS := ,osusergo,netgo
endif
build:
	CGO_ENABLED=1 go build -trimpath -tags sqlite_omit_load_extension$(TAGS) -ldflags "-s -w $(STAMP) $(STATIC)" -o dist/bartizan-$(HOST) ./cmd/bartizan
	$(if $(STATIC),go test -count=1 -tags binaries ./scripts -args $(CURDIR)/dist/bartizan-$(HOST))

# The binaries for the other platforms, built here, read as their systems would read them, and run where that is possible.
cross: build
	@scripts/cross.sh "-s -w $(STAMP)" dist/bartizan-$(HOST)

# Every fuzz target for FUZZTIME each.
fuzz:
	@grep -rho --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' -H cmd internal rules | while IFS=: read -r file function; do \
		echo "$$(dirname "$$file") $${function#func }"; \
		go test -run='^$$' -fuzz="^$${function#func }\$$" -fuzztime=$(FUZZTIME) "./$$(dirname "$$file")" || exit 1; \
	done

clean:
	rm -rf dist .cache
