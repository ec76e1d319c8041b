#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tests/lint/run.sh - every check of tools/lint, each one test.
set -u
. tests/tap.sh
worst=0
for check in tools/lint/*.sh; do
	name=${check##*/}
	case $name in files.sh) continue ;; esac
	run_test "lint/${name%.sh}" 60 sh "$check" || worst=1
done
exit $worst
