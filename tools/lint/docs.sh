# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/docs.sh - what the documentation names is there.
#
# In README.md and docs/**/*.md, outside decisions/: `path/file.c` is a file of
# the tree (from the root or from kernel/), and in `path/file.c:name` the file
# defines name: a function, a macro, a type or an assembler label. Links to
# other pages lead somewhere. docs/syscalls.md is as `make docs` writes it.
# The tests that a comment at the top of a file names (Tests: ...) are there.
. tools/lint/files.sh
bad=0

complain() {
	echo "$1: $2"
	bad=1
}

defines() {
	grep -qE "^$2\(|^[a-z].*[ *]$2[ =;[(]|^#define $2\>|^(struct|enum|union) $2\>|^$2:|\($2[,)]|^[	 ]*$2[,:=]|^} $2;" "$1"
}

pages=$(lint_files '*.md' | grep -E '^(README.md|docs/)' | grep -v decisions/)
for page in $pages; do
	for ref in $(grep -oE '`[A-Za-z0-9_./-]+\.(c|h|S|tbl|mk|sh|awk|lds)(:[A-Za-z0-9_]+)?`' "$page" |
		tr -d '`' | sort -u); do
		file=${ref%%:*}
		name=
		[ "$file" = "$ref" ] || name=${ref#*:}
		case $file in */*) ;; *) [ -n "$name" ] || continue ;; esac
		[ -e "$file" ] || file=kernel/$file
		if [ ! -e "$file" ]; then
			complain "$page" "no file $ref"
		elif [ -n "$name" ] && ! defines "$file" "$name"; then
			complain "$page" "$file does not define $name"
		fi
	done
	for link in $(grep -oE '\]\([^)#: ]+' "$page" | sed 's/^](//'); do
		[ -e "$(dirname "$page")/$link" ] ||
			complain "$page" "link to $link leads nowhere"
	done
done

# tests/a/{b,c}_test: what is in the braces, one by one.
for ref in $(lint_files '*.c' '*.h' '*.S' | xargs sed -sn \
	'1,40{/Tests:/,/\*\//{s,\*/.*,,;p}}' |
	grep -oE 'tests/[A-Za-z0-9_/.{},*-]+' | sort -u |
	awk '
	!/\{/ { print }
	/\{/ {
		head = $0; sub(/\{.*/, "", head)
		tail = $0; sub(/.*\}/, "", tail)
		list = $0; sub(/.*\{/, "", list); sub(/\}.*/, "", list)
		n = split(list, w, ",")
		for (i = 1; i <= n; i++) print head w[i] tail
	}' | sed 's/[.,]*$//'); do
	# shellcheck disable=SC2086
	set -- $ref $ref.*
	[ -e "$1" ] || [ -e "$2" ] || complain "a comment" "no test $ref"
done

[ ! -e build/gen/syscalls.md ] ||
	cmp -s build/gen/syscalls.md docs/syscalls.md ||
	complain docs/syscalls.md "out of date: make docs"
exit $bad
