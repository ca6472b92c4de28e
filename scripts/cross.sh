#!/bin/sh
# usage: cross.sh LDFLAGS NATIVE
# Builds dist/bartizan-* for the other platforms, C parts included, with zig as the C compiler, and checks what it built: the tests
# compile, each binary loads what its system has, and the one for Linux arm64, if it can be run here, answers as the NATIVE one does.
set -eu
cd "$(dirname "$0")/.."
ldflags=$1 native=$2 goflags=$(go env GOFLAGS)
zig=$(scripts/zig.sh)
stubs=$PWD/.cache/apple-stubs
scripts/apple-stubs.sh "$stubs"
export ZIG_GLOBAL_CACHE_DIR="$PWD/.cache/zig-cache" ZIG_LOCAL_CACHE_DIR="$PWD/.cache/zig-cache"
# Without -g: zig takes it for a wish to keep the debugging information of everything.
export CGO_ENABLED=1 CGO_CFLAGS=-O2 CGO_CXXFLAGS=-O2

# platform GOOS GOARCH ZIG-TARGET FLAGS-OF-THE-C-LINKER BUILD-TAGS
platform() {
	export GOOS="$1" GOARCH="$2" CGO_LDFLAGS="$4"
	export CC="'$zig' cc -target $3" CXX="'$zig' c++ -target $3"
	export GOFLAGS="$goflags -trimpath -tags=$5"
}

# build GO-FLAG…
build() {
	started=$(date +%s)
	file=dist/bartizan-$GOOS-$GOARCH
	[ "$GOOS" = windows ] && file=$file.exe
	go build -ldflags "$ldflags" "$@" -o "$file" ./cmd/bartizan
	echo "$file: $(($(wc -c <"$file") / 1024)) KiB, $(($(date +%s) - started)) s"
}

mkdir -p dist
apple="'-F$stubs/frameworks' '-L$stubs/lib'"
# Two at a time: each has stretches that keep one core busy.
(
	platform darwin arm64 aarch64-macos.12.0 "$apple" sqlite_omit_load_extension
	build -buildmode=pie
	go vet ./...
	platform darwin amd64 x86_64-macos.12.0 "$apple" sqlite_omit_load_extension
	build -buildmode=pie
) &
darwin=$!
(
	platform windows amd64 x86_64-windows-gnu -s sqlite_omit_load_extension
	build
	go vet ./...
	platform linux arm64 aarch64-linux-musl '-s -static' sqlite_omit_load_extension,osusergo,netgo
	build
) &
others=$!
failed=0
wait "$darwin" || failed=$?
wait "$others" || failed=$?
[ "$failed" = 0 ]
unset CGO_CFLAGS CGO_CXXFLAGS
go test -count=1 -tags binaries ./scripts -args "$PWD/dist/bartizan-darwin-arm64" "$PWD/dist/bartizan-darwin-amd64" \
	"$PWD/dist/bartizan-windows-amd64.exe" "$PWD/dist/bartizan-linux-arm64"

if [ "$(uname -s)" != Linux ] || ! scripts/need.sh qemu-aarch64-static=qemu-user-static; then
	echo "dist/bartizan-linux-arm64: built, not run"
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# answer NAME COMMAND…: the results for the example, without what differs from run to run. Code is left to the tests of the parsers:
# a program under emulation cannot start itself again, as it does to parse.
answer() {
	to=$tmp/$1
	shift
	status=0
	for what in "vet" "scan --scanners secrets"; do
		# shellcheck disable=SC2086 # two words
		SOURCE_DATE_EPOCH=0 HOME="$tmp/home" BARTIZAN_HOME="$tmp/home" "$@" $what --format json examples/login-app >>"$to" || status=$?
		echo "exit status $status" >>"$to"
	done
}
mkdir "$tmp/home"
answer native "$native"
answer arm64 qemu-aarch64-static dist/bartizan-linux-arm64
cmp "$tmp/native" "$tmp/arm64"
grep -q '^exit status 1$' "$tmp/native"
echo "dist/bartizan-linux-arm64: run under qemu, answers as $native does"
