#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tests/boot/run.sh [PATTERN] - boot Kitten on the machines of the matrix.
#
# Each test is a function t_NAME below that returns 0, or says why not in one
# line and returns 1; `all` lists them, slow ones first. Two run at a time. What
# a machine said is in build/tests/boot/NAME.{out,err,log}.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C

out=build/tests/boot
bin=build/tests/user
kitten=${KITTEN:-./kitten}
parallel=${BOOT_TEST_MACHINES:-2}
pattern=${1:-*}
mkdir -p $out
rm -f $out/failed

# boot SECONDS RUN-WORDS...: kitten run; sets rc. Files are named by $test.
boot() {
	local seconds=$1
	shift
	rc=0
	timeout -k 5 $((seconds + 30)) "$kitten" run --timeout "$seconds" \
		--log "$out/$test.log" "$@" >"$out/$test.out" \
		2>"$out/$test.err" <"${input:-/dev/null}" || rc=$?
}

# ended STATUS: the machine ended so.
ended() {
	[ "$rc" = "$1" ] && return
	echo "exit status $rc, not $1: $(tail -n1 "$out/$test.err" | cut -c1-100)"
	return 1
}

# printed TEXT: a line of the output; logged REGEX: in the kernel's log.
printed() {
	grep -qaxF -- "$1" "$out/$test.out" && return
	echo "printed '$(head -n1 "$out/$test.out" | cut -c1-80)', not '$1'"
	return 1
}

# The kernel's lines: those of the launcher tell how it called QEMU.
kernel_log() {
	grep -av '^kitten: ' "$out/$test.log"
}

logged() {
	kernel_log | grep -qaiE -- "$1" && return
	echo "nothing of '$1' in the log"
	return 1
}

# one_line: standard error is one line, of the launcher.
one_line() {
	[ "$(wc -l <"$out/$test.err")" = 1 ] && return
	echo "$(wc -l <"$out/$test.err") lines on standard error, not 1"
	return 1
}

# machine_is CPUS NODES MIB: what bin/machine printed; memory within a fifth
# below (64 MiB for small machines), and not more than there is.
machine_is() {
	local c n m
	read -r _ c _ n _ m _ <"$out/$test.out"
	if [ "$c" != "$1" ] || [ "$n" != "$2" ]; then
		echo "printed '$(head -n1 "$out/$test.out")': want cpus $1 nodes $2"
		return 1
	fi
	if [ "$m" -gt "$3" ] || [ "$m" -lt $(($3 - $3 / 5 - 64)) ]; then
		echo "memory $m MiB of $3"
		return 1
	fi
}

# ---- the matrix
cpus() {
	boot 200 -c "$1" -m 1G $bin/machine
	ended 0 && machine_is "$1" 1 1024
}
t_cpus_1() { cpus 1; }
t_cpus_2() { cpus 2; }
t_cpus_4() { cpus 4; }
t_cpus_8() { cpus 8; }
t_cpus_16() { cpus 16; }
# With the system's own that makes 64.
t_cpus_63() { cpus 63; }

memory() {
	boot 100 -c 1 -m "$1" $bin/machine
	ended 0 && machine_is 1 1 "$2"
}
t_memory_128M() { memory 128M 128; }
t_memory_256M() { memory 256M 256; }
t_memory_4G() { memory 4G 4096; }
t_memory_16G() { memory 16G 16384; }

numa() {
	boot 100 -c 4 -m 1G --numa "$1" $bin/machine
	ended 0 && machine_is 4 "$1" 1024
}
t_numa_2() { numa 2; }
t_numa_4() { numa 4; }
t_numa_off() {
	boot 60 -c 4 -m 1G --numa 2 --append numa=off $bin/machine
	ended 0 && machine_is 4 1 1024
}

# The threads of a program on many CPUs and nodes.
t_program_on_8() {
	boot 150 -c 8 -m 2G --numa 2 $bin/openmp
	ended 0 && printed "13 passed, 0 failed"
}

# ---- from an image
iso_made() {
	[ -s $out/machine.iso ] && return
	(
		flock 9
		[ -s $out/machine.iso ] || {
			"$kitten" iso $bin/machine -o $out/new.iso \
				>$out/iso.out 2>&1 &&
				mv $out/new.iso $out/machine.iso
		}
	) 9>$out/iso.lock
	[ -s $out/machine.iso ] && return
	echo "kitten iso: $(tail -n1 $out/iso.out)"
	return 1
}

from_iso() {
	iso_made || return
	rc=0
	timeout -k 5 "$2" tests/boot/qemu-iso.sh "$1" $out/machine.iso \
		>"$out/$test.log" 2>"$out/$test.err" || rc=$?
	tr -d '\r' <"$out/$test.log" | grep -a -o 'cpus [0-9].* MiB' \
		>"$out/$test.out"
	if [ ! -s "$out/$test.out" ]; then
		echo "the program printed nothing (status $rc); last: $(tail -n1 \
			"$out/$test.log" | cut -c1-80)"
		return 1
	fi
	ended 0
}
# Two processors: one is the system's.
t_iso_bios() { from_iso bios 100 && machine_is 1 1 512; }
t_iso_uefi() { from_iso uefi 150 && machine_is 1 1 512; }
t_iso_bochs_x2apic() {
	from_iso bochs 240 && machine_is 1 1 512 && logged x2apic
}

# ---- what is wrong is said
t_unknown_arguments() {
	boot 60 --append "no_such_argument=1 maxcpus=banana loglevel=99" \
		$bin/machine
	ended 0 && logged no_such_argument && logged 'maxcpus.*banana' &&
		logged 'loglevel.*99'
}
t_too_little_memory() {
	boot 60 --append mem=6M $bin/machine
	ended 125 && logged 'memory' && one_line
}
t_no_initial_program() {
	boot 60 --append init=/nowhere $bin/machine
	ended 125 && logged '/nowhere' && one_line
}
t_unusable_initial_program() {
	boot 60 --init tests/boot/run.sh $bin/machine
	ended 125 && logged 'init' && one_line
}
t_acpi_off() {
	boot 60 --append acpi=off $bin/machine
	ended 0 && logged acpi
}

# A table whose entries have no length, and one that claims too many.
t_acpi_broken_srat() {
	head -c 256 /dev/zero >"$out/$test.table"
	boot 60 -c 2 --qemu-arg -acpitable \
		--qemu-arg "sig=SRAT,data=$out/$test.table" $bin/machine
	ended 0 && machine_is 2 1 1024 && logged srat
}
t_acpi_broken_slit() {
	printf '\377\377\377\377\377\377\377\177' >"$out/$test.table"
	boot 60 -c 2 --qemu-arg -acpitable \
		--qemu-arg "sig=SLIT,data=$out/$test.table" $bin/machine
	ended 0 && machine_is 2 1 1024 && logged slit
}
t_acpi_broken_hpet() {
	head -c 8 /dev/zero >"$out/$test.table"
	boot 60 -c 2 --qemu-arg -machine --qemu-arg hpet=off \
		--qemu-arg -acpitable \
		--qemu-arg "sig=HPET,data=$out/$test.table" $bin/machine
	ended 0 && machine_is 2 1 1024 && logged 'HPET.*broken' &&
		logged 'TSC .* by (ACPI PM timer|PIT)'
}

# A kernel that dies says so, and the launcher ends at once.
selftest() {
	# At once: not by the launcher's time-out, whose status is 124.
	boot 100 -c 2 --append "selftest=$1" $bin/machine
	ended 125 && logged "$2" && logged 'cpu *1' && one_line
}
t_kernel_panic() { selftest panic 'panic'; }
t_kernel_fault() { selftest fault 'fault.*|panic'; }
t_kernel_stack_overflow() { selftest stackoverflow 'stack'; }
t_kernel_text_write() { selftest wx 'page fault.* at test_wx'; }

# ---- the three streams
t_bytes_through() {
	head -c 10000000 /dev/urandom >"$out/$test.in"
	input=$out/$test.in boot 120 $bin/stdio_echo
	ended 0 || return
	cmp "$out/$test.in" "$out/$test.out" 2>&1 || return
	[ "$(cat "$out/$test.err")" = "10000000 bytes" ] && return
	echo "standard error: $(head -c 80 "$out/$test.err")"
	return 1
}
t_bytes_both_streams() {
	head -c 3000000 /dev/urandom >"$out/$test.in"
	input=$out/$test.in boot 120 $bin/stdio_echo both
	ended 0 && cmp "$out/$test.in" "$out/$test.out" 2>&1 &&
		cmp "$out/$test.in" "$out/$test.err" 2>&1
}

# ---- the command
t_environment() {
	KT_OUTER=inherited boot 60 -e KT_VAR='a b=c' $bin/machine env KT_VAR
	ended 0 && printed 'KT_VAR=a b=c' || return
	KT_OUTER=inherited boot 60 $bin/machine env KT_OUTER
	ended 0 && printed 'KT_OUTER=inherited'
}
t_trace() {
	boot 60 --trace $bin/musl_hello
	ended 0 && printed 'hello from musl, 0 argument(s)' || return
	grep -qE '^[^(]*(write|writev)\(1, ' "$out/$test.err" &&
		grep -q 'exit_group(0)' "$out/$test.err" && return
	echo "no write(1, and exit_group(0) in the trace"
	return 1
}
# comes FILE TEXT: wait until a line of the file is, or begins with, the text.
comes() {
	local i
	for i in {1..600}; do
		grep -qa -- "^$2" "$1" && return
		sleep 0.1
	done
	echo "no '$2' in $1 within 60 seconds"
	return 1
}
t_interrupt() {
	local pid
	rc=0
	: >"$out/$test.out"
	# What the shell starts in the background would ignore SIGINT.
	timeout -k 5 150 env --default-signal=INT "$kitten" run \
		--log "$out/$test.log" $bin/machine wait >"$out/$test.out" \
		2>"$out/$test.err" </dev/null &
	pid=$!
	comes "$out/$test.out" waiting
	kill -INT $pid
	wait $pid || rc=$?
	printed waiting && ended 130
}
t_timeout() {
	local start=$SECONDS
	boot 20 $bin/machine wait
	ended 124 && printed waiting || return
	[ $((SECONDS - start)) -lt 50 ] && return
	echo "took $((SECONDS - start)) seconds"
	return 1
}
t_two_programs() {
	boot 60 --multi $bin/machine --then $bin/exits quick 4
	ended 4 && machine_is 1 1 1024
}
t_clean_log() {
	boot 60 -c 2 $bin/machine
	ended 0 || return
	[ ! -s "$out/$test.err" ] || {
		echo "standard error: $(head -c 80 "$out/$test.err")"
		return 1
	}
	! kernel_log | grep -aiwE 'panic|warning|broken|bug' | head -n1 |
		grep .
}
t_icount_repeats() {
	boot 100 --icount $bin/machine
	ended 0 && machine_is 1 1 1024
}

all="iso_bochs_x2apic iso_uefi cpus_63 iso_bios timeout cpus_1 cpus_2 cpus_4 cpus_8
	cpus_16 memory_128M memory_256M memory_4G memory_16G numa_2 numa_4
	numa_off program_on_8 unknown_arguments too_little_memory
	no_initial_program unusable_initial_program acpi_off acpi_broken_srat
	acpi_broken_slit acpi_broken_hpet kernel_panic kernel_fault
	kernel_stack_overflow kernel_text_write bytes_through
	bytes_both_streams environment trace interrupt two_programs
	clean_log icount_repeats"

run_one() {
	local why start=$SECONDS
	test=$1
	if why=$("t_$1" 2>&1); then
		echo "ok boot/$1"
	else
		echo "not ok boot/$1 $(echo "$why" | head -n1)"
		touch $out/failed
	fi
	echo "# boot/$1 took $((SECONDS - start)) s"
}

if [ ! -x "$kitten" ]; then
	echo "not ok boot no $kitten: run make"
	exit 1
fi
rm -f $out/machine.iso
for name in $all; do
	# shellcheck disable=SC2053
	[[ $name == $pattern ]] || continue
	while [ "$(jobs -rp | wc -l)" -ge "$parallel" ]; do
		wait -n
	done
	run_one "$name" &
done
wait
if [ "$pattern" = '*' ]; then
	tests/boot/launcher.sh || touch $out/failed
fi
[ ! -e $out/failed ]
