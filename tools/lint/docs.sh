# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/docs.sh - what the documentation names is there.
#
# In README.md and docs/**/*.md, outside decisions/: `path/file.c` is a file of
# the tree (from the root or from kernel/), and in `path/file.c:name` the file
# defines name: a function, a macro, a type or an assembler label. Links to
# other pages lead somewhere. docs/syscalls.md is as `make docs` writes it.
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

[ ! -e build/gen/syscalls.md ] ||
	cmp -s build/gen/syscalls.md docs/syscalls.md ||
	complain docs/syscalls.md "out of date: make docs"
exit $bad
