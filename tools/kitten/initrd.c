/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tools/kitten/initrd.c - writes the archive the machine starts with.
 *
 * Idea: each name is written once, folders before what is in them. A file's
 * data goes from its mapping straight to the archive.
 *
 * Limits: device nodes, sockets and pipes among the user's files are left out
 * with a warning; hard links become separate files; owners become root.
 */
#define _GNU_SOURCE
#include "initrd.h"

#include "base/cpio.h"
#include "message.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct archive {
	int fd;
	int error;    /* the first -errno of writing */
	void *names;  /* what is in it: a tree of strings, see tsearch(3) */
	uint32_t ino; /* the latest */
};

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Notes the name; false: it was there. */
static bool
is_new(struct archive *a, const char *name)
{
	if (tfind(name, &a->names, compare))
		return false;
	tsearch(str_copy(name), &a->names, compare);
	return true;
}

static int
emit(void *ctx, const void *data, size_t n)
{
	struct archive *a = ctx;

	if (!a->error)
		a->error = write_all(a->fd, data, n);
	return a->error;
}

static void put_folders(struct archive *a, const char *path);

/* One entry; `path` is absolute, archives have it without the slash. */
static void
put(struct archive *a, const char *path, mode_t mode, time_t mtime,
    const void *data, size_t size)
{
	struct cpio_entry e = {
		.name = path + strspn(path, "/"),
		.mode = mode,
		.nlink = S_ISDIR(mode) ? 2 : 1,
		.mtime = (uint32_t)mtime,
		.data = data,
		.size = (uint32_t)size,
	};
	int err;

	if (!*e.name)
		return;
	put_folders(a, path);
	if (!is_new(a, e.name))
		return;
	e.ino = ++a->ino;
	err = cpio_write_entry(emit, a, &e);
	if (err && !a->error)
		a->error = err;
}

/* A folder as it is here, or 0755 where there is none here. */
static void
put_folder(struct archive *a, const char *path)
{
	struct stat st = { .st_mode = S_IFDIR | 0755 };

	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		st.st_mode = S_IFDIR | 0755;
	put(a, path, st.st_mode, st.st_mtime, NULL, 0);
}

/* The folders above `path`. */
static void
put_folders(struct archive *a, const char *path)
{
	char *copy = str_copy(path);
	char *slash = strrchr(copy, '/');

	if (slash && slash != copy) {
		*slash = '\0';
		put_folder(a, copy);
	}
	free(copy);
}

static int
put_file(struct archive *a, const char *host, const char *guest, mode_t mode)
{
	int fd = open(host, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *data = NULL;

	if (fd < 0 || fstat(fd, &st)) {
		int status = fail(EXIT_KITTEN, "%s: %s", host, strerror(errno));

		if (fd >= 0)
			close(fd);
		return status;
	}
	if (st.st_size > UINT32_MAX) {
		close(fd);
		return fail(EXIT_KITTEN,
		    "%s: larger than 4 GiB: an archive cannot hold it", host);
	}
	if (st.st_size)
		data = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		return fail(EXIT_KITTEN, "%s: %s", host, strerror(errno));
	put(a, guest, mode ? mode : st.st_mode, st.st_mtime, data,
	    (size_t)st.st_size);
	if (data)
		munmap(data, (size_t)st.st_size);
	return 0;
}

static int
put_link(struct archive *a, const char *host, const char *guest,
    const struct stat *st)
{
	char target[4096];
	ssize_t n = readlink(host, target, sizeof(target));

	if (n < 0)
		return fail(EXIT_KITTEN, "%s: %s", host, strerror(errno));
	put(a, guest, st->st_mode, st->st_mtime, target, (size_t)n);
	return 0;
}

/* nftw(3) has no context; one tree is walked at a time. */
static struct {
	struct archive *a;
	size_t host_len;
	const char *guest;
	int status;
} walk;

static int
visit(const char *host, const struct stat *st, int type, struct FTW *ftw)
{
	char *guest = str_printf("%s%s", walk.guest, host + walk.host_len);

	(void)ftw;
	if (type == FTW_NS || type == FTW_DNR)
		walk.status = fail(EXIT_KITTEN, "%s: cannot be read", host);
	else if (S_ISDIR(st->st_mode))
		put(walk.a, guest, st->st_mode, st->st_mtime, NULL, 0);
	else if (S_ISLNK(st->st_mode))
		walk.status = put_link(walk.a, host, guest, st);
	else if (S_ISREG(st->st_mode))
		walk.status = put_file(walk.a, host, guest, 0);
	else
		warn("%s: neither file nor folder nor link: left out", host);
	free(guest);
	return walk.status;
}

/* Splits HOST[:GUEST]: a name that is there as it stands has no GUEST. */
static int
split_spec(const char *spec, char **host, char **guest)
{
	const char *colon = strrchr(spec, ':');
	char *name;

	if (colon && access(spec, F_OK)) {
		name = str_printf("%.*s", (int)(colon - spec), spec);
		*guest = colon[1] == '/' ? str_copy(colon + 1) : NULL;
		if (!*guest) {
			free(name);
			return fail(EXIT_KITTEN,
			    "--file %s: the second path must begin with /",
			    spec);
		}
	} else {
		name = str_copy(spec);
		*guest = NULL;
	}
	*host = realpath(name, NULL);
	free(name);
	if (!*host) {
		free(*guest);
		return fail(
		    EXIT_KITTEN, "--file %s: %s", spec, strerror(errno));
	}
	if (!*guest)
		*guest = str_copy(*host);
	return 0;
}

static int
put_tree(struct archive *a, const char *spec)
{
	char *host, *guest;
	int status = split_spec(spec, &host, &guest);

	if (status)
		return status;
	walk.a = a;
	walk.host_len = strlen(host);
	walk.guest = guest;
	walk.status = 0;
	if (nftw(host, visit, 16, FTW_PHYS) && !walk.status)
		walk.status =
		    fail(EXIT_KITTEN, "--file %s: %s", spec, strerror(errno));
	free(host);
	free(guest);
	return walk.status;
}

/* Who the program runs as, for those that ask by name; what --file gave under
 * these names comes first. */
static void
put_accounts(struct archive *a)
{
	static const char users[] = "root:x:0:0:root:/root:/bin/sh\n";
	static const char groups[] = "root:x:0:\n";

	put(a, "/root", S_IFDIR | 0700, 0, NULL, 0);
	put(a, "/etc/passwd", S_IFREG | 0644, 0, users, sizeof(users) - 1);
	put(a, "/etc/group", S_IFREG | 0644, 0, groups, sizeof(groups) - 1);
}

static int
put_all(struct archive *a, const struct options *o, const struct places *p,
    const struct buf *records)
{
	char *cwd = getcwd(NULL, 0);
	int status = put_file(a, p->init, "/init", S_IFREG | 0755);

	put(a, "/tmp", S_IFDIR | 01777, 0, NULL, 0);
	put(a, "/etc/kitten/job", S_IFREG | 0644, 0, records->data,
	    records->len);
	if (cwd)
		put_folder(a, cwd);
	free(cwd);
	for (size_t i = 0; !status && i < o->files.n; i++)
		status = put_tree(a, o->files.v[i]);
	put_accounts(a);
	for (unsigned int i = 0; !status && i < o->job_count; i++)
		status = put_file(a, o->jobs[i].path, o->jobs[i].path, 0);
	return status;
}

int
initrd_write(int fd, const struct options *o, const struct places *p,
    const struct buf *records)
{
	struct archive a = { .fd = fd };
	int status = put_all(&a, o, p, records);

	if (!a.error)
		a.error = cpio_write_trailer(emit, &a);
	tdestroy(a.names, free);
	if (!status && a.error)
		status = fail(
		    EXIT_KITTEN, "the start archive: %s", strerror(-a.error));
	return status;
}

int
initrd_make(const struct options *o, const struct places *p,
    const struct buf *records, int *fd)
{
	struct stat st;
	int status;

	*fd = memfd_create("kitten-initrd", MFD_CLOEXEC);
	if (*fd < 0)
		return fail(EXIT_KITTEN, "memfd_create: %s", strerror(errno));
	status = initrd_write(*fd, o, p, records);
	if (!status && !fstat(*fd, &st) &&
	    (uint64_t)st.st_size > o->memory_bytes / 2)
		status = fail(EXIT_KITTEN,
		    "program and files take %llu MiB, more than half of the "
		    "memory: give more with -m",
		    (unsigned long long)st.st_size >> 20);
	return status;
}

int
initrd_copy(int fd, const char *path)
{
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	char data[65536];
	off_t at = 0;
	ssize_t n;
	int err = out < 0 ? -errno : 0;

	while (!err && (n = pread(fd, data, sizeof(data), at)) != 0) {
		err = n < 0 ? -errno : write_all(out, data, (size_t)n);
		at += n;
	}
	if (out >= 0)
		close(out);
	return err ? fail(EXIT_KITTEN, "%s: %s", path, strerror(-err)) : 0;
}
