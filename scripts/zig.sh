#!/bin/sh
# Prints the path of the zig compiler that zig.txt pins; installs it into .cache/ first if it is not there.
set -eu
cd "$(dirname "$0")/.."
version=$(sed -n 's/^ziglang==\([^ ]*\).*/\1/p' scripts/zig.txt)
to=$PWD/.cache/ziglang-$version
if ! [ -x "$to/ziglang/zig" ]; then
	scripts/need.sh python3
	python3 -m pip --version >/dev/null 2>&1 || scripts/need.sh pip3=python3-pip
	mkdir -p .cache
	tmp=$(mktemp -d .cache/zig.XXXXXX)
	trap 'rm -rf "$tmp"' EXIT
	PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --only-binary :all: \
		--require-hashes --target "$tmp/new" -r scripts/zig.txt >&2
	rm -rf "$to"
	mv "$tmp/new" "$to"
fi
echo "$to/ziglang/zig"
