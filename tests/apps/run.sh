#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tests/apps/run.sh [-l] [PATTERN] - run programs of others, and drivers of
# libraries of others, on Linux, then on Kitten; compare what they print and
# how they end.
#
# Installs group `apps` of deps/packages.txt and builds build/apps first. The
# list is in the file `cases`. -l: on Linux only; PATTERN: only names with it
# (a shell pattern). A boot for every case, so that one cannot spoil the next;
# at most APP_TEST_MACHINES (2) at a time. What was printed stays in
# build/apps/out: NAME.{linux,kitten}.{out,err} and NAME.log.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C

bin=build/apps
out=$bin/out
data=$bin/data
kitten=${KITTEN:-./kitten}
limit=${APP_TEST_SECONDS:-300}
machines=${APP_TEST_MACHINES:-2}
on_linux_only=
if [ "${1:-}" = -l ]; then
	on_linux_only=1
	shift
fi
pattern=${1:-*}

if ! deps/check.sh apps; then
	echo "not ok apps/packages some are missing"
	exit 1
fi
rm -rf $out
mkdir -p $out $data
# What cannot be built is missing below, and that case fails.
make -k -j2 -f tests/apps/apps.mk || echo "# not everything was built"

# Files for the programs that work on files.
seq 1 20000 | awk '{ print ($1 * 7919) % 20011, "line", $1 }' >$data/lines
printf 'one\ttwo\nthree\tfour\n\nlast' >$data/small
head -c 300000 "$(command -v busybox)" >$data/binary
chmod 640 $data/lines

# run_linux NAME ENVS... -- COMMAND...: the status in linux_status.
run_linux() {
	local name=$1 envs=()
	shift
	while [ "$1" != -- ]; do
		envs+=("$1")
		shift
	done
	shift
	linux_status=0
	{
		env "${envs[@]}" timeout -k 5 "$limit" "$@" </dev/null \
			>"$out/$name.linux.out" 2>"$out/$name.linux.err" ||
			linux_status=$?
	} 2>/dev/null
}

# run_kitten NAME OPTIONS... -- COMMAND...
run_kitten() {
	local name=$1 options=()
	shift
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	kitten_status=0
	timeout -k 5 $((limit + 30)) "$kitten" run --timeout "$limit" \
		--log "$out/$name.log" "${options[@]}" "$@" </dev/null \
		>"$out/$name.kitten.out" 2>"$out/$name.kitten.err" ||
		kitten_status=$?
}

# run_case NAME CPUS FLAGS COMMAND...
run_case() {
	local name=$1 cpus=$2 flags=$3 envs=() options=() why start=$SECONDS
	shift 3
	options=(-c "$cpus" -m "${flags%%,*}")
	[[ ,$flags, == *,data,* ]] && options+=(--file "$PWD/$data")
	while [[ $1 == *=* ]]; do
		envs+=("$1")
		options+=(-e "$1")
		shift
	done
	# A program among the arguments goes along: it is for an emulator.
	[ $# -gt 1 ] && [ -x "$2" ] && [ ! -d "$2" ] && options+=(--file "$PWD/$2")
	if ! command -v "$1" >/dev/null; then
		echo "not ok apps/$name no program $1"
		touch $out/failed
		return
	fi
	if [[ ,$flags, == *,numa,* ]]; then
		options+=(--numa 2)
	fi
	if [[ ,$flags, == *,expect,* ]]; then
		cp "tests/apps/$name.expected" "$out/$name.linux.out"
		linux_status=0
	else
		run_linux "$name" "${envs[@]}" -- "$@"
	fi
	if grep -qa WRONG "$out/$name.linux.out" || [ $linux_status = 124 ]; then
		echo "not ok apps/$name on Linux: status $linux_status"
		touch $out/failed
		return
	fi
	if [ -n "$on_linux_only" ]; then
		echo "ok apps/$name"
		return
	fi
	run_kitten "$name" "${options[@]}" -- "$@"
	why=
	if ! cmp -s "$out/$name.linux.out" "$out/$name.kitten.out"; then
		why="prints: $(diff -a "$out/$name.linux.out" \
			"$out/$name.kitten.out" | grep -a -m1 '^[<>]' |
			cut -c1-150)"
	fi
	if [ $linux_status != $kitten_status ]; then
		why="status $kitten_status, on Linux $linux_status${why:+; $why}"
	fi
	if [ -n "$why" ]; then
		tail -n 5 "$out/$name.kitten.err" | sed 's/^/#   /'
		echo "not ok apps/$name $why"
		touch $out/failed
	else
		echo "ok apps/$name"
	fi
	echo "# $name: $((SECONDS - start)) s"
}

# in_pool COMMAND...: in the background, at most $machines at a time.
in_pool() {
	while [ "$(jobs -rp | wc -l)" -ge "$machines" ]; do
		wait -n
	done
	"$@" &
}

while read -r name cpus flags command; do
	case $name in '' | '#'*) continue ;; esac
	# shellcheck disable=SC2053
	[[ $name == $pattern ]] || continue
	eval "words=($command)"
	in_pool run_case "$name" "$cpus" "$flags" "${words[@]}"
done <tests/apps/cases
wait
# What the programs asked for and did not get.
cat $out/*.log 2>/dev/null | tr -d '\r' |
	sed -n 's/.*not implemented: \([^:]*\):.*/\1/p' | sort | uniq -c |
	sed 's/^ */# not implemented, asked for by programs: /'
[ ! -e $out/failed ]
