#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tests/boot/launcher.sh - what the `kitten run` command promises the shell that
# calls it. Each test is a function t_NAME, which ends with 0 if all is well.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C

bin=$PWD/build/tests/user
kitten=$PWD/kitten
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

run() {
	timeout -k 5 60 "$kitten" run --timeout 40 --log "$dir/log" "$@"
}

# want STATUS COMMAND...: it ends with that status. Standard error is kept.
want() {
	local want=$1 got=0
	shift
	"$@" 2>"$dir/err" || got=$?
	[ "$got" = "$want" ] && return
	echo "${*: -2}: exit status $got, not $want: $(head -n1 "$dir/err")"
	return 1
}

# said TEXT: that is in the one line on standard error.
said() {
	grep -qF -- "$1" "$dir/err" && [ "$(wc -l <"$dir/err")" = 1 ] && return
	echo "standard error is not one line with '$1': $(head -n2 "$dir/err")"
	return 1
}

t_status() {
	local n
	for n in 0 1 124 125 126 127 128 255; do
		want $n run "$bin/exits" quick $n >/dev/null || return
	done
	for n in 1 2 6 9 11 15 34 64; do
		want $((128 + n)) run "$bin/exits" signal $n >/dev/null || return
	done
}

t_not_a_program() {
	want 126 run tests/boot/launcher.sh && said script &&
		want 126 run /bin/true && said 'dynamic loader' &&
		want 126 run / && said directory &&
		want 127 run /nowhere && said 'No such file' || return
	: >"$dir/empty"
	chmod +x "$dir/empty"
	want 126 run "$dir/empty" && said empty || return
	echo 'no program' >"$dir/empty"
	want 126 run "$dir/empty" && said 'not an ELF file' || return
	cp "$bin/exits" "$dir/arm"
	printf '\267' | dd of="$dir/arm" bs=1 seek=18 conv=notrunc status=none
	want 126 run "$dir/arm" && said architecture || return
	chmod -x "$dir/arm"
	want 126 run "$dir/arm" && said 'chmod +x'
}

# The reader ends first: so does the program, at once.
t_reader_leaves() {
	local c
	head -c 20000000 /dev/zero | tr '\0' x >"$dir/in"
	for c in 1 2 3; do
		run -c $c "$bin/stdio_echo" <"$dir/in" 2>"$dir/err" |
			head -c 1 >/dev/null
		[ "${PIPESTATUS[0]}" = 141 ] || {
			echo "-c $c: exit status ${PIPESTATUS[0]}, not 141"
			return 1
		}
	done
}

t_no_output() {
	want 0 run "$bin/musl_hello" >&- || return
	run "$bin/musl_hello" >/dev/full 2>"$dir/err"
	grep -q 'No space left' "$dir/err" && return
	echo "nothing was said of a full disc"
	return 1
}

t_terminal() {
	want 130 tests/boot/terminal.py 40 waiting '\x03' -- "$kitten" run \
		"$bin/machine" wait >/dev/null &&
		want 131 tests/boot/terminal.py 40 waiting '\x1c' -- "$kitten" run \
			-c 2 "$bin/machine" wait >/dev/null
}

t_icount_same() {
	local n
	for n in 1 2; do
		run --icount "$bin/machine" >/dev/null || return
		grep 'end: ' "$dir/log" >"$dir/end$n"
	done
	cmp "$dir/end1" "$dir/end2" || return
	run --icount -c 4 "$bin/machine" | grep -q 'cpus 4'
}

t_gdb() {
	local port
	mkfifo "$dir/fifo"
	run --gdb "$bin/musl_hello" >"$dir/out" 2>"$dir/fifo" &
	port=$(head -n1 "$dir/fifo" | grep -o "remote [0-9.:]*")
	timeout 40 gdb -batch build/kitten.elf -ex "target ${port:-none}" \
		-ex 'break kernel_main' -ex continue -ex backtrace -ex delete \
		-ex continue >"$dir/gdb" 2>&1
	wait
	grep -q 'kernel_main () at kernel/core/main.c' "$dir/gdb" || {
		echo "no stop in kernel_main: $(tail -n1 "$dir/gdb")"
		return 1
	}
	grep -q hello "$dir/out"
}

# Input on the serial line, output there and on the screen.
t_iso_input() {
	"$kitten" iso "$bin/stdio_echo" -o "$dir/iso" >/dev/null || return
	timeout -k 5 60 tests/boot/terminal.py 50 'start: ' 'typed\r\x04' -- \
		qemu-system-x86_64 -accel tcg -machine q35 -cpu max -smp 2 \
		-m 256M -nodefaults -display none -vga std -no-reboot \
		-serial stdio -cdrom "$dir/iso" >"$dir/out" || return
	[ "$(grep -c '^typed$' "$dir/out")" = 2 ] && return
	echo "typed was not seen twice: $(tail -n3 "$dir/out" | tr '\n' ' ')"
	return 1
}

for name in status not_a_program reader_leaves no_output terminal icount_same \
	gdb iso_input; do
	start=$SECONDS
	if why=$("t_$name" 2>&1); then
		echo "ok boot/launcher_$name"
	else
		echo "not ok boot/launcher_$name $(echo "$why" | head -n1)"
		failed=1
	fi
	echo "# boot/launcher_$name took $((SECONDS - start)) s"
done
exit $failed
