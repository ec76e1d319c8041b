#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# bench.sh - Kitten's figures beside those of Debian's stock Linux 6.1.
#
# Idea: both kernels run the same static executables (lmb, selfish) on the same
# virtual machine, in which one instruction takes one nanosecond and a cycle
# counter counts instructions, so the figures do not depend on how fast or how
# busy this computer is. Linux comes as Debian's package, is extracted and not
# installed, and runs nothing beside the programs (linux_init.c).
#
# Kernel entry to the program's first instruction: on Kitten both ends are in
# the kernel's log ("boot: entry tsc=", "start: pid N tsc="). On Linux the
# program is the first process; the entry is what entry_probe.S saw when booted
# in the kernel's place on the same machine.
#
# Writes build/bench/bench.json: a list of objects name, unit, kitten, linux,
# target; null where there is no figure. The Linux result is kept and used
# again as long as the kernel package, the programs and QEMU are the same.
#
# Limits: Linux' own text size and memory at rest are not measured.
set -eu

usage() {
	cat <<'EOF'
usage: bench.sh [OPTIONS]

Compare Kitten with Debian's stock kernel; print a table, write bench.json.

  --only linux|kitten  run only that side
  --programs DIR       where lmb and selfish are (build/user)
  --kernel FILE        Kitten's ELF image, for its size (build/kitten.elf)
  --fresh              run Linux again though its result is known
  --no-fail            exit 0 though a target is missed
  --help               this text

Exit status: 0 every target is met, 1 a target is missed, 2 bad arguments,
3 a figure cannot be had (the message says why).
EOF
}

warn() {
	progress_end
	printf 'bench: %s\n' "$*" >&2
}

die() {
	warn "$@"
	exit 3
}

# --- progress: one line on standard error, rewritten on a terminal ---------

# On descriptor 3, because a command being watched may have its own error file.
exec 3>&2
started=$(date +%s)
line_open=
progress() {
	now=$(($(date +%s) - started))
	if [ -t 3 ]; then
		printf '\r\033[Kbench: %s, %d s' "$1" "$now" >&3
		line_open=y
	else
		printf 'bench: %s, %d s\n' "$1" "$now" >&3
	fi
}

progress_end() {
	if [ -n "$line_open" ]; then
		printf '\n' >&3
	fi
	line_open=
}

# watch WHAT SECONDS COMMAND...: run COMMAND, say WHAT while it runs, end it
# after SECONDS; its exit status (124: it took too long).
child=
watch() {
	what=$1
	limit=$2
	shift 2
	progress "$what"
	timeout "$limit" "$@" 3>&- &
	child=$!
	waited=0
	while kill -0 "$child" 2>/dev/null; do
		sleep 0.5
		waited=$((waited + 1))
		if [ -t 3 ] || [ $((waited % 20)) -eq 0 ]; then
			progress "$what"
		fi
	done
	status=0
	wait "$child" || status=$?
	child=
	return "$status"
}

cleanup() {
	if [ -n "$child" ]; then
		kill "$child" 2>/dev/null || true
	fi
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# --- arguments -------------------------------------------------------------

only=
fail=y
fresh=
programs=build/user
kernel=build/kitten.elf
while [ $# -gt 0 ]; do
	case $1 in
	--only)
		only=${2-}
		shift
		;;
	--programs)
		programs=${2-}
		shift
		;;
	--kernel)
		kernel=${2-}
		shift
		;;
	--fresh) fresh=y ;;
	--no-fail) fail= ;;
	--help)
		usage
		exit 0
		;;
	*)
		printf "bench: '%s' is not an option; try --help\n" "$1" >&2
		exit 2
		;;
	esac
	if [ $# -eq 0 ]; then
		printf 'bench: the last option lacks its value\n' >&2
		exit 2
	fi
	shift
done
case $only in
'' | linux | kitten) ;;
*)
	printf "bench: --only takes linux or kitten, not '%s'\n" "$only" >&2
	exit 2
	;;
esac

[ -f tools/bench/bench.sh ] || die "run me from the repository's root"
out=build/bench
mkdir -p "$out"
for p in lmb selfish; do
	[ -x "$programs/$p" ] || die "$programs/$p is missing: run make"
done

# --- helpers of ours -------------------------------------------------------

# current TARGET SOURCE: TARGET is there and not older.
current() {
	[ -f "$1" ] && [ -z "$(find "$2" -newer "$1")" ]
}

compile() { # SOURCE OUTPUT [FLAG...]
	src=$1
	obj=$2
	shift 2
	if current "$obj" "$src"; then
		return 0
	fi
	${CC:-gcc} -std=gnu11 -O2 -Wall -Wextra -Werror -static \
	    "$src" "$@" -o "$obj" || die "cannot compile $src"
}

compile_probe() {
	probe=$out/entry_probe.bin
	if current "$probe" tools/bench/entry_probe.S; then
		return 0
	fi
	${CC:-gcc} -m32 -c -o "$out/entry_probe.o" \
	    tools/bench/entry_probe.S || die "cannot assemble entry_probe.S"
	objcopy -O binary -j .text "$out/entry_probe.o" "$probe" ||
	    die "cannot make $probe"
}

# --- Linux -----------------------------------------------------------------

# The newest linux-image-6.1.*-cloud-amd64 that apt knows.
linux_package_name() {
	apt-cache search --names-only '^linux-image-6\.1\..*-cloud-amd64$' |
	    awk '{ print $1 }' | sort -V | tail -n 1
}

# Sets $deb and $vmlinuz.
linux_fetch() {
	dir=$out/linux
	mkdir -p "$dir"
	name=$(linux_package_name)
	if [ -n "$name" ]; then
		version=$(apt-cache show --no-all-versions "$name" |
		    sed -n 's/^Version: //p')
		deb=$dir/$name-$version.deb
		if [ ! -f "$deb" ]; then
			mkdir -p "$dir/fetch"
			rm -f "$dir"/fetch/*.deb
			fetch_log=$out/fetch.log
			watch "fetching $name" 600 sh -c "cd '$dir/fetch' &&
			    apt-get -q -o APT::Sandbox::User=root download \
			    '$name'" >"$fetch_log" 2>"$fetch_log.err" ||
			    die "cannot fetch $name: see $fetch_log.err"
			mv "$dir"/fetch/*.deb "$deb"
		fi
	else
		# No package lists (or no network): an earlier one will do.
		deb=$(find "$dir" -maxdepth 1 -name '*.deb' | sort -V |
		    tail -n 1)
		[ -n "$deb" ] ||
		    die "apt knows no linux-image-6.1 package:" \
		    "run 'apt-get update' as root, then again"
	fi
	root=${deb%.deb}
	if [ ! -d "$root" ]; then
		rm -rf "$root.part"
		dpkg-deb -x "$deb" "$root.part" || die "$deb is not a package"
		mv "$root.part" "$root"
	fi
	vmlinuz=$(find "$root/boot" -name 'vmlinuz-*' | head -n 1)
	[ -n "$vmlinuz" ] || die "$deb has no kernel in /boot"
}

# linux_machine WHAT SECONDS SERIAL KERNEL: boot one on the machine.
linux_machine() {
	watch "$1" "$2" qemu-system-x86_64 -accel tcg,thread=single \
	    -icount shift=0,sleep=off -seed 1 \
	    -rtc base=2026-01-01,clock=vm -cpu max -smp 1 -m 1G -machine q35 \
	    -nodefaults -no-user-config -display none -no-reboot \
	    -serial "file:$3" -initrd "$out/linux.cpio" -kernel "$4" \
	    -append 'console=ttyS0 quiet panic=-1' </dev/null >&2
}

# Sets $linux_log (the console of the Linux run) and $linux_entry.
linux_run() {
	compile tools/bench/linux_init.c "$out/linux_init" -Wl,-e,probe_start
	compile tools/bench/initrd.c "$out/initrd"
	compile_probe
	linux_fetch
	"$out/initrd" "$out/linux.cpio" "init=$out/linux_init" \
	    "lmb=$programs/lmb" "selfish=$programs/selfish" ||
	    die "cannot pack the initial ramdisk"
	key=$({
		basename "$deb"
		qemu-system-x86_64 --version
		cat "$out/linux.cpio" "$out/entry_probe.bin"
		cat tools/bench/bench.sh
	} | sha256sum | cut -c 1-16)
	linux_log=$out/linux-$key.log
	if [ -n "$fresh" ] || [ ! -f "$linux_log" ]; then
		linux_machine 'Linux: when the kernel is entered' 60 \
		    "$out/probe.log" "$out/entry_probe.bin" ||
		    die "the entry probe did not end: see $out/probe.log"
		linux_machine "Linux: $(basename "$vmlinuz") runs lmb, selfish" \
		    900 "$out/linux.log" "$vmlinuz" ||
		    die "Linux did not end: see $out/linux.log"
		grep -q '^=== end' "$out/linux.log" ||
		    die "Linux did not finish: see $out/linux.log"
		! grep -q '^=== exit [^0]' "$out/linux.log" ||
		    die "a program failed on Linux: see $out/linux.log"
		{
			printf '=== entry tsc=%d\n' \
			    "0x$(tr -dc 0-9a-f <"$out/probe.log")"
			tr -d '\r' <"$out/linux.log"
		} >"$linux_log.part"
		mv "$linux_log.part" "$linux_log"
	else
		progress 'Linux: the result is known'
	fi
}

# --- Kitten ----------------------------------------------------------------

# kitten_run NAME CPUS PROGRAM [ARG...]: output in kitten-NAME.out.
kitten_run() {
	run=$out/kitten-$1
	cpus=$2
	shift 2
	status=0
	watch "Kitten: $(basename "$1")" 900 ./kitten run --icount \
	    -c "$cpus" -m 1G --log "$run.log" "$@" \
	    >"$run.out" 2>"$run.err" </dev/null || status=$?
	if [ "$status" -ne 0 ]; then
		# Its figures are missing, which counts as missed.
		warn "$1 ended with $status on Kitten: see $run.err, $run.log"
	fi
}

kitten_runs() {
	[ -x ./kitten ] || die "./kitten is missing: run make"
	[ -f "$kernel" ] || die "$kernel is missing: run make"
	compile tools/bench/catfile.c "$out/catfile"
	kitten_run lmb 1 "$programs/lmb" --json
	kitten_run selfish 1 "$programs/selfish" --json
	# Three CPUs for the program, one for the system.
	kitten_run memory 3 "$out/catfile" /proc/kitten/memory
}

# --- figures ---------------------------------------------------------------

# number FILE KEY: what follows KEY (KEY=N, KEY N or "KEY": N), the last one.
number() {
	[ -f "$1" ] || return 0
	tr -d '\r' <"$1" | sed -n \
	    "s/.*$2\"\{0,1\}[=: ]\{1,2\}\([0-9][0-9.]*\).*/\1/p" | tail -n 1
}

lmb_mean() { # FILE NAME
	[ -f "$1" ] || return 0
	sed -n "s/.*\"name\": \"$2\".*\"mean\": \([0-9.]*\).*/\1/p" "$1" |
	    tail -n 1
}

difference() {
	if [ -n "$1" ] && [ -n "$2" ]; then
		echo $(($2 - $1))
	fi
}

# Text and data of an ELF image, in KiB, rounded up.
image_kib() {
	[ -f "$1" ] || return 0
	size "$1" | awk 'NR == 2 { printf "%d\n", ($1 + $2 + 1023) / 1024 }'
}

row() { # NAME UNIT KITTEN LINUX TARGET; '' for none
	printf '%s\t%s\t%s\t%s\t%s\n' "$@"
}

rows() {
	k=$out/kitten-lmb.out
	l=$linux_log
	while read -r name target; do
		row "$name" instructions "$(lmb_mean "$k" "$name")" \
		    "$(lmb_mean "$l" "$name")" "$target"
	done <<-EOF
		null_call 110
		sched_yield 150
		thread_create_join 8000
		fork_exit_wait
		mmap_munmap
		touch_64m 14000000
		pipe_round_trip 2500
		cond_round_trip 3500
	EOF
	log=$out/kitten-selfish.log
	k=$out/kitten-selfish.out
	row kernel_entry_to_program instructions "$(difference \
	    "$(number "$log" 'boot: entry tsc')" \
	    "$(number "$log" 'start: pid [0-9]* tsc')")" "$(difference \
	    "$(number "$l" '=== entry tsc')" \
	    "$(number "$l" '=== start tsc')")" 30000000
	row selfish_late_detours detours "$(number "$k" late_detours)" \
	    "$(number "$l" late_detours)" 0
	row selfish_lost percent "$(number "$k" lost_percent)" \
	    "$(number "$l" lost_percent)" ''
	row kernel_text_data KiB "$kitten_image" '' 1024
	row kernel_at_rest KiB \
	    "$(number "$out/kitten-memory.out" kernel_at_rest_kib)" '' 8192
}

# Rows on standard input; the table. Exit 1: a target is missed.
table() {
	awk -F '\t' '
	function show(v) {
		if (v == "") return "-"
		if (v + 0 != int(v)) return sprintf((v < 10) ? "%.4f" : "%.1f", v)
		return sprintf("%.0f", v)
	}
	BEGIN {
		f = "%-24s %-13s %14s %14s %14s  %s\n"
		printf f, "name", "unit", "kitten", "linux", "target", ""
	}
	{
		mark = ""
		if ($5 != "") {
			mark = "no figure"
			if ($3 != "") mark = $3 + 0 <= $5 + 0 ? "ok" : "MISSED"
			if (mark != "ok") missed++
		}
		printf f, $1, $2, show($3), show($4), show($5), mark
	}
	END { exit missed > 0 }'
}

json() {
	awk -F '\t' '
	function value(v) { return v == "" ? "null" : v }
	BEGIN { printf "[" }
	{
		printf "%s\n  {\"name\": \"%s\", \"unit\": \"%s\", ", \
		    (NR > 1 ? "," : ""), $1, $2
		printf "\"kitten\": %s, \"linux\": %s, \"target\": %s}", \
		    value($3), value($4), value($5)
	}
	END { print "\n]" }'
}

# Nothing of an earlier run may pass for a figure of this one.
rm -f "$out"/kitten-lmb.* "$out"/kitten-selfish.* "$out"/kitten-memory.* \
    "$out/bench.json"
linux_log=
kitten_image=
if [ "$only" != kitten ]; then
	linux_run
fi
if [ "$only" != linux ]; then
	kitten_runs
	kitten_image=$(image_kib "$kernel")
fi
progress 'done'
progress_end
rows >"$out/rows"
json <"$out/rows" >"$out/bench.json" || die "cannot write $out/bench.json"
missed=0
table <"$out/rows" || missed=$?
[ "$missed" -le 1 ] || die "cannot print the table"
if [ "$missed" -eq 1 ] && [ -n "$fail" ] && [ "$only" != linux ]; then
	exit 1
fi
