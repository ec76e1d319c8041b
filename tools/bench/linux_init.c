/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux_init.c - the first process of the Linux that Kitten is measured by.
 *
 * Idea: nothing runs beside the programs: no shell, no library, no daemon. The
 * process reads the time stamp counter in its first instruction, mounts proc
 * and sys, runs lmb and selfish with --json in turn, and powers the machine
 * off.
 *
 * Output, on the console, between the programs' own:
 *   === start tsc=N     at its first instruction
 *   === run PROGRAM
 *   === exit STATUS     as a shell would say it
 *   === end
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The linker is told to enter here; rdx must be 0 when _start begins, as a
 * kernel leaves it, because _start takes it for a function to call at exit. */
__asm__(".globl probe_start\n"
	"probe_start:\n"
	"	rdtsc\n"
	"	mov	%eax, start_low(%rip)\n"
	"	mov	%edx, start_high(%rip)\n"
	"	xor	%edx, %edx\n"
	"	jmp	_start\n");

/* Written by the instructions above, which the compiler does not see. */
volatile uint32_t start_low, start_high;

static void
run(char **argv)
{
	int status = 0;
	pid_t pid;

	printf("=== run %s\n", argv[0]);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		execv(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		printf("=== exit 125\n");
		return;
	}
	printf("=== exit %d\n",
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int
main(void)
{
	static char *lmb[] = { "/lmb", "--json", NULL };
	static char *selfish[] = { "/selfish", "--json", NULL };

	printf("=== start tsc=%llu\n",
	    (unsigned long long)start_high << 32 | start_low);
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	run(lmb);
	run(selfish);
	printf("=== end\n");
	fflush(stdout);
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}
