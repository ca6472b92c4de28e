#!/bin/sh
# usage: need.sh COMMAND[=PACKAGE]…
# Sees to it that each command exists: on Debian, as root, its package is installed; elsewhere one line says what is missing.
set -eu
missing='' packages=''
for pair in "$@"; do
	command -v "${pair%%=*}" >/dev/null && continue
	missing="$missing ${pair%%=*}"
	packages="$packages ${pair#*=}"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086 # a list of packages
	if { apt-get -qq update && apt-get -qq install -y --no-install-recommends $packages; } </dev/null >&2; then exit 0; fi
fi
echo "missing:$missing; install what provides it (Debian:$packages) and run this again" >&2
exit 1
