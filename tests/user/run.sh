#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tests/user/run.sh [-l] [-a] [PATTERN] - run the programs of tests/user on
# Linux, then on Kitten, and compare what they print and how they end.
#
# The list is in the file `cases`. A line `ok user/NAME` or `not ok user/NAME
# REASON` comes for each when it ends. -l: on Linux only; -a: every case a
# boot of its own. PATTERN: only names with it (a shell pattern).
#
# Cases without `alone` share a boot, BATCH at a time, with `mark` between them.
# If the machine ends in the middle of one, that one failed and the rest is
# booted again. At most two machines run at a time. What was printed stays in
# build/tests/user/out: NAME.{linux,kitten}.{out,err,rc} and NAME.log.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C

bin=build/tests/user
out=$bin/out
kitten=${KITTEN:-./kitten}
limit=${USER_TEST_SECONDS:-120}
batch_size=${USER_TEST_BATCH:-10}
machines=${USER_TEST_MACHINES:-2}
memory=${USER_TEST_MEMORY:-2G}
on_linux_only='' alone_all=''
while getopts la o; do
	case $o in
	l) on_linux_only=1 ;;
	a) alone_all=1 ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
pattern=${1:-*}
rm -rf $out
mkdir -p $out

# ---- the list: arrays by name
declare -A cpus flags command
names=()
while read -r n c f cmd; do
	case $n in '' | '#'*) continue ;; esac
	# shellcheck disable=SC2053
	[[ $n == $pattern ]] || continue
	# hwloc may be missing on this machine; then so is its program.
	[ "$n" = topo ] && [ ! -e $bin/topo ] && continue
	names+=("$n")
	cpus[$n]=$c
	flags[$n]=$f
	command[$n]=$cmd
done <tests/user/cases

# split NAME: sets envs, program, args from its command.
split() {
	local words w
	eval "words=(${command[$1]})"
	envs=() program='' args=()
	for w in "${words[@]}"; do
		if [ -z "$program" ] && [[ $w == *=* ]]; then
			envs+=("$w")
		elif [ -z "$program" ]; then
			program=$bin/$w
		else
			args+=("$w")
		fi
	done
	input=/dev/null
	[[ ${flags[$1]} =~ stdin=([^,]*) ]] && input=${BASH_REMATCH[1]}
}

has() {
	[[ ,${flags[$1]}, == *,$2,* ]]
}

ok() {
	echo "ok user/$1"
}

not_ok() {
	echo "not ok user/$1 $2"
	touch $out/failed
}

# ---- on Linux
run_linux() {
	local name=$1 rc=0
	split "$name"
	# The braces hide what the shell says of a program that a signal ended.
	{
		env "${envs[@]}" timeout -k 5 "$limit" "$program" "${args[@]}" \
			<"$input" >"$out/$name.linux.out" \
			2>"$out/$name.linux.err" || rc=$?
	} 2>/dev/null
	echo $rc >"$out/$name.linux.rc"
	if grep -q '^not ok' "$out/$name.linux.out"; then
		not_ok "$name" "on Linux: $(grep -m1 '^not ok' \
			"$out/$name.linux.out" | cut -c8-)"
		return 1
	fi
}

# ---- comparing
# first_difference NAME: one line that tells how the outputs differ.
first_difference() {
	diff -a "$out/$1.linux.out" "$out/$1.kitten.out" |
		grep -a -m1 '^>' | cut -c3-150 | tr -d '\r'
}

judge() {
	local name=$1 rc=$2 want=0 why
	if has "$name" kitten; then
		if [ "$rc" != 0 ]; then
			not_ok "$name" "exit status $rc"
		elif grep -qa '^not ok' "$out/$name.kitten.out"; then
			not_ok "$name" "$(grep -a -m1 '^not ok' \
				"$out/$name.kitten.out" | cut -c8-)"
		else
			ok "$name"
		fi
		return
	fi
	if ! cmp -s "$out/$name.linux.out" "$out/$name.kitten.out"; then
		why=$(first_difference "$name")
		not_ok "$name" "prints: ${why:-less than on Linux}${rc:+ (exit status $rc)}"
		return
	fi
	want=$(cat "$out/$name.linux.rc")
	if [ "$rc" != "$want" ]; then
		not_ok "$name" "exit status $rc, on Linux $want"
		return
	fi
	ok "$name"
}

# ---- on Kitten
run_alone() {
	local name=$1 rc=0 options=() job e
	split "$name"
	job=("$program" "${args[@]}")
	# The first run fills the kernel's caches, the second is watched.
	if has "$name" leak; then
		job=(--multi "${job[@]}" --then $bin/memory_same note
			--then "${job[@]}" --then $bin/memory_same check)
	fi
	for e in "${envs[@]}"; do
		options+=(-e "$e")
	done
	timeout -k 5 $((limit + 60)) "$kitten" run -c "${cpus[$name]}" \
		-m "$memory" --timeout "$limit" --log "$out/$name.log" \
		"${options[@]}" "${job[@]}" <"$input" \
		>"$out/$name.kitten.out" 2>"$out/$name.kitten.err" || rc=$?
	echo $rc >"$out/$name.kitten.rc"
	if [[ ${flags[$name]} == *stdin=* ]] &&
		! cmp -s "$out/$name.linux.err" "$out/$name.kitten.err"; then
		not_ok "$name" "standard error differs"
		return
	fi
	judge "$name" $rc
}

# job_status LOG N: how the N-th program of a boot ended, as a shell has it.
job_status() {
	sed -n "s/^kitten: job $2: //p" "$1" | while read -r how value; do
		case $how in
		exit) echo "$value" ;;
		signal) echo $((128 + value)) ;;
		*) echo "$how $value" ;;
		esac
	done
}

# run_batch CPUS NAME...: one boot; the first that gave no mark failed, the
# ones behind it are booted again.
run_batch() {
	local c=$1 name jobs=() rc=0 id all seen job
	shift
	while [ $# -gt 0 ]; do
		id=batch.$c.$1
		jobs=()
		for name in "$@"; do
			split "$name"
			[ ${#jobs[@]} -gt 0 ] && jobs+=(--then)
			jobs+=("$program" "${args[@]}" --then $bin/mark "$name")
		done
		rc=0
		timeout -k 5 $((limit + 20 * $# + 60)) "$kitten" run -c "$c" \
			-m "$memory" --timeout $((limit + 20 * $#)) \
			--log "$out/$id.log" --multi "${jobs[@]}" </dev/null \
			>"$out/$id.out" 2>"$out/$id.err" || rc=$?
		# The part before `==== NAME` is what NAME printed. A mark may
		# follow a last line without an end.
		rm -f "$out/$id.seen"
		awk -v dir="$out" -v names="$*" -v seen="$out/$id.seen" '
			BEGIN {
				n = split(names, name, " ")
				at = 1
				printf "" >seen
			}
			at <= n {
				file = dir "/" name[at] ".kitten.out"
				printf "" >file
				mark = "==== " name[at]
				len = length($0) - length(mark)
				if (len >= 0 && substr($0, len + 1) == mark) {
					printf "%s", substr($0, 1, len) >file
					close(file)
					print name[at] >seen
					at++
					next
				}
				print >file
			}' "$out/$id.out"
		all=$#
		job=1 # each has its mark behind it
		while [ $# -gt 0 ] && grep -qx -- "$1" "$out/$id.seen"; do
			judge "$1" "$(job_status "$out/$id.log" $job)"
			job=$((job + 2))
			shift
		done
		[ $# = 0 ] && break
		seen=$(grep -a '^not ok' "$out/$1.kitten.out" 2>/dev/null | head -1)
		not_ok "$1" "the machine ended in it (status $rc, $(tail -n1 \
			"$out/$id.err" | cut -c1-120)) ${seen:+after: $seen}"
		shift
		# A launcher that cannot start anything: do not try all of them.
		if [ ! -s "$out/$id.seen" ] && [ $rc -ge 125 ] && [ $rc -le 127 ] &&
			[ $all -gt 1 ]; then
			broken=$((${broken:-0} + 1))
			if [ $broken -ge 3 ]; then
				for name in "$@"; do
					not_ok "$name" "not run: nothing starts"
				done
				return
			fi
		fi
	done
}

# in_pool COMMAND...: in the background, at most $machines at a time.
in_pool() {
	while [ "$(jobs -rp | wc -l)" -ge "$machines" ]; do
		wait -n
	done
	"$@" &
}

good=()
for name in "${names[@]}"; do
	if has "$name" kitten; then
		good+=("$name")
		continue
	fi
	if run_linux "$name"; then
		good+=("$name")
		[ -n "$on_linux_only" ] && ok "$name"
	fi
done
if [ -n "$on_linux_only" ]; then
	[ ! -e $out/failed ]
	exit
fi
if [ ! -x "$kitten" ]; then
	echo "not ok user no $kitten: run make"
	exit 1
fi

batch=() batch_cpus=
flush() {
	[ ${#batch[@]} -gt 0 ] && in_pool run_batch "$batch_cpus" "${batch[@]}"
	batch=()
}
for c in 1 2 4; do
	for name in "${good[@]}"; do
		[ "${cpus[$name]}" = $c ] || continue
		[ -n "$alone_all" ] && continue
		has "$name" alone && continue
		batch_cpus=$c
		batch+=("$name")
		[ ${#batch[@]} -ge "$batch_size" ] && flush
	done
	flush
done
for name in "${good[@]}"; do
	[ -n "$alone_all" ] || has "$name" alone || continue
	in_pool run_alone "$name"
done
wait
[ ! -e $out/failed ]
