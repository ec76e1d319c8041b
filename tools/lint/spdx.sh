# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/spdx.sh - the first line names the licence of the room (the
# second, where the first is #!), and the comment below it the file itself:
# `path - purpose`, where path is the end of the file's path.
. tools/lint/files.sh

lint_files '*.c' '*.h' '*.S' '*.cc' '*.f90' '*.lds' '*.sh' '*.awk' '*.py' \
	'*.mk' '*.tbl' Makefile Kconfig packages.txt |
	xargs awk '
FNR == 1 {
	at = 1
	want = "GPL-2.0-only"
	if (FILENAME ~ /^(base|hw|uapi)\//)
		want = "BSD-2-Clause"
	else if (FILENAME ~ /^user\//)
		want = "LGPL-2.1-or-later"
	if (/^#!/)
		at = 2
}
FNR == at {
	id = $0
	sub(/.*SPDX-License-Identifier: */, "", id)
	sub(/ *\*\/ *$/, "", id)
	if ($0 !~ /SPDX-License-Identifier:/ || id != want) {
		print FILENAME ":" at ": SPDX-License-Identifier: " want " wanted"
		bad = 1
	}
	named = FILENAME ~ /(objs[^\/]*|_test)\.mk$/
}
FNR > at && FNR <= at + 4 && !named {
	text = $0
	sub(/^[ \t\/*#!]+/, "", text)
	split(text, w, " ")
	name = w[1]
	sub(/^kernel\//, "", name)
	tail = substr(FILENAME, length(FILENAME) - length(name) + 1)
	head = substr(FILENAME, 1, length(FILENAME) - length(name))
	if (name != "" && tail == name && (head == "" || head ~ /\/$/))
		named = 1
}
FNR == at + 4 && !named {
	print FILENAME ":" at + 1 ": comment `path - purpose` wanted"
	bad = 1
}
END { exit bad }'
