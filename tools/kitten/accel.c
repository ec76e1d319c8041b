/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/accel.c - hardware virtualization, or emulation?
 *
 * Limits: /dev/kvm may open on a processor without vmx or svm, inside some
 * virtual machines, and is then a hundred times slower than TCG; so both are
 * asked for.
 */
#define _GNU_SOURCE
#include "accel.h"

#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether the processor's flags have vmx or svm. */
static bool
cpu_virtualizes(void)
{
	FILE *f = fopen("/proc/cpuinfo", "re");
	char *line = NULL, *save;
	size_t cap = 0;
	bool yes = false;

	if (!f)
		return false;
	while (getline(&line, &cap, f) > 0) {
		if (strncmp(line, "flags", 5))
			continue;
		for (char *w = strtok_r(line, " \t\n", &save); w;
		     w = strtok_r(NULL, " \t\n", &save))
			yes |= !strcmp(w, "vmx") || !strcmp(w, "svm");
		break;
	}
	free(line);
	fclose(f);
	return yes;
}

static int
open_kvm(void)
{
	int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

int
accel_choose(const struct options *o, enum accel *accel, const char **why)
{
	int err = open_kvm();

	*accel = ACCEL_TCG;
	if (o->icount) {
		*why = "--icount needs it";
	} else if (o->accel == ACCEL_TCG) {
		*why = "asked for";
	} else if (o->accel == ACCEL_KVM) {
		if (err)
			return fail(EXIT_KITTEN,
			    "--accel kvm: /dev/kvm: %s: use --accel tcg",
			    strerror(-err));
		*accel = ACCEL_KVM;
		*why = "asked for";
	} else if (err) {
		*why = "/dev/kvm cannot be opened";
	} else if (!cpu_virtualizes()) {
		*why = "/dev/kvm opens, but the processor has neither vmx nor "
		       "svm";
	} else {
		*accel = ACCEL_KVM;
		*why = "/dev/kvm opens and the processor virtualizes";
	}
	return 0;
}
