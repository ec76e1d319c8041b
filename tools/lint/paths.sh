# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/paths.sh - nothing speaks of the folders of one computer.
. tools/lint/files.sh

pattern='/(home|work|root)/[A-Za-z]'
if lint_files '*' | grep -v '^\.config' | xargs grep -HnIE "$pattern" |
	grep -v '^tools/lint/paths.sh:'; then
	exit 1
fi
