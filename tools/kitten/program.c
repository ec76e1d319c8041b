/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/program.c - which file a program's name means, and whether
 * Kitten can run it.
 *
 * Idea: refuse here, in a millisecond and with the reason, what the kernel
 * would refuse after a boot. The judgement itself is base/elf.c, the same code
 * that the kernel's own loaders use, so both refuse the same files.
 */
#define _GNU_SOURCE
#include "program.h"

#include "base/elf.h"
#include "message.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The loader's path that `image` asks for, or a general name for it. The
 * headers were checked: ELF_NEEDS_INTERP is said of sound files only. They may
 * be at any alignment.
 */
static const char *
interp_name(const char *image, size_t len)
{
	struct elf_ehdr eh;
	struct elf_phdr ph;

	memcpy(&eh, image, sizeof(eh));
	for (unsigned int i = 0; i < eh.phnum; i++) {
		memcpy(&ph, image + eh.phoff + i * sizeof(ph), sizeof(ph));
		if (ph.type == PT_INTERP && ph.offset < len &&
		    memchr(image + ph.offset, 0, len - ph.offset))
			return image + ph.offset;
	}
	return "its loader";
}

static int
refuse_elf(const char *path, enum elf_result why, const char *image, size_t len)
{
	switch (why) {
	case ELF_NOT_ELF:
		return fail(EXIT_NOEXEC,
		    "%s: not an ELF file: give a program compiled for Linux",
		    path);
	case ELF_NOT_64:
		return fail(EXIT_NOEXEC,
		    "%s: a 32-bit program: compile it for x86-64 (-m64)", path);
	case ELF_WRONG_ARCH:
		return fail(EXIT_NOEXEC,
		    "%s: built for another architecture: compile it for "
		    "x86-64",
		    path);
	case ELF_NEEDS_INTERP:
		return fail(EXIT_NOEXEC,
		    "%s: needs the dynamic loader %s: link it with -static or "
		    "-static-pie",
		    path, interp_name(image, len));
	case ELF_NOT_EXEC:
		return fail(EXIT_NOEXEC,
		    "%s: an ELF file, but not an executable: link it into a "
		    "program",
		    path);
	default:
		return fail(EXIT_NOEXEC, "%s: %s: build it again", path,
		    elf_reason(why));
	}
}

static int
check_image(const char *path, const char *image, size_t len)
{
	struct elf_info info;
	enum elf_result why;

	if (len >= 2 && image[0] == '#' && image[1] == '!')
		return fail(EXIT_NOEXEC,
		    "%s: a script, not a program: run its interpreter, linked "
		    "with -static, and give it the script",
		    path);
	why = elf_check(image, len, &info);
	return why == ELF_OK ? 0 : refuse_elf(path, why, image, len);
}

/* Whether the file can run; says why not. */
static int
check(const char *path)
{
	struct stat st;
	char *image;
	int fd, status;

	if (stat(path, &st))
		return fail(EXIT_NOTFOUND, "%s: %s: check the name", path,
		    strerror(errno));
	if (S_ISDIR(st.st_mode))
		return fail(
		    EXIT_NOEXEC, "%s: a directory: name a program in it", path);
	if (!S_ISREG(st.st_mode))
		return fail(EXIT_NOEXEC, "%s: not a regular file", path);
	if (access(path, X_OK))
		return fail(
		    EXIT_NOEXEC, "%s: not executable: chmod +x %s", path, path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(EXIT_NOEXEC, "%s: cannot be read: %s", path,
		    strerror(errno));
	if (st.st_size == 0) {
		close(fd);
		return fail(
		    EXIT_NOEXEC, "%s: an empty file: build it again", path);
	}
	image = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (image == MAP_FAILED)
		return fail(EXIT_NOEXEC, "%s: cannot be read: %s", path,
		    strerror(errno));
	status = check_image(path, image, (size_t)st.st_size);
	munmap(image, (size_t)st.st_size);
	return status;
}

static bool
is_program(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

/*
 * The first executable file `name` along PATH; failing that the first file of
 * that name, so that check() can say why it will not do; failing that NULL.
 */
static char *
search_path(const char *name)
{
	const char *dirs = getenv("PATH");
	char *second = NULL;

	if (!dirs)
		dirs = "/usr/local/bin:/usr/bin:/bin";
	for (;;) {
		int n = (int)strcspn(dirs, ":");
		char *path = n ? str_printf("%.*s/%s", n, dirs, name)
			       : str_printf("./%s", name);
		struct stat st;

		if (is_program(path)) {
			free(second);
			return path;
		}
		if (!second && !stat(path, &st) && S_ISREG(st.st_mode))
			second = path;
		else
			free(path);
		dirs += n;
		if (!*dirs++)
			return second;
	}
}

int
program_find(const char *name, char **path)
{
	char *found;
	int status;

	if (!*name)
		return fail(EXIT_NOTFOUND,
		    "the program's name is empty: name a program");
	found = strchr(name, '/') ? str_copy(name) : search_path(name);
	if (!found)
		return fail(EXIT_NOTFOUND,
		    "%s: no such program in PATH: write ./%s for one in this "
		    "directory",
		    name, name);
	status = check(found);
	if (!status) {
		*path = realpath(found, NULL);
		if (!*path)
			status = fail(
			    EXIT_NOTFOUND, "%s: %s", found, strerror(errno));
	}
	free(found);
	return status;
}
