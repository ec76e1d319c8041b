/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/help.c - the help texts. docs/man/kitten.1 says it at length.
 */
#include "command.h"

#include "message.h"

#include <stdio.h>
#include <string.h>

static const char general[] =
    "kitten - run Linux programs on the Kitten lightweight kernel\n"
    "\n"
    "  kitten run [OPTIONS] PROGRAM [ARGS...]   boot Kitten, run PROGRAM\n"
    "  kitten iso PROGRAM [ARGS...] -o IMAGE    write an image that does so\n"
    "  kitten help run|iso                      the options of each\n"
    "  kitten --version\n"
    "\n"
    "PROGRAM is a static x86-64 Linux executable. Its input, output, error,\n"
    "arguments, environment and exit status are those of the command.\n"
    "\n"
    "  kitten run -c 4 ./my-program arg1 < in.txt > out.txt; echo $?\n"
    "\n"
    "See kitten(1).\n";

static const char run[] =
    "kitten run [OPTIONS] PROGRAM [ARGS...]\n"
    "\n"
    "  -c, --cpus N         processors for the program (1); with 2 or more,\n"
    "                       one is added for the system\n"
    "  -m, --memory SIZE    memory of the machine, as in 512M or 4G (1G)\n"
    "      --numa N         memory and processors in N nodes (1)\n"
    "      --timeout SECS   end the machine after so long; exit 124\n"
    "  -e, --env NAME=VALUE add to the program's environment; repeatable\n"
    "      --file HOST[:GUEST]  copy a file or folder into the machine;\n"
    "                       repeatable\n"
    "      --trace          print system calls on standard error\n"
    "  -v, --verbose        print the kernel's messages on standard error\n"
    "      --log FILE       keep the kernel's messages there\n"
    "      --accel tcg|kvm  emulate, or use the processor's virtualization\n"
    "                       (kvm where it works)\n"
    "      --icount         deterministic: one instruction per nanosecond\n"
    "      --append ARGS    arguments for the kernel; repeatable\n"
    "      --gdb            wait for gdb before the first instruction\n"
    "      --kernel FILE    this kernel image\n"
    "      --init FILE      this first program\n"
    "      --multi          PROGRAM ARGS --then PROGRAM ARGS ...: one boot,\n"
    "                       one after the other; the last one's status\n"
    "      --keep-files     keep the log and the start archive\n"
    "      --qemu-arg ARG   one more word for QEMU; repeatable\n"
    "  -h, --help           this text\n"
    "\n"
    "Exit status: the program's; 128+N if signal N ended it; 124 timeout;\n"
    "125 kitten or the kernel failed; 126 PROGRAM cannot run; 127 not found.\n"
    "\n"
    "Ctrl-C interrupts the program; the third Ctrl-C ends the machine.\n";

static const char iso[] =
    "kitten iso [OPTIONS] PROGRAM [ARGS...] -o IMAGE\n"
    "\n"
    "Writes an image that boots Kitten and runs PROGRAM on a PC, from CD, "
    "from\n"
    "a USB stick (copy it there with dd), or by PXE (take /boot/kitten and\n"
    "/boot/job.img out of it). BIOS and UEFI.\n"
    "\n"
    "  -o, --output IMAGE   the file to write; also as the last two words\n"
    "  -e, --env NAME=VALUE add to the program's environment; repeatable\n"
    "      --file HOST[:GUEST]  copy a file or folder into the image\n"
    "      --append ARGS    arguments for the kernel; repeatable\n"
    "      --kernel FILE    this kernel image\n"
    "      --init FILE      this first program\n"
    "      --keep-files     keep the folder the image was made from\n"
    "  -h, --help           this text\n";

int
command_help(const char *about)
{
	const char *text = general;

	if (about && !strcmp(about, "run"))
		text = run;
	else if (about && !strcmp(about, "iso"))
		text = iso;
	else if (about)
		return fail(EXIT_KITTEN,
		    "help %s: no such command: see kitten --help", about);
	if (fputs(text, stdout) == EOF || fflush(stdout))
		return EXIT_KITTEN;
	return 0;
}
