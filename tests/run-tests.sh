#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tests/run-tests.sh [GROUP...] - run the tests and count them.
#
# A group is a folder tests/GROUP with a program run.sh, which prints lines as
# tests/tap.sh says. Without arguments every group of the default list that is
# there runs. The last line is exactly "N passed, N failed"; the exit status
# is 1 if one failed. Each line appears when its test ends.
#
# A group that says nothing wrong but ends with a status other than 0, or not
# within TEST_GROUP_SECONDS (900), counts as one more failed test.
# The results are also in build/test-results.txt.
set -u
cd "$(dirname "$0")/.." || exit 1

default="host lint build user boot guest"
limit=${TEST_GROUP_SECONDS:-900}
results=build/test-results.txt
mkdir -p build
: >$results

# end_group GROUP STATUS: one more failure if nothing has told of it.
end_group() {
	[ "$2" != 0 ] || return
	case $2 in
	124 | 137) why="out of time" ;;
	*)
		[ "$(grep -c '^not ok ' $results)" = "$before" ] || return
		why="exit status $2"
		;;
	esac
	echo "not ok $1/run.sh $why" | tee -a $results
}

run_group() {
	script=tests/$1/run.sh
	before=$(grep -c '^not ok ' $results)
	start=$(date +%s)
	echo "# group $1"
	{
		timeout -k 10 "$limit" "$script" </dev/null 2>&1
		echo "group-status $?"
	} | while IFS= read -r line; do # mawk would read ahead
		case $line in
		*'group-status '[0-9]*)
			end_group "$1" "${line##* }"
			continue
			;;
		'ok '* | 'not ok '*) printf '%s\n' "$line" >>$results ;;
		esac
		printf '%s\n' "$line"
	done
	after=$(grep -c '^not ok ' $results)
	echo "# group $1: $((after - before)) failed," \
		"$(($(date +%s) - start)) s"
}

[ $# -gt 0 ] && named=1 || named=
for group in ${*:-$default}; do
	if [ -x "tests/$group/run.sh" ]; then
		run_group "$group"
	elif [ -n "$named" ]; then
		echo "# group $group: there is none"
	fi
done

skipped=$(grep -c '^ok .* # SKIP' $results)
passed=$(($(grep -c '^ok ' $results) - skipped))
failed=$(grep -c '^not ok ' $results)
[ "$skipped" = 0 ] || echo "# $skipped skipped"
if [ "$failed" != 0 ]; then
	echo "# failed:"
	sed -n 's/^not ok /#   /p' $results
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
