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

run_test build/nothing_to_do 60 make -q all host-tests CC=gcc || worst=1

lib="make BUILD=build/flags-test build/flags-test/host/libbase.a"
run_test build/changed_flags_rebuild 120 sh -c "
	$lib && $lib -q && ! $lib -q EXTRA_CFLAGS=-DCHANGED" || worst=1

run_test build/clang 600 make "$jobs" CC=clang BUILD=build/clang \
	kernel build/clang/tools/kitten host-tests || worst=1
run_test build/debug 600 make "$jobs" CC=gcc BUILD=build/debug \
	CONFIG_SOURCE=configs/debug kernel || worst=1
exit $worst
