#!/bin/sh
# usage: apple-stubs.sh DIR
# Writes linker stubs (.tbd, Apple's text form of a dynamic library's interface) for the macOS libraries that the program
# uses and zig does not bring: without them only a Mac could link it. Which library holds which symbol is read from the Go
# sources themselves: every call into a system library is declared there with go:cgo_import_dynamic.
set -eu
out=$1
cd "$(dirname "$0")/.."

declared() {
	CGO_ENABLED=1 GOOS=darwin GOARCH=$1 go list -deps -f '{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}' ./cmd/bartizan |
		sed '/^$/d' | tr '\n' '\0' | xargs -0 sed -nE 's|^//go:cgo_import_dynamic [^ ]+ ([^ ]+) "(/[^"]+)"$|\2 _\1|p'
}

rm -rf "$out"
mkdir -p "$out/lib" "$out/frameworks"
# zig brings libSystem. Both architectures are asked, so that one set of stubs serves both.
{ declared arm64; declared amd64; } | grep -v '^/usr/lib/libSystem' | sort -u | awk -v out="$out" '
	function close_stub() { if (file != "") { print " ]\n..." >file; close(file) } }
	$1 != library {
		close_stub(); library = $1; separator = ""
		n = split(library, part, "/"); name = part[n]
		if (library ~ /\.framework\//) {
			folder = out "/frameworks/" name ".framework"
			system("mkdir -p \"" folder "\"")
			file = folder "/" name ".tbd"
		} else {
			sub(/(\.[0-9A-Z]+)*\.dylib$/, "", name)
			file = out "/lib/" name ".tbd"
		}
		print "--- !tapi-tbd\ntbd-version: 4\ntargets: [ x86_64-macos, arm64-macos ]" >file
		print "install-name: \047" library "\047\nexports:\n  - targets: [ x86_64-macos, arm64-macos ]" >file
		printf "    symbols: [" >file
	}
	{ printf "%s %s", separator, $2 >file; separator = "," }
	END { close_stub() }'
