# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/files.sh - what the checks look at. To be sourced; all checks run
# from the root of the tree, print `file:line: complaint` and end with 1 if
# they have a complaint.

LC_ALL=C
export LC_ALL

# lint_files PATTERN... : the tree's own files with such names.
lint_files() {
	lint_expr=
	for lint_p in "$@"; do
		lint_expr="$lint_expr${lint_expr:+ -o }-name $lint_p"
	done
	set -f
	find . \( -path ./build -o -path ./.git \) -prune -o -type f \
		\( $lint_expr \) -print | sed 's,^\./,,' | sort
	set +f
}
