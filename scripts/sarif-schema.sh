#!/bin/sh
# Puts the SARIF 2.1.0 schema (OASIS, errata 01) into .cache/, for the test that validates our SARIF against it.
# The schema is not ours to redistribute. It is taken out of a Go module that carries it, at a fixed version whose
# checksum the Go toolchain verifies; the checksum below is of the schema itself.
set -eu
module=github.com/owenrumney/go-sarif/v3@v3.3.0
source=pkg/report/v210/sarif/schema.go
sum=c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e

root=$(cd "$(dirname "$0")/.." && pwd)
to=$root/.cache/sarif-schema-2.1.0.json
missing() {
	echo "sarif schema missing: $1; it comes from the Go module $module: check the network or GOPROXY, then run scripts/sarif-schema.sh" >&2
	exit 1
}
[ -s "$to" ] && exit 0

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# Outside of our module, so that nothing of it changes.
dir=$(cd "$tmp" && GOFLAGS= GOWORK=off go mod download -json "$module" 2>/dev/null | sed -n 's/^[[:space:]]*"Dir": "\(.*\)",*$/\1/p') || true
[ -n "$dir" ] || missing "the module could not be downloaded"
# The file is: package clause, const schema = `…`
sed -e '1,/^const schema = `/{/^const schema = `/!d;s/^const schema = `//;}' -e '/^`$/d' "$dir/$source" >"$tmp/schema.json" || missing "the module has no $source"
if command -v sha256sum >/dev/null; then got=$(sha256sum <"$tmp/schema.json"); else got=$(shasum -a 256 <"$tmp/schema.json"); fi
[ "${got%% *}" = "$sum" ] || missing "the file in the module is not the expected one"
mkdir -p "$root/.cache"
mv "$tmp/schema.json" "$to"
