#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tests/build/run.sh - promises of the build: nothing is rebuilt when nothing
# changed, changed flags rebuild, clang builds everything without a warning, so
# does GCC with debug checks. Runs after `make all host-tests`.
set -u
. tests/tap.sh
worst=0
jobs=-j$(nproc)
# This may be inside a make: do not talk to it.
unset MAKEFLAGS MFLAGS MAKELEVEL KITTEN_DEPS_SEEN
# The compiler of the build under test, and the other one.
CC=${CC:-gcc}
export CC
case $CC in
*clang*) other=gcc ;;
*) other=clang ;;
esac

run_test build/nothing_to_do 60 make -q all host-tests user-tests || worst=1

lib="make BUILD=build/flags-test build/flags-test/host/libbase.a"
run_test build/changed_flags_rebuild 120 sh -c "
	$lib && $lib -q && ! $lib -q EXTRA_CFLAGS=-DCHANGED" || worst=1

run_test build/$other 600 make "$jobs" CC=$other BUILD=build/$other \
	kernel build/$other/tools/kitten host-tests || worst=1
run_test build/debug 600 make "$jobs" BUILD=build/debug \
	CONFIG_SOURCE=configs/debug kernel || worst=1
exit $worst
