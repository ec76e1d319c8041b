# SPDX-License-Identifier: GPL-2.0-only
# tests/tap.sh - for the shell scripts of tests/*/run.sh: run one test, say how
# it went. To be sourced.
#
# A group prints one line for each test, `ok NAME`, `not ok NAME reason` or
# `ok NAME # SKIP reason`, and lines that start with # for people.

# run_test NAME SECONDS COMMAND... : ok if the command ends with 0 in time. What
# it printed is shown only if it does not.
run_test() {
	tap_name=$1
	tap_limit=$2
	shift 2
	tap_out=$(mktemp)
	tap_status=0
	timeout -k 5 "$tap_limit" "$@" >"$tap_out" 2>&1 </dev/null ||
		tap_status=$?
	if [ $tap_status = 0 ]; then
		echo "ok $tap_name"
	else
		tail -n 40 "$tap_out" | sed 's/^/#   /'
		if [ $tap_status = 124 ] || [ $tap_status = 137 ]; then
			echo "not ok $tap_name no end after $tap_limit s"
		else
			echo "not ok $tap_name exit status $tap_status"
		fi
	fi
	rm -f "$tap_out"
	return $tap_status
}

skip_test() {
	echo "ok $1 # SKIP $2"
}
