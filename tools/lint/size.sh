# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/size.sh - functions of at most 100 lines, files of at most 1000, no
# preprocessor conditions in functions, few outside.
#
# A function starts with { and ends with } in the first column. Flat switches
# and tables may be longer if tools/lint/size.allow names them, `file:function`.
# Outside functions 1 condition per 1000 lines of a room is the budget (at
# least 4); header guards and the assembler's part of a header do not count.
. tools/lint/files.sh

lint_files '*.c' '*.h' '*.cc' | xargs awk '
function close_file() {
	if (last != "" && lines > 1000) {
		print last ": " lines " lines"
		bad = 1
	}
}
BEGIN {
	while ((getline text <"tools/lint/size.allow") > 0)
		if (text !~ /^#/)
			allow[text]
}
FNR == 1 {
	close_file()
	last = FILENAME
	start = 0
	split(FILENAME, part, "/")
	room = part[1]
}
{ lines = FNR; total[room]++ }
/^[a-z_][a-zA-Z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name) }
/^{/ { start = FNR }
/^}/ {
	if (start && FNR - start - 1 > 100 && !((FILENAME ":" name) in allow)) {
		print FILENAME ":" start ": " name " has " FNR - start - 1 " lines"
		bad = 1
	}
	start = 0
}
/^[ \t]*#[ \t]*(if|ifdef|ifndef)[ \t]/ {
	if (start) {
		print FILENAME ":" FNR ": condition in a function: " $0
		bad = 1
	} else if ($0 !~ /ifndef [A-Z0-9_]+_H_?$/ && $0 !~ /__ASSEMBLY__|__ASSEMBLER__/) {
		conditions[room]++
		where[room] = where[room] "\n  " FILENAME ":" FNR ": " $0
	}
}
END {
	close_file()
	for (room in conditions) {
		budget = int(total[room] / 1000)
		if (budget < 4)
			budget = 4
		if (conditions[room] > budget) {
			print room ": " conditions[room] " preprocessor" \
			    " conditions, budget " budget ":" where[room]
			bad = 1
		}
	}
	exit bad
}'
