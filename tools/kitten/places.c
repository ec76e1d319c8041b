/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/places.c - where the kernel and the first program are.
 *
 * The command runs from the tree's root (a copy or a link into build/), from
 * build/ or build/tools/, or installed as PREFIX/bin/kitten.
 */
#define _GNU_SOURCE
#include "places.h"

#include "message.h"
#include "text.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const kernels[] = {
	"build/kitten.bzImage",
	"kitten.bzImage",
	"../kitten.bzImage",
	"../build/kitten.bzImage",
	"../lib/kitten/kitten.bzImage",
	NULL,
};

static const char *const symbols[] = {
	"build/kitten.elf",
	"kitten.elf",
	"../kitten.elf",
	"../build/kitten.elf",
	"../lib/kitten/kitten.elf",
	NULL,
};

static const char *const inits[] = {
	"build/user/init",
	"user/init",
	"../user/init",
	"../build/user/init",
	"../lib/kitten/init",
	NULL,
};

/* The folder the running command is in, links resolved. */
static char *
own_folder(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (n < 0)
		return str_copy(".");
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
	return str_copy(path);
}

/* The first of `names` under `folder` that can be read, or NULL. */
static char *
first_of(const char *folder, const char *const *names)
{
	for (; *names; names++) {
		char *path = str_printf("%s/%s", folder, *names);
		char *real = access(path, R_OK) ? NULL : realpath(path, NULL);

		free(path);
		if (real)
			return real;
	}
	return NULL;
}

/* `given` if the user named one, else the first of `names`; says if absent. */
static char *
find(const char *given, const char *folder, const char *const *names,
    const char *what, const char *option)
{
	char *path;

	if (!given) {
		path = first_of(folder, names);
		if (!path)
			fail(EXIT_KITTEN,
			    "%s: not found near %s: run make, or say %s FILE",
			    what, folder, option);
		return path;
	}
	path = access(given, R_OK) ? NULL : realpath(given, NULL);
	if (!path)
		fail(EXIT_KITTEN, "%s %s: %s", option, given, strerror(errno));
	return path;
}

int
places_find(const struct options *o, struct places *p)
{
	char *folder = own_folder();

	*p = (struct places){ 0 };
	p->kernel = find(o->kernel, folder, kernels, "the kernel", "--kernel");
	if (p->kernel)
		p->init =
		    find(o->init, folder, inits, "the first program", "--init");
	if (!o->kernel)
		p->symbols = first_of(folder, symbols);
	free(folder);
	return p->init ? 0 : EXIT_KITTEN;
}

void
places_free(struct places *p)
{
	free(p->kernel);
	free(p->symbols);
	free(p->init);
	*p = (struct places){ 0 };
}
