#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tools/gen/ksyms.sh NM ELF - the functions of a linked kernel, as assembly.
#
# For symbolic backtraces (core/ksyms.c). The first link has the empty table
# that `ksyms.sh NM` (no ELF) writes. The real one lies behind all code, so that
# no function moves when it comes in. In section .ksyms, sorted by address:
#   uint32_t ksyms_count       how many
#   uint32_t ksyms_offsets[]   address - kernel_image_start
#   uint32_t ksyms_names[]     where in ksyms_strings the name starts
#   char     ksyms_strings[]   names, each ends with 0
set -eu
nm=$1
elf=${2:-}

{ [ -z "$elf" ] || "$nm" -n "$elf"; } | awk '
	BEGIN { n = at = 0 }
	# Addresses need 64 bits, which awk does not have: the assembler
	# subtracts, of the low halves.
	$3 == "kernel_image_start" { high = substr($1, 1, 8); base = substr($1, 9) }
	$3 == "kernel_text_end" { exit }
	$2 ~ /^[tTwW]$/ && $3 !~ /^(kernel_[a-z]*_(start|end)$|\.L|__pfx_)/ {
		if (substr($1, 1, 8) != high || substr($1, 9) == last)
			next
		last = substr($1, 9)
		offset[n] = last
		name[n++] = $3
	}
	END {
		print ".section .ksyms, \"a\", @progbits"
		print ".balign 4"
		print ".globl ksyms_count, ksyms_offsets, ksyms_names, ksyms_strings"
		print "ksyms_count: .long " n
		print "ksyms_offsets:"
		for (i = 0; i < n; i++)
			print ".long 0x" offset[i] " - 0x" base
		print "ksyms_names:"
		for (i = 0; i < n; i++) {
			print ".long " at
			at += length(name[i]) + 1
		}
		print "ksyms_strings:"
		for (i = 0; i < n; i++)
			print ".asciz \"" name[i] "\""
		print ".section .note.GNU-stack, \"\", @progbits"
	}'
