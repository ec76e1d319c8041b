#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# deps/source.sh PACKAGE FOLDER - the source of a Debian package, unpacked and
# patched, in FOLDER.
#
# Takes the machine's own package sources, asked for source packages, with
# lists of its own in build/deb-src: the system's configuration stays as it is.
# Checks signatures as apt-get does. Does nothing if FOLDER is there.
set -eu

package=$1
folder=$2
[ ! -e "$folder" ] || exit 0
mkdir -p "$(dirname "$folder")"
folder=$(cd "$(dirname "$folder")" && pwd)/$(basename "$folder")
cd "$(dirname "$0")/.."
private=$PWD/build/deb-src
mkdir -p "$private/lists/partial" "$private/get"

# Only Debian's own archives, in whichever of the two forms they are listed.
list=$private/debian.sources
cat /etc/apt/sources.list.d/debian*.sources 2>/dev/null |
	awk '/^Types:/ { print ""; print "Types: deb-src"; next }
		!/^#/ { print }' >"$list"
if [ ! -s "$list" ]; then
	list=$private/debian.list
	sed -n 's/^deb \(.*debian\.org.*\)/deb-src \1/p' \
		/etc/apt/sources.list /etc/apt/sources.list.d/*.list \
		>"$list" 2>/dev/null || :
fi
if [ ! -s "$list" ]; then
	echo "deps: no Debian archive among the package sources" >&2
	exit 1
fi

get() {
	apt-get -q -o Dir::Etc::sourcelist="$list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::Lists="$private/lists" \
		-o APT::Sandbox::User=root "$@" >&2
}
# Lists of the last day will do.
if [ -z "$(find "$private/lists" -name '*Sources*' -mtime -1)" ]; then
	get update
fi
rm -rf "$private/get/$package"
mkdir -p "$private/get/$package"
(cd "$private/get/$package" && get source "$package")
mv "$private/get/$package/"*/ "$folder"
