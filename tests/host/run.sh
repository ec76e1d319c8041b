#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tests/host/run.sh - the unit tests, build/host/tests/**/NAME_test.
#
# Each is a cmocka program that reports in TAP; its tests are named
# host/FOLDER/NAME/TEST here. One that dies under a sanitizer counts as failed.
set -u
limit=60
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0
export UBSAN_OPTIONS=print_stacktrace=1

worst=0
for program in $(find build/host/tests -type f -name '*_test' | sort); do
	unit=${program#build/host/tests/}
	source=tests/host/$unit.c
	[ -e "$source" ] || continue
	out=$(mktemp)
	status=0
	timeout -k 5 $limit "$program" >"$out" 2>&1 </dev/null || status=$?
	awk -v unit="host/${unit%_test}" -v status=$status -v limit=$limit '
		{ sub(/\r$/, "") }
		/^ok [0-9]+ - / {
			sub(/^ok [0-9]+ - /, "")
			skip = sub(/ # SKIP.*/, "")
			print "ok " unit "/" $1 (skip ? " # SKIP" : "")
			next
		}
		/^not ok [0-9]+ - / {
			sub(/^not ok [0-9]+ - /, "")
			print "not ok " unit "/" $1
			bad = 1
			next
		}
		/^1\.\.[0-9]+$/ { split($0, plan, "."); next }
		/^# ok|^TAP version/ { next }
		{ print "#   " $0 }
		END {
			if (status == 124)
				print "not ok " unit " no end after " limit " s"
			else if (status && !bad)
				print "not ok " unit " exit status " status
		}' "$out"
	[ $status = 0 ] || worst=1
	rm -f "$out"
done
exit $worst
