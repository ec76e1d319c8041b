# SPDX-License-Identifier: GPL-2.0-only
# tools/gen/syscalls.awk - tables from kernel/abi/linux/syscalls.tbl.
#
# awk -v form=FORM -f syscalls.awk TABLE, where FORM is
#   _table  SYSCALL(number, name, handler): the calls that have a handler
#   _names  SYSNAME(number, "name", "arguments"): every call, for the trace
#   s       a page for people
# Both headers are lists of macro uses: define the macro, include, undefine.
# A mistake in the table is reported with its line and fails the build.

function bad(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why >"/dev/stderr"
	failed = 1
	exit 1
}

function check() {
	if (NF != 6)
		bad("6 columns wanted, " NF " found")
	if ($1 !~ /^[0-9]+$/ || $2 !~ /^[a-z0-9_]+$/)
		bad("number and name wanted")
	if ($1 in seen)
		bad("number " $1 " is also in line " seen[$1])
	seen[$1] = FNR
	if ($3 != "-" && $3 !~ /^sys_[a-z0-9_]+$/)
		bad("handler " $3 ": sys_NAME or - wanted")
	if ($4 != "full" && $4 != "partial" && $4 != "none")
		bad("state " $4 ": full, partial or none wanted")
	if (($4 == "none") != ($3 == "-"))
		bad("state " $4 " does not go with handler " $3)
	if ($5 != "-" && $5 !~ /^[a-z0-9_]+:[a-z0-9_\/,:]+$/)
		bad("arguments " $5 ": name:type,... wanted")
	if (split($5, parts, ",") > 6)
		bad("more than 6 arguments")
}

function comment(text) {
	printf "/* %s */\n", text
}

BEGIN {
	if (form == "s") {
		print "# System calls"
		print ""
		print "Made from `kernel/abi/linux/syscalls.tbl` by `make docs`;" \
		    " do not edit."
		print ""
		print "full: as Linux does it. partial: `limits.md` says what is" \
		    " missing. Calls"
		print "that are not in the table answer ENOSYS; the log's end" \
		    " lists those a"
		print "program asked for, with their count."
		print ""
		print "| number | name | state | handler |"
		print "|---:|---|---|---|"
	} else {
		comment("Generated from syscalls.tbl; do not edit.")
	}
}

/^[ \t]*(#|$)/ { next }

{
	check()
	count[$4]++
	args = $5 == "-" ? "" : $5
	if (form == "_table" && $3 != "-")
		printf "SYSCALL(%d, %s, %s)\n", $1, $2, $3
	else if (form == "_names")
		printf "SYSNAME(%d, \"%s\", \"%s\")\n", $1, $2, args
	else if (form == "s" && $3 != "-")
		printf "| %d | %s | %s | `%s:%s` |\n", $1, $2, $4, $6, $3
}

END {
	if (failed)
		exit 1
	if (form == "s")
		printf "\n%d full, %d partial, %d not there.\n",
		    count["full"], count["partial"], count["none"]
}
