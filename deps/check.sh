#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# deps/check.sh GROUP... - make sure that the packages of these groups of
# deps/packages.txt are installed.
#
# Names what is missing and installs it, as root or by sudo if that asks no
# password; else prints the one line that does and fails. Asks dpkg every
# time, which takes a few milliseconds, so that nothing can be out of date.
set -eu

here=$(dirname "$0")
if ! command -v dpkg-query >/dev/null; then
	echo "deps: no dpkg here; deps/packages.txt lists what is needed" >&2
	exit 0
fi

wanted=$(awk -v groups="$*" '
	BEGIN { n = split(groups, g, " "); for (i = 1; i <= n; i++) want[g[i]] }
	!/^#/ && $1 in want { print $2 }' "$here/packages.txt")
# An unknown package gives no line; a removed one does not say "installed".
have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted \
	2>/dev/null || :)
missing=$(printf '%s\n--\n%s\n' "$have" "$wanted" | awk '
	$0 == "--" { asking = 1; next }
	!asking && $2 == "installed" { got[$1] }
	asking && !($1 in got) { printf " %s", $1 }')
[ -n "$missing" ] || exit 0

echo "deps: missing Debian packages:$missing" >&2
line="apt-get install -y --no-install-recommends$missing"
as=
if [ "$(id -u)" != 0 ]; then
	if ! sudo -n true 2>/dev/null; then
		echo "deps: run this, then make again:" >&2
		echo "    sudo $line" >&2
		exit 1
	fi
	as="sudo -n"
fi
export DEBIAN_FRONTEND=noninteractive
# The lists may be old or not there at all: try, renew them, try again.
if ! $as $line >&2; then
	$as apt-get update >&2
	$as $line >&2
fi
