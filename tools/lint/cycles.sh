# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/cycles.sh - no header includes itself by way of others.
. tools/lint/files.sh

lint_files '*.h' >build/lint-headers
xargs grep -HE '^[ 	]*#[ 	]*include[ 	]*"' <build/lint-headers | awk '
function exists(f) { return f in known }
function resolve(from, inc,   dir) {
	dir = from
	sub(/[^\/]*$/, "", dir)
	if (exists(dir inc)) return dir inc
	if (exists("kernel/" inc)) return "kernel/" inc
	if (exists("kernel/arch/x86_64/include/" inc))
		return "kernel/arch/x86_64/include/" inc
	return inc
}
function visit(f,   k, i, list) {
	state[f] = 1
	path[++depth] = f
	k = split(edges[f], list, " ")
	for (i = 1; i <= k; i++) {
		if (state[list[i]] == 1) {
			printf "%s: includes itself:", list[i]
			for (j = depth; path[j] != list[i]; j--)
				printf " %s <-", path[j]
			print " " list[i]
			bad = 1
		} else if (!state[list[i]]) {
			visit(list[i])
		}
	}
	depth--
	state[f] = 2
}
BEGIN { while ((getline h <"build/lint-headers") > 0) known[h] }
{
	file = $0
	sub(/:.*/, "", file)
	split($0, quoted, "\"")
	edges[file] = edges[file] " " resolve(file, quoted[2])
	files[file]
}
END {
	for (f in files)
		if (!state[f])
			visit(f)
	exit bad
}'
