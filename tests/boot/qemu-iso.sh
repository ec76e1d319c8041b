#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tests/boot/qemu-iso.sh FIRMWARE IMAGE [QEMU WORDS...] - boot an ISO image as a PC
# would, print what comes on the serial line.
#
# FIRMWARE: bios (SeaBIOS), uefi (OVMF), or bochs (Bochs, with x2APIC). Ends when
# the machine powers off; the caller limits the time. The machine has nothing
# but a disc drive, two processors (Bochs: one) and 512 MiB.
set -u
firmware=$1
image=$2
shift 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

qemu() {
	qemu-system-x86_64 -accel tcg -cpu max -smp 2 -m 512M -nodefaults \
		-no-user-config -display none -no-reboot -serial stdio \
		-cdrom "$image" -boot d "$@" </dev/null
}

case $firmware in
bios)
	qemu -machine q35 "$@"
	;;
uefi)
	cp /usr/share/OVMF/OVMF_VARS_4M.fd "$dir/vars.fd"
	qemu -machine q35 \
		-drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd \
		-drive if=pflash,format=raw,file="$dir/vars.fd" "$@"
	;;
bochs)
	cat >"$dir/bochsrc" <<-END
	display_library: rfb, options="timeout=0"
	config_interface: textconfig
	plugin_ctrl: speaker=0
	sound: driver=dummy
	com1: enabled=true, mode=file, dev=$dir/serial
	romimage: file=/usr/share/bochs/BIOS-bochs-latest
	vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
	ata0-master: type=cdrom, path=$image, status=inserted
	boot: cdrom
	clock: sync=none
	cpu: model=corei7_skylake_x, reset_on_triple_fault=0, ignore_bad_msrs=1
	memory: guest=512, host=512
	log: $dir/log
	END
	echo c >"$dir/rc"
	: >"$dir/serial"
	# Killed with this script's group if the time is over.
	bochs -q -f "$dir/bochsrc" -rc "$dir/rc" >"$dir/out" 2>&1 </dev/null &
	pid=$!
	trap 'kill -9 $pid 2>/dev/null; cat "$dir/serial"; rm -rf "$dir"; exit 1' \
		TERM INT
	wait $pid
	status=$?
	cat "$dir/serial"
	# Bochs ends with 1 when the guest powers off.
	[ $status -le 1 ]
	;;
*)
	echo "$0: firmware $firmware: bios, uefi or bochs" >&2
	exit 2
	;;
esac
